from django.urls import path

from stegvis.web.staff.participant_team import views

urlpatterns = [
    path("participants/<uuid:participant_id>/team/", views.team, name="participant_team"),
    path("participants/<uuid:participant_id>/sharing/", views.sharing, name="participant_sharing"),
]
