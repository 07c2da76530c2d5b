from django.urls import path

from stegvis.web.staff.enrol import views

urlpatterns = [
    path("enrol/", views.enrol, name="enrol"),
    path("enrol/check/", views.check, name="enrol_check"),
    path("participants/<uuid:participant_id>/enrol/", views.enrol_again, name="enrol_again"),
]
