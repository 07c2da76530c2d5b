from django.urls import path

from stegvis.web.staff.hand_over import views

urlpatterns = [
    path("enrolments/<uuid:enrolment_id>/hand-over/", views.new, name="hand_over_new"),
    path("hand-overs/<uuid:hand_over_id>/", views.show, name="hand_over"),
]
