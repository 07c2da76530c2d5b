"""Take in a referral, undertake to call, note attempts, book a start, put in line, settle.

One transaction each with its audit event inside. The log says what was done, never who it was about when the person
is not in the register. Facts about somebody who was not registered go when nothing comes of the referral.
"""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import NotFound, Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework import rules
from stegvis.casework.actions import notes
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import (
    Note,
    NoteText,
    Participant,
    Referral,
    ReferralAttempt,
    ReferredPerson,
)
from stegvis.casework.queries import deputies, referrals, sight
from stegvis.casework.queries import notes as reading_notes
from stegvis.casework.rules import cleaned
from stegvis.casework.rules import notes as note_rules
from stegvis.casework.rules import referrals as referral_rules
from stegvis.casework.rules.plans import written
from stegvis.casework.vocabulary import SEXES
from stegvis.organisation.models import Project, Unit

#: The longest text a referrer may write, in characters.
LONGEST_ABOUT = 4000


def receive(
    *,
    project: Project,
    unit: Unit,
    channel: str,
    received_on: dt.date,
    participant: Participant | None = None,
    name: str = "",
    reach: str = "",
    may_leave_message: bool = False,
    referred_by: str = "",
    about: str = "",
    sex: str = "",
    another: bool = False,
    sent_as: UUID | None = None,
    by: Viewer,
) -> Referral:
    """Write down that somebody was pointed to the unit: a participant of its register, or somebody by name and reach.

    `another`: it is somebody else than the one of the same name who waits already. Sent twice from one page
    (`sent_as`) it is written once and given back.
    Raises NotFound, NotAllowed; NotPossible with code `unit_not_in_project`, `other_controller`, `in_future`,
    `too_old`, `unknown_word`, `required`, `too_long`, `open_already`, `same_name`.
    """
    sight.check_unit(by, "referral", "create", unit)
    if sent_as and (there := _sent_before(by, sent_as)):
        return there
    rules.unit_fits(
        takes_part=project.parts.filter(unit=unit).exists(),
        same_controller=participant is None or unit.organisation_id == participant.controller_id,
    ).require()
    referral_rules.received(received_on, channel, timezone.localdate()).require()
    facts = {
        "referred_by": cleaned(referred_by, "referred_by", 200),
        "about": written(about, "about", LONGEST_ABOUT),
        "sex": _sex(participant, sex),
    }
    if participant is not None:
        sight.check_unhidden(by, participant)
    person = None if participant else _unregistered(unit, name, reach, may_leave_message, another)
    try:
        with whole():
            if participant is not None:
                Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
                _not_waiting_already(participant, unit)
            referral = Referral.objects.create(
                participant=participant, project=project, unit=unit, channel=channel, received_on=received_on,
                sent_as=sent_as, **facts,
            )  # fmt: skip
            if person:
                person.referral = referral
                person.save(force_insert=True)
            _log(by, "create", referral, {"channel": channel, "registered": participant is not None})
    except IntegrityError:
        there = _sent_before(by, sent_as) if sent_as else None
        if there is None:
            raise
        return there
    return referral


def take(*, referral: Referral, over: bool = False, by: Viewer) -> Referral:
    """Undertake to get in touch, so that nobody calls twice. `over`: take it from whoever had it.

    Raises NotFound, NotAllowed; NotPossible with code `settled`, `taken`.
    """
    with whole():
        found = _locked(by, referral)
        if found.taken_by_id != by.user_id:
            referral_rules.free(str(found.taken_by) if found.taken_by_id else "", over).require()
            _set(found, taken_by_id=by.user_id, taken_at=timezone.now())
            _log(by, "take", found, {"over": over})
    return found


def release(*, referral: Referral, by: Viewer) -> Referral:
    """Give it back to the list. Raises NotFound, NotAllowed; NotPossible with code `settled`."""
    with whole():
        found = _locked(by, referral)
        if found.taken_by_id is not None:
            _set(found, taken_by_id=None, taken_at=None)
            _log(by, "release", found, {})
    return found


