from django.urls import path

from stegvis.web.staff.participants import views

urlpatterns = [path("participants/", views.participants, name="participants")]
