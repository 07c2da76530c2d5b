"""Work of casework that runs outside the page: steps of an import, reminders. Ordering one belongs here too."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from stegvis.access.models import User
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import NotAllowed, NotFound, Viewer
from stegvis.base import planner
from stegvis.base.vocabulary import Term
from stegvis.casework.actions import hand_overs, import_stages, import_undo, imports, meetings, reminders
from stegvis.casework.importing.files import BadFile
from stegvis.casework.models import Meeting, ParticipantImport, Reminder
from stegvis.gateways.messages import Carrier
from stegvis.gateways.messages.carriers import MailCarrier, sms_from
from stegvis.workqueue.actions import enqueue
from stegvis.workqueue.definition import job
from stegvis.workqueue.errors import JobFailed
from stegvis.workqueue.fence import Run

NO_LONGER_ALLOWED = Term(
    "import_not_allowed",
    "Du får inte längre importera i projektet. De rader som redan är intagna står kvar. Fråga din chef.",
    "You may no longer import in the project. Rows that were taken in already stay. Ask your manager.",
)


def _opened(import_id: UUID) -> ParticipantImport:
    return ParticipantImport.objects.select_related("project", "organisation").get(pk=import_id)


@job(stepwise=True)
def prepare_import(run: Run, *, import_id: UUID, number: int) -> None:
    """Read the file if that is not done, and look at its rows. `number`: the round of choices it was ordered for."""
    item = _opened(import_id)
    if item.state != "working" or item.round != number:
        return
    with translation.override(item.language):
        try:
            if not item.chunks:
                import_stages.read_file(item, run.once)
                item = _opened(import_id)
            run.finish(import_stages.look(item, run.once, run.progress))
        except BadFile as problem:
            words = str(problem)
            run.finish(lambda: import_stages.fail(item, words))
        except NotAllowed as refusal:
            raise JobFailed(NO_LONGER_ALLOWED) from refusal


@job(stepwise=True)
def take_import(run: Run, *, import_id: UUID) -> None:
    """Take the good rows in."""
    item = _opened(import_id)
    if item.state != "taking":
        return
    with translation.override(item.language):
        try:
            run.finish(import_stages.take(item, run.once, run.progress))
            if item.read >= planner.MANY_ROWS:
                planner.renew()
        except NotAllowed as refusal:
            raise JobFailed(NO_LONGER_ALLOWED) from refusal


@job(stepwise=True)
def undo_import(run: Run, *, import_id: UUID, user_id: int) -> None:
    """Undo what nothing else has touched since."""
    item = _opened(import_id)
    if item.state != "undoing":
        return
    by = viewer_of(User.objects.get(pk=user_id), screen="import_undo")
    try:
        run.finish(import_undo.undo(item, run.once, run.progress, by=by))
    except (NotAllowed, NotFound) as refusal:
        raise JobFailed(NO_LONGER_ALLOWED) from refusal


@job()
def expire_import(*, import_id: UUID) -> None:
    """Throw away what was kept too long."""
    imports.expire(import_id)


@job(stepwise=True)
def send_reminder(run: Run, *, reminder_id: UUID) -> None:
    """Send one message, at most once: a try that finds the message begun was cut off, and sends nothing."""
    begun_now = run.once("begin", lambda: reminders.begin(reminder_id, timezone.now()))
    row = Reminder.objects.get(pk=reminder_id)
    if row.state == "waiting":  # the quiet hours have come: in the morning
        run.finish(lambda: _order_sending([row]))
    elif row.state == "sending":
        told = reminders.hand_over(reminder_id, carriers()) if begun_now else reminders.CUT_OFF
        run.finish(lambda: reminders.end(reminder_id, told))


@job()
def remind(*, day: int) -> None:
    """Order the reminders of a day (its ordinal number), notices of sessions, what was left over; and the next run."""
    now, on = timezone.now(), dt.date.fromordinal(day)
    _order_sending([*reminders.order_for(on, now), *reminders.tell_of_sessions(now), *reminders.left_over(now)])
    order_reminding(max(on, timezone.localdate()) + dt.timedelta(days=1))


@job()
def tell_of_sessions(*, change_id: UUID) -> None:
    """Order the messages of one change of sessions, to go out at once (in the morning, when it is night)."""
    _order_sending(reminders.tell_of_sessions(timezone.now(), change_id))


@job(stepwise=True)
def tell_of_hand_overs(run: Run, *, user_id: int) -> None:
    """Tell a coach that something waits, at most once: a try that finds it begun was cut off, and sends nothing."""
    waits = hand_overs.anything_untold(user_id)
    begun_now = run.once("begin", lambda: hand_overs.begin_telling(user_id))
    if waits and begun_now:
        state = hand_overs.tell(user_id, carriers()["email"])
        run.finish(lambda: hand_overs.note_told(user_id, state))


def carriers() -> dict[str, Carrier]:
    """Who carries messages, by channel, as the settings say."""
    sms = sms_from(
        settings.STEGVIS_SMS_URL, settings.STEGVIS_SMS_KEY, settings.STEGVIS_SMS_FROM, settings.STEGVIS_SMS_DIRECTORY
    )
    return {"sms": sms, "email": MailCarrier()}


# --- ordering ---------------------------------------------------------------------------------------------------
def order_preparing(item: ParticipantImport) -> None:
    """Read and look at the file in the queue; a day later it is thrown away unless it was taken in."""
    with transaction.atomic():
        item = ParticipantImport.objects.select_for_update(of=("self",)).get(pk=item.pk)
        key = f"import:{item.pk}:{item.round}"
        job_id = enqueue(prepare_import, import_id=item.pk, number=item.round, unique_key=key)
        imports.note_job(item=item, job_id=job_id)
        if item.round == 0 and item.kept_until:
            _order_expiry(item)


def order_taking(item: ParticipantImport, *, by: Viewer) -> None:
    """Decide to take the good rows in, and let the queue do it: both or neither, however often it is pressed."""
    with transaction.atomic():
        if imports.begin_taking(item=item, by=by):
            job_id = enqueue(take_import, import_id=item.pk, unique_key=f"import-take:{item.pk}")
            imports.note_job(item=ParticipantImport.objects.get(pk=item.pk), job_id=job_id)
            enqueue(
                expire_import,
                import_id=item.pk,
                run_after=timezone.now() + dt.timedelta(days=imports.DAYS_TO_CORRECT, hours=1),
            )


def order_undoing(item: ParticipantImport, *, reason: str, by: Viewer) -> None:
    """Decide to undo, and let the queue do it."""
    with transaction.atomic():
        if import_undo.begin(item=item, reason=reason, by=by):
            job_id = enqueue(undo_import, import_id=item.pk, user_id=by.user_id, unique_key=f"import-undo:{item.pk}")
            imports.note_job(item=ParticipantImport.objects.get(pk=item.pk), job_id=job_id)


def _order_expiry(item: ParticipantImport) -> None:
    enqueue(expire_import, import_id=item.pk, run_after=item.kept_until + dt.timedelta(minutes=1))


#: When the reminders of the next day are ordered, local time.
REMIND_AT = dt.time(15)


def order_reminding(on: dt.date | None = None) -> None:
    """See to it that the reminders of the day (tomorrow, unless said) are ordered the afternoon before."""
    on = on or timezone.localdate() + dt.timedelta(days=1)
    at = timezone.make_aware(dt.datetime.combine(on - dt.timedelta(days=1), REMIND_AT))
    enqueue(remind, day=on.toordinal(), unique_key=f"remind:{on.toordinal()}", run_after=at)


def _order_sending(rows: Iterable[Reminder]) -> None:
    for row in rows:
        after = Reminder.objects.values_list("send_after", flat=True).get(pk=row.pk)
        enqueue(send_reminder, reminder_id=row.pk, unique_key=f"reminder:{row.pk}", run_after=after)


def book_meeting(**facts) -> Meeting:
    """As `actions.meetings.book`, and the reminder of it: both or neither."""
    with transaction.atomic():
        made = meetings.book(**facts)
        order_reminding()
    return made


def change_meeting(**facts) -> Meeting:
    """As `actions.meetings.change`, and the notice to the person."""
    with transaction.atomic():
        found = meetings.change(**facts)
        _order_sending(found.reminders.filter(state="waiting"))
    return found


def settle_meeting(**facts) -> Meeting:
    """As `actions.meetings.settle`, and the notice to the person when it is cancelled."""
    with transaction.atomic():
        found = meetings.settle(**facts)
        _order_sending(found.reminders.filter(state="waiting"))
    return found


def agree_to_reminders(**facts) -> None:
    """As `actions.reminders.agree`, and the daily run of the reminders, should it not have begun."""
    with transaction.atomic():
        reminders.agree(**facts)
        order_reminding()
