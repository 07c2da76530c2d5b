from django.urls import path

from stegvis.web.staff.start import acts, moving, stand_up, views

urlpatterns = [
    path("", views.start, name="start"),
    path("participants/<uuid:participant_id>/due/<slug:kind>/more/", acts.more, name="due_more"),
    path("participants/<uuid:participant_id>/due/<slug:kind>/put-off/", acts.put_off, name="due_put_off"),
    path("participants/<uuid:participant_id>/due/<slug:kind>/take-up/", acts.take_up, name="due_take_up"),
    path("participants/<uuid:participant_id>/due/call/", acts.call, name="due_call"),
    path("meetings/<uuid:meeting_id>/move/", moving.meeting, name="due_move_meeting"),
    path("participants/<uuid:participant_id>/steps/<uuid:step_id>/move/<slug:day>/", moving.step, name="due_move_step"),
    path("participants/<uuid:participant_id>/talks/<uuid:talk_id>/move/", moving.talk, name="due_move_talk"),
    path("stand-up/", stand_up.stand_up, name="stand_up"),
]
