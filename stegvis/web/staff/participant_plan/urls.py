from django.urls import path

from stegvis.web.staff.participant_plan import changing, views

_PLAN = "participants/<uuid:participant_id>/plan/"

urlpatterns = [
    path(_PLAN, views.plan, name="participant_plan"),
    path(f"{_PLAN}goal/", changing.goal, name="plan_goal"),
    path(f"{_PLAN}steps/<uuid:step_id>/", changing.step, name="plan_step"),
    path(f"{_PLAN}frames/<uuid:frame_id>/", changing.frame, name="plan_frame"),
    path(f"{_PLAN}talks/<uuid:talk_id>/", changing.talk, name="plan_talk"),
    path(f"{_PLAN}versions/", views.versions, name="plan_versions"),
    path(f"{_PLAN}print/", views.printed, name="plan_print"),
    path(f"{_PLAN}file/<slug:kind>/", views.fetched, name="plan_file"),
]
