from django.urls import path

from stegvis.web.staff.start import views

urlpatterns = [path("", views.start, name="start")]
