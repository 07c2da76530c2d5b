from django.urls import path

from stegvis.web.staff.participant_team import figures, letter, meetings, views

urlpatterns = [
    path("participants/<uuid:participant_id>/team/", views.team, name="participant_team"),
    path("participants/<uuid:participant_id>/team/<uuid:team_meeting_id>/", meetings.meeting, name="team_meeting"),
    path(
        "participants/<uuid:participant_id>/team/<uuid:team_meeting_id>/print/",
        meetings.printed,
        name="team_meeting_print",
    ),
    path("participants/<uuid:participant_id>/onward/<uuid:onward_id>/letter/", letter.letter, name="onward_letter"),
    path(
        "participants/<uuid:participant_id>/onward/<uuid:onward_id>/letter/file/",
        letter.fetched,
        name="onward_letter_file",
    ),
    path("team-meetings/", figures.meetings, name="team_meetings"),
    path("participants/<uuid:participant_id>/sharing/", views.sharing, name="participant_sharing"),
]
