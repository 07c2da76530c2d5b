"""What needs somebody, for the first screen: each source names people of the viewer's caseload with a reason and a day.

A source is one query for the whole caseload, however many people there are, and gives at most as many rows as asked.
Its `kind` is what the screen hangs its button on (`web/staff/start/due_actions.py`). A new source is a module here
and a line in SOURCES; rows stand in the order of their tone, then of their day. What was put off is left out,
and so is the next step of somebody who has no plan at all.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.casework.models import DueSnooze
from stegvis.casework.queries import caseload
from stegvis.casework.queries.due import (
    age_thirty,
    consents,
    follow_up,
    hand_overs,
    late_steps,
    no_activity,
    no_contact,
    no_step,
    onward,
    permits,
    plans,
    team_meetings,
    wellbeing,
)
from stegvis.casework.queries.due.row import TONES, Due

__all__ = ["KINDS", "SOURCES", "Due", "Week", "rows", "week"]

#: Takes viewer, today and how many rows at most.
Source = Callable[[Viewer, dt.date, int], list[Due]]
SOURCES: dict[str, Source] = {
    "hand_over": hand_overs.rows,
    "no_contact": no_contact.rows,
    "late_step": late_steps.rows,
    "no_step": no_step.rows,
    "follow_up": follow_up.rows,
    "no_activity": no_activity.rows,
    "age_thirty": age_thirty.rows,
    "permit": permits.rows,
    **plans.SOURCES,
    "consent_ends": consents.rows,
    **team_meetings.SOURCES,
    "onward": onward.rows,
    "wellbeing": wellbeing.rows,
}
KINDS = tuple(SOURCES)


@dataclass(frozen=True)
class Week:
    """What needs somebody now, and what was put off (soonest first)."""

    rows: list[Due]
    put_off: list[DueSnooze]


def week(viewer: Viewer, today: dt.date, most: int = 5) -> Week:
    """The rows of all sources, at most `most` of each: what is urgent first, then what has waited longest."""
    resting = _resting(viewer, today)
    found: list[Due] = []
    for kind, source in SOURCES.items():
        asleep = {each.participant_id for each in resting if each.kind == kind}
        awake = [due for due in source(viewer, today, most + len(asleep)) if due.participant.pk not in asleep]
        found += awake[:most]
    planless = {due.participant.pk for due in found if due.kind == "no_plan"}
    found = [due for due in found if due.kind != "no_step" or due.participant.pk not in planless]
    # what a colleague has handed over stands first: until it is taken nobody follows the person
    found.sort(key=lambda due: (due.kind != "hand_over", TONES.index(due.tone), due.due_on or today))
    return Week(found, resting)


def rows(viewer: Viewer, today: dt.date, most: int = 5) -> list[Due]:
    """The rows alone."""
    return week(viewer, today, most).rows


def _resting(viewer: Viewer, today: dt.date) -> list[DueSnooze]:
    return kept.rows(viewer, _put_off, given=(today,))


def _put_off(viewer: Viewer, today: dt.date) -> QuerySet[DueSnooze]:
    people = caseload.of(viewer).filter(state="active").order_by().values("participant")
    found = DueSnooze.objects.filter(participant__in=people, until_on__gt=today, kind__in=KINDS)
    return found.select_related("participant", "set_by").order_by("until_on", "id")[:100]
