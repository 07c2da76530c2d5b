from django.urls import path

from stegvis.web.staff.participant_looks import views

urlpatterns = [path("participants/<uuid:participant_id>/looks/", views.looks, name="participant_looks")]
