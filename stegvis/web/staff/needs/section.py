"""What a participant needs first, on the page of the person."""

from collections.abc import Sequence

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import needs
from stegvis.web.staff.participant.section import Section

_FEW = 4


def first(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    """The open needs that come first. None for who may not read mappings."""
    if not viewer.may("mapping", "read"):
        return None
    found = needs.first_things_first(viewer, person)
    facts = {"person": person, "needs": found[:_FEW], "more": max(len(found) - _FEW, 0)}
    return Section("staff/needs/section.html", "side", 20, facts)
