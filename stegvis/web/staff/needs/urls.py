from django.urls import path

from stegvis.web.staff.needs import views

urlpatterns = [path("participants/<uuid:participant_id>/needs/", views.needs, name="needs")]
