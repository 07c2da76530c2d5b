from django.urls import path

from stegvis.web.staff.start import acts, stand_up, views

urlpatterns = [
    path("", views.start, name="start"),
    path("participants/<uuid:participant_id>/due/<slug:kind>/put-off/", acts.put_off, name="due_put_off"),
    path("participants/<uuid:participant_id>/due/<slug:kind>/take-up/", acts.take_up, name="due_take_up"),
    path("participants/<uuid:participant_id>/due/call/", acts.call, name="due_call"),
    path("stand-up/", stand_up.stand_up, name="stand_up"),
]
