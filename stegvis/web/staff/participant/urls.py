from django.urls import path

from stegvis.web.staff.participant import views

urlpatterns = [
    path("participants/<uuid:participant_id>/", views.participant, name="participant"),
    path("participants/<uuid:participant_id>/number/", views.number, name="participant_number"),
]
