"""An entry of the calendar as a line of a page: words, address, what can be done with it."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.casework.queries.calendar import Entry
from stegvis.casework.vocabulary import ACTIVITY_MODES
from stegvis.casework.vocabulary.meetings import MEETING_KINDS, MEETING_MODES, MEETING_STATES

_TONES = {"health": "health", "study": "study", "work": "work"}


@dataclass(frozen=True)
class Line:
    """`tone`: the colour of its edge. `state` is empty for what is to come; `waits`: nobody has said how it went.

    `move_url`: where another day is given to it, empty when it cannot be moved so; `was` is where it stands now.
    """

    entry: Entry
    title: str
    text: str
    url: str
    tone: str = "contact"
    state: str = ""
    waits: bool = False
    move_url: str = ""
    was: str = ""


def line(entry: Entry) -> Line:
    """The line of one entry."""
    return {"meeting": _meeting, "talk": _talk, "session": _session, "start": _start}[entry.kind](entry)


def _meeting(entry: Entry) -> Line:
    one = entry.record
    where = [MEETING_MODES.label(one.mode), str(one.room or ""), one.place]
    if one.interpreter_language:
        where.append(_("interpreter"))
    state = "" if one.state == "planned" else MEETING_STATES.label(one.state)
    return Line(
        entry,
        _named(MEETING_KINDS.label(one.kind), entry.participant),
        " · ".join(each for each in where if each),
        reverse("meeting", args=[one.pk]),
        state=state,
        waits=one.state == "planned" and one.ends_at <= timezone.now(),
        move_url=reverse("due_move_meeting", args=[one.pk]) if one.state == "planned" else "",
        was=str(int(one.starts_at.timestamp())),
    )


def _talk(entry: Entry) -> Line:
    address = reverse("meeting_new", args=[entry.participant.pk])
    words = _named(_("Plan talk"), entry.participant)
    address = f"{address}?kind=plan_talk&on={entry.on.isoformat()}"
    move_url = reverse("due_move_talk", args=[entry.participant.pk, entry.record_id])
    was = entry.on.isoformat()
    return Line(entry, words, _("No time yet. Book one"), address, "measure", move_url=move_url, was=was)


def _session(entry: Entry) -> Line:
    one = entry.record
    taken = ngettext("%(count)s booked", "%(count)s booked", one.taken) % {"count": one.taken}
    where = [taken, ACTIVITY_MODES.label(one.mode), str(one.room or "")]
    come = one.starts_at - dt.timedelta(minutes=15) <= timezone.now()
    waits = bool(come and one.taken and not one.attendance_at)
    return Line(
        entry,
        one.activity.name,
        " · ".join(each for each in where if each),
        reverse("activity_session", args=[one.pk]),
        _TONES.get(one.activity.track, "place"),
        waits=waits,
    )


def _start(entry: Entry) -> Line:
    one = entry.record
    words = f"{_('Start meeting')}, {one.called}"
    return Line(
        entry, words, one.project.name, reverse("referral", args=[one.pk]), waits=one.start_at <= timezone.now()
    )


def _named(what: str, person) -> str:
    return f"{what}, {person.name_in_use or person.given_name} {person.family_name}"