def attempt(
    *, referral: Referral, result: str, party: str = "unit", happened_at: dt.datetime | None = None, by: Viewer
) -> None:
    """Note an attempt to reach the person. For somebody in the register it is a note of kind `attempt`.

    Raises NotFound, NotAllowed; NotPossible with code `settled`, `unknown_word`, `in_future`.
    """
    at = happened_at or timezone.now()
    note_rules.of_kind("attempt", result, party).require()
    note_rules.happened(at, timezone.now()).require()
    with whole():
        found = _locked(by, referral)
        if found.participant_id and reading_notes.may(by, "write", found.participant):
            notes.write(
                participant=found.participant, kind="attempt", happened_at=at, mode="phone",
                attempt_result=result, attempt_party=party, by=by,
            )  # fmt: skip
        else:
            ReferralAttempt.objects.create(
                referral=found, happened_at=at, result=result, party=party,
                author_id=by.user_id, author_name=by.name[:200],
            )  # fmt: skip
        _log(by, "attempt", found, {"result": result, "party": party})


def book_start(
    *,
    referral: Referral,
    start_at: dt.datetime,
    discharge_on: dt.date | None = None,
    version: int | None = None,
    by: Viewer,
) -> Referral:
    """Book the start meeting; `discharge_on`: the day a care or treatment ends, so that it begins within days.

    Raises NotFound, NotAllowed, ChangedMeanwhile; NotPossible with code `settled`, `in_past`, `too_far`.
    """
    referral_rules.start_meeting(start_at, timezone.now()).require()
    with whole():
        found = _locked(by, referral, version)
        _set(found, state="start_booked", start_at=start_at, discharge_on=discharge_on, wait_reason="", review_on=None)
        _mine(found, by)
        _log(by, "book_start", found, {})
    return found


def put_in_line(
    *, referral: Referral, wait_reason: str, review_on: dt.date, version: int | None = None, by: Viewer
) -> Referral:
    """Put on the waiting list, with a reason and the day somebody looks again.

    Raises NotFound, NotAllowed, ChangedMeanwhile; NotPossible with code `settled`, `unknown_word`, `in_past`,
    `too_far`.
    """
    referral_rules.waiting(wait_reason, review_on, timezone.localdate()).require()
    with whole():
        found = _locked(by, referral, version)
        _set(found, state="waiting_list", wait_reason=wait_reason, review_on=review_on, start_at=None)
        _log(by, "put_in_line", found, {"reason": wait_reason})
    return found


def settle(
    *,
    referral: Referral,
    outcome: str,
    advice_kind: str = "",
    outside_reason: str = "",
    guided_to: str = "",
    version: int | None = None,
    by: Viewer,
) -> Referral:
    """Note that it came to something else than an enrolment: advice, declined, or nobody could reach the person.

    What was known about somebody who is not in the register is taken away; the referral goes on counting.
    Raises NotFound, NotAllowed, ChangedMeanwhile; NotPossible with code `settled`, `unknown_word`, `required`,
    `too_few_attempts`, `too_long`.
    """
    shown = cleaned(guided_to, "guided_to", 200)
    with whole():
        found = _locked(by, referral, version)
        tries = len(referrals.attempts_of([found]).get(found.pk, ()))
        referral_rules.settled(outcome, advice_kind, outside_reason, shown, tries).require()
        advised = outcome == "advised"
        _set(
            found, state=outcome, settled_on=timezone.localdate(), settled_by=by.actor_id[:64], guided_to=shown,
            advice_kind=advice_kind if advised else "", outside_reason=outside_reason if advised else "",
            wait_reason="", review_on=None, start_at=None, discharge_on=None,
        )  # fmt: skip
        if found.participant_id is None:
            _forget(found)
        _log(by, "settle", found, {"outcome": outcome})
    return found


def note_opened(*, referral: Referral, by: Viewer) -> None:
    """Somebody read a referral about a person who is not in the register. For who is, see `looks.note_opened`."""
    _log(by, "read", referral, {})


