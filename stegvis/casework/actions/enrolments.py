"""Enrol, close, undo a closing, undo a wrong registration. Each is one transaction with its audit event inside.

Every action locks the participant first, so that two clicks, two coaches or an import at the same moment queue up
and the second one meets the first one's result. `version` is the version of the enrolment that the asker has seen:
with it, whoever comes second gets ChangedMeanwhile instead of writing over what they have not read.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.models import User
from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.base.periods import Period
from stegvis.casework import rules
from stegvis.casework.actions import bookings, coaching, entry, intake, plan_talks, referrals, step_pauses, writing
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import (
    Enrolment,
    EnrolmentTargetGroup,
    ExitOutcome,
    IncomePeriod,
    Participant,
    Referral,
    UndoneClosing,
)
from stegvis.casework.queries import sight
from stegvis.casework.rules import UNKNOWN_AT_IMPORT, Closing, Outcome, cleaned
from stegvis.organisation.models import Project, Unit

__all__ = ["UNKNOWN_AT_IMPORT", "Closing", "Outcome", "close", "enrol", "reopen", "void"]


def enrol(
    *,
    participant: Participant,
    project: Project,
    unit: Unit,
    started_on: dt.date,
    inflow_channel: str,
    target_groups: Iterable[str],
    coach: User | None = None,
    referred_by: str = "",
    employment_status: str = "",
    employment_status_months: int | None = None,
    education: str = "",
    income_source: str = "unknown",
    age_exception: str = "",
    closing: Closing | None = None,
    referral: Referral | None = None,
    group_exception: str = "",
    stop_exception: str | None = "",
    by: Viewer,
) -> Enrolment:
    """Begin a participant's time in a project: the referral, the enrolment, its target groups and income period.

    `referral`: the open one that led here; it keeps its day and who pointed the way. Without it one is written.

    Sex is frozen from the participant's legal sex (INT-19). Who comes back is linked to the enrolment before and keeps
    the channel they first came by at this controller (INT-14, INT-27). Without `coach`, a coach who enrols becomes
    the coach. An empty channel means not known (a gap to fill). With `closing`, a time that is over already is written
    in one step, also when a later one is registered; whoever does that must be allowed to close too.
    Raises NotFound, NotAllowed; NotPossible with code `already_enrolled`, `overlap`, `start_in_future`,
    `outside_project`, `unit_not_in_project`, `other_controller`, `age_outside_range`, `coach_elsewhere`,
    `unknown_word`, `months`, `too_long`, each with the field it is about; of the referral `settled`, `somebody_else`;
    `outside_groups` without `group_exception` (why, when the unit has chosen other groups); `stopped` without
    `stop_exception` (why, while the unit takes nobody new in; None for whoever goes on from another project);
    with `closing` also as `close`.
    """
    sight.check_unit(by, "enrolment", "create", unit)
    groups = tuple(dict.fromkeys(target_groups))
    facts = entry.status_facts(employment_status, employment_status_months, education, on=started_on)
    entry.known_words(inflow_channel, groups, income_source, on=started_on)
    closing = entry.checked_closing(closing, started_on) if closing else None
    with whole():
        person = _locked_person(by, participant)
        exception = cleaned(age_exception, "age_exception", 300)
        age = _may_enrol(person, project, unit, Period(started_on, closing and closing.ended_on), exception)
        before = _earlier(person, started_on)
        told = {
            "project": project,
            "unit": unit,
            "channel": next((e.referral.channel for e in before if e.referral.channel), inflow_channel),
            "referred_by": cleaned(referred_by, "referred_by", 200),
        }
        way_in = _way_in(referral, person, told, started_on, by)
        enrolment = Enrolment.objects.create(
            participant=person,
            project=project,
            unit=unit,
            referral=way_in,
            coach=entry.coach_of(coach, unit, by),
            started_on=started_on,
            registered_by=by.actor_id[:64],
            sex_at_enrolment=person.legal_sex,
            age_at_start=age,
            age_exception=exception if not entry.age_fits(age, project) else "",
            **facts,
            **(_ended(closing, by) if closing else {}),
        )
        _write_entry(enrolment, groups, income_source)
        _link(enrolment, by)
        intake.exceptions_asked(enrolment, groups, group_exception, stop_exception, by)
        if closing:
            sight.check_enrolment(by, "enrolment", "close", enrolment)
            _write_exit(enrolment, closing)
        writing.log(by, "create", enrolment, {"target_groups": len(groups), "returns": enrolment.former_id is not None})
    return enrolment


def close(
    *,
    enrolment: Enrolment,
    ended_on: dt.date,
    outcomes: Sequence[Outcome],
    income_at_exit: str = "unknown",
    version: int | None = None,
    by: Viewer,
) -> Enrolment:
    """End a participant's time in a project, with one or several destinations (EXT-01, EXT-10).

    Closes the income period that was open and opens one for the day after (INT-29). An import without a receiving
    party or explanation writes UNKNOWN_AT_IMPORT there, which shows as a gap.
    Raises NotFound, NotAllowed; NotPossible with code `already_closed`, `void`, `ends_before_start`,
    `end_in_future`, `no_outcome`, `outcome_twice`, `unknown_word`, `reason_elsewhere`, `receiver_missing`,
    `explanation_missing`, `no_job`, `too_long`.
    """
    with whole():
        enrolment = writing.locked(by, "close", enrolment, version)
        rules.may_move("close", enrolment.state, ended_on=enrolment.ended_on).require()
        closing = entry.checked_closing(Closing(ended_on, tuple(outcomes), income_at_exit), enrolment.started_on)
        writing.set_fields(enrolment, **_ended(closing, by))
        _write_exit(enrolment, closing)
        bookings.follow(participant=enrolment.participant, by=by)
        writing.log(by, "close", enrolment, {"outcomes": len(closing.outcomes)})
    return enrolment


def reopen(*, enrolment: Enrolment, reason: str, version: int | None = None, by: Viewer) -> Enrolment:
    """Take a closing back. What it said is kept as an UndoneClosing with the reason; it no longer counts.

    Steps that were paused with the closing go on, plan talks cancelled with it are booked again, and places that ended
    with it come back where there is room.

    Raises NotFound, NotAllowed; NotPossible with code `already_open`, `void`, `required` (no reason), `overlap` (the
    person has been enrolled again since).
    """
    said = cleaned(reason, "reason", 300, required=True)
    with whole():
        enrolment = writing.locked(by, "reopen", enrolment, version)
        rules.may_move("reopen", enrolment.state).require()
        others = _periods(enrolment.participant, enrolment.project, but=enrolment)
        rules.no_overlap(Period(enrolment.started_on), others, field=None).require()
        afterwards = enrolment.income_periods.filter(since_on__gt=enrolment.ended_on)
        latest = afterwards.last()
        UndoneClosing.objects.create(
            enrolment=enrolment,
            ended_on=enrolment.ended_on,
            closed_at=enrolment.closed_at,
            closed_by=enrolment.closed_by,
            outcomes=[_stored(outcome) for outcome in enrolment.outcomes.all()],
            income_at_exit=latest.source if latest else "",
            undone_at=timezone.now(),
            undone_by=by.actor_id[:64],
            reason=said,
        )
        enrolment.outcomes.all().delete()
        afterwards.delete()
        enrolment.income_periods.filter(until_on=enrolment.ended_on).update(until_on=None)
        coaching.goes_on(enrolment)
        ended_on, closed_at = enrolment.ended_on, enrolment.closed_at
        writing.set_fields(enrolment, state="active", ended_on=None, closed_at=None, closed_by="")
        step_pauses.go_on(enrolment=enrolment, ended_on=ended_on, by=by)
        plan_talks.come_back(enrolment=enrolment, closed_at=closed_at, by=by)
        bookings.follow(participant=enrolment.participant, by=by)
        writing.log(by, "reopen", enrolment, {})
    return enrolment


def void(*, enrolment: Enrolment, reason: str, version: int | None = None, by: Viewer) -> Enrolment:
    """Take away an enrolment that was registered by mistake. It stays with its trace and reason, and frees its days.

    A later enrolment that was linked to it is linked to the one before it instead.
    Raises NotFound, NotAllowed; NotPossible with code `void` (already) or `required` (no reason).
    """
    said = cleaned(reason, "reason", 300, required=True)
    with whole():
        enrolment = writing.locked(by, "void", enrolment, version)
        rules.may_move("void", enrolment.state).require()
        writing.set_fields(
            enrolment, state="void", voided_at=timezone.now(), voided_by=by.actor_id[:64], void_reason=said
        )
        Enrolment.objects.filter(former=enrolment).exclude(state="void").update(former=enrolment.former_id)
        bookings.follow(participant=enrolment.participant, by=by)
        writing.log(by, "void", enrolment, {})
    return enrolment


# --- enrolling --------------------------------------------------------------------------------------------------
def _way_in(referral: Referral | None, person: Participant, told: dict, started_on: dt.date, by: Viewer) -> Referral:
    """The referral that led here with what is known now, or a new one that came on the first day."""
    if referral is None:
        return Referral.objects.create(
            participant=person,
            received_on=started_on,
            sex=person.legal_sex,
            state="enrolled",
            taken_by_id=by.user_id,
            **told,
        )
    found = referrals.becomes(referral, person, by)
    for name, value in told.items():
        setattr(found, name, value)
    found.save(update_fields=list(told))
    return found


def _locked_person(by: Viewer, participant: Participant) -> Participant:
    sight.check_unhidden(by, participant)
    return Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)


def _may_enrol(person: Participant, project: Project, unit: Unit, time: Period, exception: str) -> int:
    """Ask every rule in turn; return the age at the start."""
    rules.unit_fits(
        takes_part=project.parts.filter(unit=unit).exists(),
        same_controller=unit.organisation_id == person.controller_id,
    ).require()
    period = Period(project.starts_on, project.ends_on)
    rules.may_start(time.starts_on, project=period, today=timezone.localdate()).require()
    rules.no_overlap(time, _periods(person, project)).require()
    age = person.number.age_on(time.starts_on)
    if age < 0:
        raise NotPossible(
            _("The person was not born at the start. Check the start date."), field="started_on", code="not_born"
        )
    rules.right_age(age, lowest=project.age_min, highest=project.age_max, exception=exception).require()
    return age


def _periods(person: Participant, project: Project, but: Enrolment | None = None) -> list[Period]:
    others = person.enrolments.filter(project=project).exclude(state="void")
    if but is not None:
        others = others.exclude(pk=but.pk)
    return [Period(*days) for days in others.values_list("started_on", "ended_on")]


def _earlier(person: Participant, started_on: dt.date) -> list[Enrolment]:
    """The person's enrolments at this controller that began before, the first one first."""
    return list(
        person.enrolments.filter(started_on__lt=started_on)
        .exclude(state="void")
        .select_related("referral")
        .order_by("started_on", "id")
    )


