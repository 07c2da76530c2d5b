"""Give participants places in sessions, put them on the waiting list, take places back, and let the waiting move up.

Whoever comes first is served first: `booked_at` decides. A person hidden by a protected identity takes no place in the
counting of those from whom they are hidden (see `queries.activities`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.actions.audit import Act
from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.actions.activity_notices import notices
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import ActivitySession, Attendance, Booking, Enrolment, Participant, RotationTurn, WishVote
from stegvis.casework.queries import activities, deputies, sight
from stegvis.casework.rules import activities as rules


@dataclass(frozen=True)
class Booked:
    """What became of a booking: how many places and waiting places are new, and how many there were already."""

    booked: int = 0
    waiting: int = 0
    already: int = 0


def book(
    *,
    session: ActivitySession,
    participants: Iterable[Participant],
    rest_of_series: bool = False,
    compulsory: bool = False,
    by: Viewer,
) -> Booked:
    """Give each a place in the session, or the next place in the waiting list when it is full, in the order given.

    `rest_of_series`: also in the later sessions of the series. Who has a place already keeps it: sent twice is booked
    once. Raises NotFound, NotAllowed; NotPossible with `session_cancelled`, `unit_may_not_book`.
    """
    people = list(participants)
    activities.find_session(by, session.pk)
    for person in people:
        sight.check_participant(by, "attendance", "change", person)
    every = activities.rest_of_series(session) if rest_of_series else ActivitySession.objects.filter(pk=session.pk)
    with whole():
        held = every.select_for_update(of=("self",)).select_related("activity__unit").order_by("on", "pk")
        made, already = [], 0
        for each in held:
            ours, there = _book_in(each, people, compulsory, each.pk == session.pk, by)
            made, already = made + ours, already + there
        _log(by, "book", made)
    waiting = sum(booking.state == "waiting" for booking in made)
    return Booked(len(made) - waiting, waiting, already)


def cancel(*, booking: Booking, rest_of_series: bool = False, by: Viewer) -> list[Booking]:
    """Take back a place or waiting place; return the bookings that moved up from the waiting list.

    Twice does nothing more. Raises NotFound, NotAllowed; NotPossible (`attendance_noted`).
    """
    sight.check_participant(by, "attendance", "change", booking.participant)
    every = activities.rest_of_series(booking.session) if rest_of_series else None
    ids = [booking.session_id] if every is None else list(every.values_list("pk", flat=True))
    with whole():
        sessions = ActivitySession.objects.select_for_update(of=("self",)).select_related("activity__unit")
        moved, ended = [], []
        for session in sessions.filter(pk__in=ids).order_by("on", "pk"):
            mine = Booking.objects.filter(session=session, participant=booking.participant_id)
            mine = mine.exclude(state="cancelled").select_related("session__activity__unit").first()
            if mine is None:
                continue
            if Attendance.objects.filter(session=session, participant=booking.participant_id).exists():
                if every is None:
                    raise NotPossible(_noted(), code="attendance_noted")
                continue
            ended.append(_end(mine, "asked", by))
            moved += move_up(session, by)
        _log(by, "cancel", ended)
    return moved


def move_up(session: ActivitySession, by: Viewer) -> list[Booking]:
    """Fill free places of a session that is held from its waiting list, in order of arrival, with a notice to each.

    Inside the transaction of the caller, who has locked the session.
    """
    if session.state != "planned" or session.on < timezone.localdate():
        return []
    free = session.capacity - taken_places(session, by)
    if free <= 0:
        return []
    first = Booking.objects.filter(session=session, state="waiting").order_by("booked_at", "id")
    moved = list(first.select_related("session__activity__unit")[:free])
    for booking in moved:
        booking.state = "booked"
        booking.save(update_fields=["state"])
    if moved:
        notices(session, "place_free", {}, {}, by, only=[booking.participant_id for booking in moved])
        _log(by, "move_up", moved)
    return moved


def follow(*, participant: Participant, by: Viewer) -> tuple[int, int]:
    """Let the participant's coming bookings follow the enrolments: called when one begins, ends, is voided or reopened.

    A place stays where the new unit may book; elsewhere it ends, and the waiting list moves up. A place that ended
    this way comes back when there is a right again. Returns (ended, come back).
    Inside the transaction of the caller, who may change the participant's enrolments.
    """
    today = timezone.localdate()
    coming = Booking.objects.filter(participant=participant, session__on__gt=today, session__state="planned")
    coming = list(coming.select_related("session__activity__unit", "enrolment").order_by("session__on", "id"))
    if not coming:
        return 0, 0
    list(ActivitySession.objects.select_for_update().filter(pk__in=[b.session_id for b in coming]).order_by("pk"))
    enrolments = list(Enrolment.objects.filter(participant=participant, state="active").select_related("unit"))
    ended, back = [], []
    for booking in coming:
        right = next((one for one in enrolments if activities.gives_right(one, booking.session)), None)
        if booking.state != "cancelled" and right is None:
            ended.append(_end(booking, "left", by))
            move_up(booking.session, by)
        elif booking.state == "cancelled" and booking.ended_because == "left" and right is not None:
            back.append(_begin(booking, booking.session, right, booking.compulsory, by))
        elif right is not None and booking.enrolment_id != right.pk and booking.state != "cancelled":
            booking.enrolment = right
            booking.save(update_fields=["enrolment"])
    _log(by, "end_left", ended)
    _log(by, "book", back)
    return len(ended), len(back)


def taken_places(session: ActivitySession, by: Viewer) -> int:
    """How many places are taken, without those whom `by` may not know of."""
    booked = Booking.objects.filter(session=session, state="booked")
    return booked.exclude(participant_id__in=sight.hidden_from(by)).count()


def keep_one(kept: Participant, other: Participant) -> None:
    """Before two records of one person become one: of two places, or two attendances, in a session the better stays.

    Booked before waiting before cancelled, present before absent; of equal ones that of `kept`. The same goes for turns
    in task areas that begin on one day, and votes for one wish.
    """
    order = {"booked": 0, "present": 0, "waiting": 1, "absent": 1, "cancelled": 2}
    for model in (Booking, Attendance):
        theirs = {row.session_id: row for row in model.objects.filter(participant=other)}
        for row in model.objects.filter(participant=kept, session__in=theirs):
            double = theirs[row.session_id]
            goes = row if order[double.state] < order[row.state] else double
            model.objects.filter(pk=goes.pk).delete()
    for model, same in ((RotationTurn, "from_on"), (WishVote, "wish_id")):
        ours = model.objects.filter(participant=kept).values_list(same, flat=True)
        model.objects.filter(participant=other, **{f"{same}__in": list(ours)}).delete()


# --- one session ------------------------------------------------------------------------------------------------
def _book_in(session, people: list[Participant], compulsory: bool, chosen: bool, by: Viewer):
    """Bookings made in one session, and how many had one. Who has no right in a later one of a series is left out."""
    rules.may_book(state=session.state, has_right=True).require()
    ids = [person.pk for person in people]
    rights: dict = {}
    found = Enrolment.objects.filter(activities.rights_to_book(session), participant__in=ids).select_related("unit")
    for enrolment in sorted(
        found, key=lambda one: (one.unit_id != session.activity.unit_id, -one.started_on.toordinal())
    ):
        rights.setdefault(enrolment.participant_id, enrolment)
    there = {row.participant_id: row for row in Booking.objects.filter(session=session, participant__in=ids)}
    made, already = [], 0
    for person in people:
        before, right = there.get(person.pk), rights.get(person.pk)
        if before is not None and before.state != "cancelled":
            already += chosen
            continue
        if right is None and not chosen:
            continue
        rules.may_book(state=session.state, has_right=right is not None).require()
        made.append(_begin(before or Booking(session=session, participant=person), session, right, compulsory, by))
        there[person.pk] = made[-1]
    return made, already


def _begin(booking: Booking, session: ActivitySession, right: Enrolment, compulsory: bool, by: Viewer) -> Booking:
    full = taken_places(session, by) >= session.capacity and session.on >= timezone.localdate()
    booking.session = session
    booking.enrolment = right
    booking.state = "waiting" if full else "booked"
    booking.booked_at, booking.booked_by = timezone.now(), by.actor_id[:64]
    booking.ended_at, booking.ended_by, booking.ended_because = None, "", ""
    booking.compulsory = bool(compulsory)
    booking.save()
    return booking


def _end(booking: Booking, because: str, by: Viewer) -> Booking:
    booking.state = "cancelled"
    booking.ended_at, booking.ended_by, booking.ended_because = timezone.now(), by.actor_id[:64], because
    booking.save()
    return booking


def _noted() -> str:
    return _("Attendance is noted for the person. Change it there instead.")


def _log(by: Viewer, verb: str, bookings: list[Booking]) -> None:
    if bookings:
        audit.record_all(
            by=deputies.with_purpose_of_list(by),
            acts=[
                Act(
                    verb,
                    "booking",
                    booking.pk,
                    booking.participant_id,
                    booking.session.activity.unit.organisation_id,
                    {"state": booking.state},
                )
                for booking in bookings
            ],
        )
