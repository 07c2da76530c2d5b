from django.urls import path

from stegvis.web.staff.participant_contact import views

urlpatterns = [path("participants/<uuid:participant_id>/contact/", views.contact, name="participant_contact")]
