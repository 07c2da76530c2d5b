"""The facts of the intake on the page of a participant: what matters now, and the way to the rest."""

from collections.abc import Sequence

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import intake
from stegvis.web.staff.participant.section import Section


def facts(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    """Unfinished schooling, the permit and how long without work or studies; None for who may not read them."""
    if not viewer.may("intake", "read"):
        return None
    schooling, permit, uvas = intake.now(person)
    told = {"person": person, "schooling": schooling, "permit": permit, "uvas": uvas}
    return Section("staff/intake/section.html", "side", 40, told)
