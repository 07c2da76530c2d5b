from django.urls import path

from stegvis.web.staff.deputies import views

urlpatterns = [
    path("deputies/", views.deputies, name="deputies"),
    path("deputies/new/", views.new, name="deputy_new"),
    path("deputies/<int:deputyship_id>/end/", views.end, name="deputy_end"),
]
