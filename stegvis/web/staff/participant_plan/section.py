"""The goal and the open steps, first on the page of a participant."""

from collections.abc import Sequence

from django.utils import timezone

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import plans, steps
from stegvis.web.staff.participant.section import Section
from stegvis.web.staff.participant_plan import page


def goal_and_steps(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    """The goal in the person's own words, and the open steps: three queries. None for who may not read plans."""
    if not viewer.may("plan", "read"):
        return None
    in_use = plans.of(viewer, person)
    contact = page.contact_of(enrolments)
    lines = [
        page.step_line(step, person, contact.name if contact else "", timezone.localdate())
        for step in steps.open_of(viewer, person)
    ]
    facts = {"person": person, "plan": in_use, "lines": lines, "may_change": plans.may(viewer, "change", person)}
    return Section("staff/participant_plan/section.html", "top", 10, facts)
