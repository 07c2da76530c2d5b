from django.urls import path

from stegvis.web.staff.follow_ups import views

urlpatterns = [
    path("follow-ups/", views.follow_ups, name="follow_ups"),
    path("enrolments/<uuid:enrolment_id>/follow-up/", views.new, name="follow_up_new"),
    path("follow-ups/<uuid:follow_up_id>/", views.change, name="follow_up_change"),
    path("enrolments/<uuid:enrolment_id>/opinion/", views.opinion, name="exit_opinion"),
]
