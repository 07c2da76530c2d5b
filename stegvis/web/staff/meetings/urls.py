from django.urls import path

from stegvis.web.staff.meetings import views

urlpatterns = [
    path("participants/<uuid:participant_id>/meetings/new/", views.new, name="meeting_new"),
    path("meetings/<uuid:meeting_id>/", views.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/settle/", views.settle, name="meeting_settle"),
    path("participants/<uuid:participant_id>/reminders/", views.reminders, name="reminders_wanted"),
    path("reminders/", views.sent, name="reminders"),
]