def _link(enrolment: Enrolment, by: Viewer) -> None:
    """Link to the enrolment before in the project; one that comes after (a late registration) is linked to this.

    Places in coming activities follow somebody who was here before.
    """
    same = Enrolment.objects.filter(participant=enrolment.participant, project=enrolment.project)
    same = same.exclude(state="void").exclude(pk=enrolment.pk).order_by("started_on", "id")
    before = same.filter(started_on__lt=enrolment.started_on).last()
    after = same.filter(started_on__gt=enrolment.started_on).first()
    if before:
        writing.set_fields(enrolment, former=before)
    if after:
        writing.set_fields(after, former=enrolment)
    if Enrolment.objects.filter(participant=enrolment.participant_id).exclude(pk=enrolment.pk).exists():
        bookings.follow(participant=enrolment.participant, by=by)


def _write_entry(enrolment: Enrolment, groups: Iterable[str], income_source: str) -> None:
    """What is true from the first day: target groups, income, coach."""
    start = enrolment.started_on
    EnrolmentTargetGroup.objects.bulk_create(
        EnrolmentTargetGroup(enrolment=enrolment, code=code, since_on=start) for code in groups
    )
    IncomePeriod.objects.create(enrolment=enrolment, source=income_source, since_on=start)
    coaching.begins(enrolment, start)


# --- closing ----------------------------------------------------------------------------------------------------
def _ended(closing: Closing, by: Viewer) -> dict:
    return {
        "state": "closed",
        "ended_on": closing.ended_on,
        "closed_at": timezone.now(),
        "closed_by": by.actor_id[:64],
    }


def _write_exit(enrolment: Enrolment, closing: Closing) -> None:
    """The destinations, and the change of income from the last day to the day after."""
    ExitOutcome.objects.bulk_create(ExitOutcome(enrolment=enrolment, **vars(outcome)) for outcome in closing.outcomes)
    enrolment.income_periods.filter(until_on__isnull=True).update(until_on=closing.ended_on)
    coaching.ends(enrolment, closing.ended_on)
    IncomePeriod.objects.create(
        enrolment=enrolment, source=closing.income_at_exit, since_on=closing.ended_on + dt.timedelta(days=1)
    )


def _stored(outcome: ExitOutcome) -> dict:
    return {
        "destination": outcome.destination,
        "reason": outcome.reason,
        "receiver": outcome.receiver,
        "receiver_exception": outcome.receiver_exception,
        "explanation": outcome.explanation,
        "occupation": outcome.occupation,
        "industry": outcome.industry,
    }
