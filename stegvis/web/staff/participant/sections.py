"""What the page of a participant shows beside the person and the times in projects: one section for each capability.

A source looks at the viewer's rights itself, asks the database a fixed number of times, and gives a section or None.
Its template gets the section's facts as `section.facts`, and lies with the screens of its capability.
"""

from collections.abc import Callable, Sequence

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.web.staff.activities import section as activities
from stegvis.web.staff.attainments import section as attainments
from stegvis.web.staff.final_report import section as final_report
from stegvis.web.staff.follow_ups import section as follow_ups
from stegvis.web.staff.intake import section as intake
from stegvis.web.staff.mapping import section as mapping
from stegvis.web.staff.meetings import section as meetings
from stegvis.web.staff.needs import section as needs
from stegvis.web.staff.notes import section as notes
from stegvis.web.staff.participant.section import Section
from stegvis.web.staff.participant_plan import section as plan
from stegvis.web.staff.participant_team import section as team

PLACES = ("actions", "top", "main", "side")
Source = Callable[[Viewer, Participant, Sequence[Enrolment]], Section | None]


def _looks(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    if not viewer.may("access_log", "read"):
        return None
    return Section("staff/participant/looks.html", "side", 90, {"person": person})


SOURCES: tuple[Source, ...] = (
    mapping.strengths,
    plan.goal_and_steps,
    notes.actions,
    meetings.actions,
    meetings.booked,
    notes.latest,
    activities.booked,
    follow_ups.afterwards,
    team.around,
    needs.first,
    attainments.latest,
    final_report.support,
    intake.facts,
    _looks,
)


def of(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> dict[str, list[Section]]:
    """The sections by place, as the page's template takes them: `top_sections` and so on."""
    found = [section for source in SOURCES if (section := source(viewer, person, enrolments))]
    found.sort(key=lambda section: section.order)
    return {f"{place}_sections": [each for each in found if each.place == place] for place in PLACES}
