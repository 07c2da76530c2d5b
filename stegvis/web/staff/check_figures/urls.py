from django.urls import path

from stegvis.web.staff.check_figures import views

urlpatterns = [path("check-figures/", views.check_figures, name="check_figures")]
