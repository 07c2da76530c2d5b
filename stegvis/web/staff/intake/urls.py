from django.urls import path

from stegvis.web.staff.intake import board, person, unit

urlpatterns = [
    path("participants/<uuid:participant_id>/intake/", person.intake, name="participant_intake"),
    path("participants/<uuid:participant_id>/intake/change/", person.change, name="participant_intake_change"),
    path("intake/", unit.intake, name="unit_intake"),
    path("intake/change/", unit.change, name="unit_intake_change"),
    path("intake/for-referrers/", unit.for_referrers, name="unit_intake_referrers"),
    path("intake/inflow/", board.inflow, name="inflow"),
    path("intake/inflow/change/", board.change, name="inflow_change"),
    path("intake/exceptions/<uuid:exception_id>/", unit.decide, name="entry_exception"),
]
