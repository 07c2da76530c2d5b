"""Order an interpreter for a session, or ask a bilingual participant to help (LNG-09)."""

from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.actions.activity_sessions import locked
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import ActivitySession, InterpreterBooking, Participant
from stegvis.casework.queries import sight
from stegvis.casework.rules import cleaned, known
from stegvis.casework.vocabulary import INTERPRETER_STATES, LANGUAGES


def order(
    *,
    session: ActivitySession,
    language: str,
    name: str = "",
    participant: Participant | None = None,
    by: Viewer,
) -> InterpreterBooking:
    """Note that an interpreter is needed; with a name (or a participant who helps) it is booked.

    Ordering the same language without a name twice is one order. Raises NotFound, NotAllowed; NotPossible with
    `unknown_word`, `too_long`, `session_cancelled`.
    """
    known(language, LANGUAGES, "language", empty=False).require()
    who = cleaned(name, "name", 120)
    if participant is not None:
        sight.check_participant(by, "attendance", "change", participant)
    with whole():
        session = locked(by, session)
        if session.state == "cancelled":
            raise NotPossible(_("The session is cancelled."), code="session_cancelled")
        facts = {"language": language, "name": who, "participant": participant}
        booking, is_new = InterpreterBooking.objects.exclude(state="cancelled").get_or_create(
            session=session,
            **facts,
            defaults={
                "kind": "peer" if participant else "interpreter",
                "state": "booked" if who or participant else "wanted",
            },
        )
        if is_new:
            _log(by, "order", session, booking)
    return booking


def settle(*, booking: InterpreterBooking, state: str, name: str = "", by: Viewer) -> InterpreterBooking:
    """The order is booked (with the interpreter's or agency's name) or cancelled.

    Raises NotFound, NotAllowed; NotPossible with `unknown_word`, `too_long`.
    """
    known(state, INTERPRETER_STATES, "state", empty=False).require()
    with whole():
        session = locked(by, booking.session)
        booking = InterpreterBooking.objects.get(pk=booking.pk)
        who = cleaned(name, "name", 120) or booking.name
        if (booking.state, booking.name) != (state, who):
            booking.state, booking.name = state, who
            booking.save(update_fields=["state", "name"])
            _log(by, "settle", session, booking)
    return booking


def _log(by: Viewer, verb: str, session: ActivitySession, booking: InterpreterBooking) -> None:
    audit.record(
        by=by,
        verb=verb,
        record="interpreter_booking",
        record_id=booking.pk,
        subject_id=booking.participant_id,
        organisation_id=session.activity.unit.organisation_id,
        facts={"language": booking.language},
    )
