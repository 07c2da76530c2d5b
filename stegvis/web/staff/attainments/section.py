"""What a participant did and got, on the page of the person: the latest lines."""

from collections.abc import Sequence

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import attainments
from stegvis.web.staff.participant.section import Section

_FEW = 3


def latest(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    """The three latest lines. None for who may not read plans."""
    if not viewer.may("plan", "read"):
        return None
    facts = {"person": person, "lines": attainments.latest(viewer, person, _FEW)}
    return Section("staff/attainments/section.html", "side", 35, facts)
