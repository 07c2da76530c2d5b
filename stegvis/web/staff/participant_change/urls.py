from django.urls import path

from stegvis.web.staff.participant_change import views

urlpatterns = [path("participants/<uuid:participant_id>/change/", views.change, name="participant_change")]
