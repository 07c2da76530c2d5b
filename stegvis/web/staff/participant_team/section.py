"""The team on the page of a participant."""

from collections.abc import Sequence

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import team
from stegvis.web.staff.participant.section import Section
from stegvis.web.staff.participant_plan.page import contact_of
from stegvis.web.staff.participant_team import page


def around(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    """Coach and team with the consents that hold today. None for who may not read teams."""
    if not viewer.may("team", "read"):
        return None
    facts = {
        "person": person,
        "coach": contact_of(enrolments),
        "lines": page.section_lines(viewer, person),
        "may_share": viewer.may("disclosure", "read"),
        "may_change": team.may(viewer, "team", "change", person),
    }
    return Section("staff/participant_team/section.html", "side", 20, facts)