def becomes(referral: Referral, participant: Participant, by: Viewer) -> Referral:
    """The person is enrolled: inside the transaction of `enrolments.enrol`, which has locked the participant.

    What was kept about somebody not registered goes; the attempts become notes of the person.
    Raises NotFound, NotAllowed; NotPossible with code `settled`, `somebody_else`.
    """
    found = _locked(by, referral)
    if found.participant_id not in (None, participant.pk):
        raise NotPossible(_("The referral is about somebody else."), code="somebody_else")
    _to_notes(found, participant)
    _set(
        found, participant_id=participant.pk, state="enrolled", taken_by_id=by.user_id, sex=participant.legal_sex,
        settled_on=timezone.localdate(), settled_by=by.actor_id[:64], wait_reason="", review_on=None,
    )  # fmt: skip
    ReferredPerson.objects.filter(referral=found).delete()
    _log(by, "enrol", found, {})
    return found


def _unregistered(unit: Unit, name: str, reach: str, may_leave_message: bool, another: bool) -> ReferredPerson:
    called = cleaned(name, "name", 200, required=True)
    way = cleaned(reach, "reach", 200, required=True)
    if not another and referrals.same_name(unit, called):
        raise NotPossible(
            _("Somebody of this name waits already. If it is another person, say so below and save again."),
            field="name",
            code="same_name",
        )
    return ReferredPerson(name=called, reach=way, may_leave_message=may_leave_message)


def _not_waiting_already(participant: Participant, unit: Unit) -> None:
    if referrals.open_of_person(participant).filter(unit=unit).exists():
        raise NotPossible(_("The person waits here already."), field="identity_number", code="open_already")


def _sex(participant: Participant | None, sex: str) -> str:
    rules.known(sex, SEXES, "sex").require()
    return participant.legal_sex if participant else sex


def _sent_before(by: Viewer, sent_as: UUID) -> Referral | None:
    return referrals.visible_to(by, "create").filter(sent_as=sent_as).first()


def _locked(by: Viewer, referral: Referral, version: int | None = None) -> Referral:
    found = referrals.visible_to(by, "change").filter(pk=referral.pk).select_for_update(of=("self",)).first()
    if found is None:
        sight.refuse(by, referral.unit.organisation_id)
        raise NotFound
    referral_rules.is_open(found.open).require()
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found


def _set(referral: Referral, **fields) -> None:
    for name, value in (fields | {"version": referral.version + 1}).items():
        setattr(referral, name, value)
    referral.save(update_fields=[*fields, "version"])


def _mine(referral: Referral, by: Viewer) -> None:
    """Whoever books the start has undertaken it, if nobody had."""
    if referral.taken_by_id is None and by.user_id is not None:
        _set(referral, taken_by_id=by.user_id, taken_at=timezone.now())


def _forget(referral: Referral) -> None:
    ReferredPerson.objects.filter(referral=referral).delete()
    _set(referral, about="", referred_by="")


def _to_notes(referral: Referral, participant: Participant) -> None:
    rows = list(referral.attempts.all())
    made = [
        Note(
            participant=participant,
            kind="attempt",
            happened_at=row.happened_at,
            attempt_result=row.result,
            attempt_party=row.party,
            author_id=row.author_id,
            author_name=row.author_name,
        )
        for row in rows
    ]
    Note.objects.bulk_create(made)
    NoteText.objects.bulk_create(
        NoteText(note=note, number=1, text="", written_at=note.happened_at, written_by=str(note.author_id or ""))
        for note in made
    )
    referral.attempts.all().delete()


def _log(by: Viewer, verb: str, referral: Referral, facts: dict) -> None:
    audit.record(
        by=deputies.with_purpose(by, referral.participant_id) if referral.participant_id else by,
        verb=verb,
        record="referral",
        record_id=referral.pk,
        subject_id=referral.participant_id or "",
        organisation_id=referral.unit.organisation_id,
        facts=facts,
    )
