from django.urls import path

from stegvis.web.staff.protection import views

urlpatterns = [
    path("participants/<uuid:participant_id>/protection/", views.protection, name="protection"),
    path("participants/<uuid:participant_id>/attempts/<int:attempt_id>/", views.settle, name="enrol_attempt_settle"),
]
