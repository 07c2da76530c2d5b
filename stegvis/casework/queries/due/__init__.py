"""What needs somebody, for the first screen: each source names people of the viewer's caseload with a reason and a day.

A source is one query for the whole caseload, however many people there are, and gives at most as many rows as asked;
those that look for records of people are asked together (`records`). Its `kind` is what the screen hangs its button on
(`web/staff/start/due_actions.py`). A new source is a module here and a line in SOURCES or RECORDS, and one in KINDS;
rows stand in the order of their tone, then of their day. What was put off is left out, and so is the next step of
somebody who has no plan at all.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

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
    records,
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
    "no_step": no_step.rows,
    "follow_up": follow_up.rows,
    "no_activity": no_activity.rows,
    "age_thirty": age_thirty.rows,
    "permit": permits.rows,
    "no_plan": plans.without_plan,
}
RECORDS: dict[str, records.Records] = {
    "late_step": late_steps.SOURCE,
    **plans.RECORDS,
    "consent_ends": consents.SOURCE,
    **team_meetings.SOURCES,
    "onward": onward.SOURCE,
    "wellbeing": wellbeing.SOURCE,
}
#: The kinds in the order in which rows of one tone and day stand.
KINDS = (
    "hand_over", "no_contact", "late_step", "no_step", "follow_up", "no_activity", "age_thirty", "permit",
    "step_review", "plan_review", "plan_talk", "frame_ends", "no_plan", "consent_ends", "team_meeting",
    "team_follow_up", "onward", "wellbeing",
)  # fmt: skip
assert sorted(KINDS) == sorted((*SOURCES, *RECORDS))  # noqa: S101


@dataclass(frozen=True)
class Week:
    """What needs somebody now, and what was put off (soonest first)."""

    rows: list[Due]
    put_off: list[DueSnooze]


def week(viewer: Viewer, today: dt.date, most: int = 5) -> Week:
    """The rows of all sources, at most `most` of each: what is urgent first, then what has waited longest."""
    resting = _resting(viewer, today)
    asleep: dict[str, set] = {kind: set() for kind in KINDS}
    for each in resting:
        asleep[each.kind].add(each.participant_id)
    told = records.rows(viewer, today, RECORDS, most + max(len(asleep[kind]) for kind in RECORDS))
    for kind, source in SOURCES.items():
        told[kind] = source(viewer, today, most + len(asleep[kind]))
    found: list[Due] = []
    for kind in KINDS:
        found += [due for due in told.get(kind, ()) if due.participant.pk not in asleep[kind]][:most]
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
    people = caseload.of(viewer).filter(state="active").order_by()
    found = DueSnooze.objects.filter(until_on__gt=today, kind__in=KINDS)
    if caseload.is_coach(viewer):
        found = found.filter(participant__in=people.values("participant"))
    else:  # of whom a leader follows few are put off: it is asked of these, and not of everybody
        found = found.filter(Exists(people.filter(participant=OuterRef("participant"))))
    return found.select_related("participant", "set_by").order_by("until_on", "id")[:100]
