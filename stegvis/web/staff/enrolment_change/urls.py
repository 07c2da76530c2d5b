from django.urls import path

from stegvis.web.staff.enrolment_change import views

urlpatterns = [path("enrolments/<uuid:enrolment_id>/change/", views.change, name="enrolment_change")]
