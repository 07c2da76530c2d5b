"""How long, how much support, and the way to the final report, on the page of a participant."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import ngettext

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import dose
from stegvis.web.staff.final_report.document import hours, support_facts
from stegvis.web.staff.participant.section import Section


def support(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    """Duration and support of each time in a project: two queries. None for who may not read final reports."""
    times = [each for each in enrolments if each.state != "void"]
    if not times or not viewer.may("final_report", "read"):
        return None
    doses = dose.of_all(times)
    rows = [_row(each, doses[each.pk]) for each in times]
    return Section("staff/final_report/section.html", "side", 50, {"rows": rows})


def _row(enrolment: Enrolment, had: dose.Dose) -> dict:
    return {
        "enrolment": enrolment,
        "duration": duration(enrolment),
        "contacts": support_facts(had),
        "activities": hours(had.activity_minutes),
        "without_minutes": had.without_minutes,
    }


def duration(enrolment: Enrolment) -> str:
    """How long it has lasted, in whole weeks under three months and whole months after; both days count."""
    days = ((enrolment.ended_on or timezone.localdate()) - enrolment.started_on).days + 1
    if days < 91:
        weeks = max(days // 7, 0)
        return ngettext("%(count)s week", "%(count)s weeks", weeks) % {"count": weeks}
    months = int(days / 30.4375)
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
