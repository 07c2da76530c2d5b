"""One session: who is booked and who waits; book, take a place back, order an interpreter."""

import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.base.text_keys import search_key
from stegvis.casework.actions import bookings, interpreters, looks
from stegvis.casework.models import InterpreterBooking
from stegvis.casework.queries import activities as known
from stegvis.casework.queries import deputies, enrolments, participants
from stegvis.web.staff.activities.forms import InterpreterForm

#: People offered at once; whoever is not among them is found by name.
MOST = 60


@never_cache
def session(request, session_id):
    """When, where, who."""
    one = known.find_session(request.viewer, session_id)
    people = known.people_of(request.viewer, one)
    looks.note_list(request.viewer, "activity_session", len(people.booked) + len(people.waiting))
    today = timezone.localdate()
    may_change = known.may_change(request.viewer, one.activity)
    open_now = one.state == "planned"
    context = {
        "session": one,
        "activity": one.activity,
        "people": people,
        "free": max(0, one.capacity - one.taken),
        "today": today,
        "may_plan": may_change and open_now and one.attendance_at is None,
        "may_interpret": may_change and open_now,
        "may_book": open_now and request.viewer.may("attendance", "change"),
        "may_take": open_now and one.on <= today and request.viewer.may("attendance", "change"),
        "interpreters": one.interpreters.select_related("participant").exclude(state="cancelled"),
        "notices": known.notices_of(request.viewer, one),
        "needed": _languages(people, one) if open_now and one.on >= today else [],
        "interpreter_form": InterpreterForm(),
    }
    return render(request, "staff/activities/session.html", context)


def _languages(people, session) -> list[str]:
    """Languages of people booked who need an interpreter, where none is ordered yet."""
    ordered = set(session.interpreters.exclude(state="cancelled").values_list("language", flat=True))
    wanted = {
        seat.participant.language
        for seat in people.booked
        if seat.participant.interpreter and seat.participant.language != session.activity.language
    }
    return sorted(wanted - ordered)


@never_cache
def book(request, session_id):
    """Choose people and give them places, in this session or in the rest of its series."""
    one = known.find_session(request.viewer, session_id)
    chosen = request.POST.getlist("person")
    if request.method == "POST" and chosen and "find" not in request.POST:
        try:
            done = _book(request, one, chosen)
        except NotPossible as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, _words_of(done))
            return redirect("activity_session", one.pk)
    elif request.method == "POST" and "find" not in request.POST:
        messages.error(request, _("Choose at least one person."))
    people, more, text = _offered(request, one)
    looks.note_list(request.viewer, "activity_book", len(people))
    context = {
        "session": one,
        "activity": one.activity,
        "people": people,
        "more": more,
        "chosen": set(chosen),
        "searched": text,
        "free": max(0, one.capacity - one.taken),
    }
    return render(request, "staff/activities/book.html", context)


def _book(request, session, chosen: list[str]):
    wanted = [str(each) for each in chosen]
    found = {str(person.pk): person for person in known.bookable(request.viewer, session).filter(pk__in=_ids(wanted))}
    people = [found[each] for each in dict.fromkeys(wanted) if each in found]
    return bookings.book(
        session=session,
        participants=people,
        rest_of_series="series" in request.POST,
        compulsory="compulsory" in request.POST,
        by=request.viewer,
    )


def _ids(texts: list[str]) -> list[str]:
    found = []
    for text in texts:
        try:
            found.append(str(uuid.UUID(text)))
        except ValueError:
            continue
    return found


def _words_of(done) -> str:
    parts = []
    if done.booked:
        parts.append(
            ngettext("%(count)s place is booked.", "%(count)s places are booked.", done.booked) % {"count": done.booked}
        )
    if done.waiting:
        words = ngettext("%(count)s is on the waiting list.", "%(count)s are on the waiting list.", done.waiting)
        parts.append(words % {"count": done.waiting})
    return " ".join(parts) or _("All of them had a place already.")


def _offered(request, session):
    """People to choose from: mine first when nothing is searched for; those ticked stay on the page."""
    every = participants.marked(known.bookable(request.viewer, session))
    text = request.POST.get("text", "")[:200]
    ticked = list(every.filter(pk__in=_ids(request.POST.getlist("person"))))
    words = search_key(text).split()
    found = every
    for word in words:
        found = found.filter(search_key__contains=word)
    if not words:
        own = enrolments.active_of(request.viewer).filter(coach_id__in=deputies.coaches_of(request.viewer))
        mine = list(every.filter(pk__in=own.values("participant_id"))[: MOST + 1])
        if mine:
            return _together(ticked, mine[:MOST]), True, text
    rows = list(found[: MOST + 1])
    return _together(ticked, rows[:MOST]), len(rows) > MOST, text


def _together(first: list, then: list) -> list:
    return list({person.pk: person for person in (*first, *then)}.values())


@require_POST
def unbook(request, booking_id):
    """Take a place back; the first of those waiting gets it."""
    booking = known.find_booking(request.viewer, booking_id)
    try:
        moved = bookings.cancel(booking=booking, rest_of_series="series" in request.POST, by=request.viewer)
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
    else:
        words = [_("The place is free again.")]
        if moved:
            count = len(moved)
            found = ngettext(
                "%(count)s from the waiting list got a place.", "%(count)s from the waiting list got places.", count
            )
            words.append(found % {"count": count})
        messages.success(request, " ".join(words))
    return redirect("activity_session", booking.session_id)


@require_POST
def interpreter(request, session_id):
    """Order an interpreter, or note that one is booked or no longer needed."""
    one = known.find_session(request.viewer, session_id)
    if not known.may_change(request.viewer, one.activity):
        raise NotAllowed
    try:
        if request.POST.get("order", "").isdigit():
            order = get_object_or_404(InterpreterBooking, pk=request.POST["order"], session=one)
            state = "cancelled" if "cancel" in request.POST else "booked"
            interpreters.settle(booking=order, state=state, name=request.POST.get("name", ""), by=request.viewer)
        else:
            form = InterpreterForm(request.POST)
            if form.is_valid():
                interpreters.order(session=one, by=request.viewer, **form.cleaned_data)
            else:
                messages.error(request, _("Choose one of the words in the list."))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
    return redirect("activity_session", one.pk)
