from django.urls import path

from stegvis.web.staff.printed_figures import views

urlpatterns = [
    path("results/<slug:code>/printed/", views.compared, name="printed_figures"),
    path("results/<slug:code>/printed/export/", views.export, name="printed_figures_export"),
]
