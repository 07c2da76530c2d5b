from django.urls import path

from stegvis.web.staff.enrolment_close import views

urlpatterns = [
    path("enrolments/<uuid:enrolment_id>/close/", views.close, name="enrolment_close"),
    path("enrolments/<uuid:enrolment_id>/closed/", views.closed, name="enrolment_closed"),
    path("enrolments/<uuid:enrolment_id>/reopen/", views.reopen, name="enrolment_reopen"),
    path("enrolments/<uuid:enrolment_id>/void/", views.void, name="enrolment_void"),
]
