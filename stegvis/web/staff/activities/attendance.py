"""Attendance for a whole group on one page: everybody is there until somebody is marked as away."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from stegvis.access.actions import drafts
from stegvis.access.queries import drafts as kept_drafts
from stegvis.access.rules import NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import attendance as taking
from stegvis.casework.actions import looks
from stegvis.casework.queries import activities as known
from stegvis.casework.vocabulary import ABSENCE_REASONS
from stegvis.web.shared.words import clock, day


@dataclass
class Line:
    """A person on the page, with what is ticked and written."""

    seat: known.Seat
    absent: bool
    reason: str
    minutes: str
    before: str
    after: str

    @property
    def key(self) -> str:
        """The person's opaque id, as it stands in the fields' names."""
        return str(self.seat.participant.pk)


@never_cache
def take(request, session_id):
    """Show the group with everybody present, and save what is ticked."""
    session = known.find_session(request.viewer, session_id)
    key = f"attendance-{session.pk}"
    told, status = "", 200
    if request.method == "POST":
        try:
            done = _save(request, session)
        except ChangedMeanwhile:
            # what was ticked is kept, on the page and for another visit
            told, status = _what_changed(session), 409
            _keep(request, key)
        except NotPossible as refusal:
            told, status = refusal.reason, 200
            _keep(request, key)
        except NotFound:
            # somebody on the opened page has no place any longer; the others' ticks must not be lost with a page
            # that is not found. Who never had one is answered the same.
            told, status = _place_gone(), 409
            _keep(request, key)
        else:
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, _words_of(done))
            return redirect("activity_session", session.pk)
    return render(request, "staff/activities/attendance.html", _page(request, session, key, told), status=status)


def _page(request, session, key: str, told: str) -> dict:
    people = known.people_of(request.viewer, session)
    kept = None if request.method == "POST" else kept_drafts.find(request.user, key)
    sent = request.POST if request.method == "POST" else (_Kept(kept.content) if kept else None)
    lines = [_line(seat, sent) for seat in people.booked if seat.may_change]
    looks.note_list(request.viewer, "activity_attendance", len(lines))
    return {
        "session": session,
        "activity": session.activity,
        "lines": lines,
        "some_part": any(line.minutes for line in lines),
        "others": people.others_booked + len([seat for seat in people.booked if not seat.may_change]),
        "waiting": len(people.waiting),
        "reasons": ABSENCE_REASONS.choices(on=session.on),
        "ratings": ["1", "2", "3", "4", "5"],
        "staff_present": sent.get("staff_present", "") if sent is not None else session.staff_present or "",
        "opened_at": timezone.now().isoformat(),
        "too_early": session.on > timezone.localdate(),
        "told": told,
        "form_key": key,
        "kept": kept,
    }


class _Kept:
    """A draft read as what a form sends."""

    def __init__(self, content: dict):
        self._content = content

    def getlist(self, name: str) -> list[str]:
        return [str(value) for value in self._content.get(name, [])]

    def get(self, name: str, default: str = "") -> str:
        return (self.getlist(name) or [default])[0]


def _line(seat, sent) -> Line:
    key = str(seat.participant.pk)
    row = seat.attendance
    if sent is not None:
        answers = [sent.get(f"{name}-{key}", "") for name in ("reason", "minutes", "before", "after")]
        return Line(seat, key in sent.getlist("absent"), *answers)
    if row is None:
        return Line(seat, False, "", "", "", "")
    whole = row.state == "present" and row.minutes == seat.booking.session.minutes if row else True
    minutes = "" if whole or row.state == "absent" else str(row.minutes)
    return Line(seat, row.state == "absent", row.reason, minutes, str(row.before or ""), str(row.after or ""))


def _save(request, session):
    sent = request.POST
    absent = set(sent.getlist("absent"))
    marks = [_mark(sent, text, text in absent) for text in dict.fromkeys(sent.getlist("person"))]
    staff = _number(sent.get("staff_present", ""), "staff_present")
    version = sent.get("version", "")
    return taking.take(
        session=session,
        marks=marks,
        staff_present=staff,
        version=int(version) if version.isdigit() else None,
        opened_at=_instant(sent.get("opened_at", "")),
        by=request.viewer,
    )


def _instant(text: str):
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None


def _mark(sent, text: str, absent: bool) -> taking.Mark:
    try:
        person = uuid.UUID(text)
    except ValueError:
        raise NotFound from None
    if absent:
        return taking.Mark(person, False, reason=sent.get(f"reason-{text}", ""))
    numbers = {name: _number(sent.get(f"{name}-{text}", ""), name) for name in ("minutes", "before", "after")}
    return taking.Mark(person, True, **numbers)


def _number(text: str, field: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 4:
        raise NotPossible(_("Write whole numbers only."), field=field, code="number")
    return int(text)


def _keep(request, key: str) -> None:
    content = {name: values for name, values in request.POST.lists() if name not in ("csrfmiddlewaretoken", "version")}
    try:
        drafts.save(user=request.user, form_key=key, content=content)
    except ValueError:
        return  # too large to be kept; what is ticked still stands on the page


def _what_changed(session) -> str:
    if session.state == "cancelled":
        return _(
            "The session has been cancelled since you opened this page. Nothing is saved. What you ticked is kept."
        )
    return _(
        "The session has been changed since you opened this page. It is now on %(day)s at %(clock)s. Nothing is saved "
        "yet. What you ticked is kept: look, and save once more."
    ) % {"day": day(session.on), "clock": clock(session.starts_at)}


def _place_gone() -> str:
    return _(
        "Somebody on the list no longer has a place here. Nothing is saved yet. What you ticked for the others is "
        "kept: look, and save once more."
    )


def _words_of(done) -> str:
    if not done.written:
        words = _("The attendance is saved.")
    else:
        words = ngettext(
            "Attendance is saved for %(count)s person.", "Attendance is saved for %(count)s people.", done.written
        ) % {"count": done.written}
    if done.kept:
        more = ngettext(
            "A colleague had noted %(count)s person as away meanwhile; that stands.",
            "A colleague had noted %(count)s people as away meanwhile; that stands.",
            done.kept,
        )
        words = f"{words} {more % {'count': done.kept}}"
    return words
