"""Note what is looked at when somebody comes in: UVAS, permit, schooling, co-applicants, groups, exceptions.

One transaction each with its audit event inside; the log says which kind of fact, never what it says.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import (
    CoApplicant,
    Enrolment,
    EntryException,
    Participant,
    ResidencePermit,
    SchoolStatus,
    UvasPeriod,
    VulnerableGroup,
)
from stegvis.casework.queries import sight, unit_intake
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules import intake as rules
from stegvis.casework.vocabulary import TARGET_GROUPS
from stegvis.casework.vocabulary.intake import CO_APPLICANT_RESULTS, EXCEPTION_KINDS, UVAS_REASONS, VULNERABLE_GROUPS
from stegvis.organisation.models import Unit


def note_uvas(
    *, participant: Participant, since_on: dt.date, until_on: dt.date | None = None, reason: str, by: Viewer
) -> UvasPeriod:
    """Since when somebody neither works nor studies, and why; a period that runs is ended by a new one or a last day.

    Raises NotFound, NotAllowed; NotPossible with code `unknown_word`, `in_future`, `ends_before_start`.
    """
    _check(by, participant)
    today = timezone.localdate()
    known(reason, UVAS_REASONS, "reason", empty=False).require()
    rules.has_been(since_on, "since_on", today).require()
    rules.in_order(since_on, until_on).require()
    if until_on:
        rules.has_been(until_on, "until_on", today).require()
    with transaction.atomic():
        running = participant.uvas_periods.filter(until_on=None)
        running.filter(since_on__gte=since_on).delete()
        running.update(until_on=since_on - dt.timedelta(days=1))
        made = UvasPeriod.objects.create(participant=participant, since_on=since_on, until_on=until_on, reason=reason)
        _log(by, participant, "uvas")
    return made


def note_permit(*, participant: Participant, expires_on: dt.date | None, by: Viewer) -> ResidencePermit:
    """When the residence permit runs out; None: it no longer does. Raises NotFound, NotAllowed, NotPossible."""
    _check(by, participant)
    if expires_on:
        rules.believable(expires_on, "expires_on", timezone.localdate()).require()
    with transaction.atomic():
        made = ResidencePermit.objects.create(
            participant=participant, expires_on=expires_on, lasting=expires_on is None
        )
        _log(by, participant, "permit")
    return made


def note_schooling(*, participant: Participant, compulsory: bool, upper_secondary: bool, by: Viewer) -> SchoolStatus:
    """Which schooling is completed. Raises NotFound, NotAllowed."""
    _check(by, participant)
    with transaction.atomic():
        made = SchoolStatus.objects.create(
            participant=participant, compulsory=compulsory, upper_secondary=upper_secondary
        )
        _log(by, participant, "schooling")
    return made


def add_co_applicant(*, participant: Participant, name: str, result: str = "not_asked", by: Viewer) -> CoApplicant:
    """Somebody of the same household. Raises NotFound, NotAllowed, NotPossible (`required`, `unknown_word`)."""
    _check(by, participant)
    called = cleaned(name, "name", 200, required=True)
    known(result, CO_APPLICANT_RESULTS, "result", empty=False).require()
    with transaction.atomic():
        checked = None if result == "not_asked" else timezone.localdate()
        made = CoApplicant.objects.create(participant=participant, name=called, result=result, checked_on=checked)
        _log(by, participant, "co_applicant")
    return made


def check_co_applicant(*, participant: Participant, row_id: int, result: str, by: Viewer) -> None:
    """What came of looking at one. Raises NotFound, NotAllowed, NotPossible with code `unknown_word`."""
    _check(by, participant)
    known(result, CO_APPLICANT_RESULTS, "result", empty=False).require()
    with transaction.atomic():
        if not participant.co_applicants.filter(pk=row_id).update(result=result, checked_on=timezone.localdate()):
            raise NotFound
        _log(by, participant, "co_applicant")


def set_vulnerable_groups(*, participant: Participant, codes, by: Viewer) -> None:
    """The groups for whom more care is taken, from today; earlier ones stay with their days.

    Raises NotFound, NotAllowed; NotPossible with code `unknown_word`.
    """
    sight.check_participant(by, "vulnerable_group", "change", participant)
    wanted, today = set(codes), timezone.localdate()
    for code in wanted:
        known(code, VULNERABLE_GROUPS, "codes", empty=False).require()
    with transaction.atomic():
        running = participant.vulnerable_groups.filter(until_on=None)
        stays = set(running.filter(code__in=wanted).values_list("code", flat=True))
        running.exclude(code__in=wanted).update(until_on=today)
        VulnerableGroup.objects.bulk_create(
            VulnerableGroup(participant=participant, code=code, since_on=today) for code in sorted(wanted - stays)
        )
        _log(by, participant, "groups", record="vulnerable_group")


def ask_exception(
    *, participant: Participant, unit: Unit, kind: str, rule: str, reason: str, by: Viewer
) -> EntryException:
    """Ask that somebody may take part in spite of a rule of the unit; whoever leads the unit decides.

    Raises NotFound, NotAllowed; NotPossible with code `unknown_word`, `required`, `too_long`.
    """
    _check(by, participant)
    return exception_asked(participant, unit, kind, rule, reason, by)


def exception_asked(
    participant: Participant, unit: Unit, kind: str, rule: str, reason: str, by: Viewer
) -> EntryException:
    """As `ask_exception`, inside an action that has looked at the rights already."""
    known(kind, EXCEPTION_KINDS, "kind", empty=False).require()
    said = {"rule": cleaned(rule, "rule", 300, required=True), "reason": cleaned(reason, "reason", 500, required=True)}
    with transaction.atomic():
        made = EntryException.objects.create(
            participant=participant, unit=unit, kind=kind, asked_on=timezone.localdate(), asked_by_id=by.user_id, **said
        )
        _log(by, participant, kind, verb="ask_exception")
    return made


def exceptions_asked(
    enrolment: Enrolment, groups: tuple[str, ...], group_reason: str, stop_reason: str | None, by: Viewer
) -> None:
    """Ask for the exceptions an enrolling needs: as `group_exception_asked` and `stop_exception_asked`."""
    group_exception_asked(enrolment, groups, group_reason, by)
    stop_exception_asked(enrolment, stop_reason, by)


def group_exception_asked(enrolment: Enrolment, groups: tuple[str, ...], reason: str, by: Viewer) -> None:
    """Ask for an exception when the person belongs to no group the unit has chosen, inside the enrolling.

    Raises NotPossible with code `outside_groups` when no reason is given.
    """
    chosen = unit_intake.groups_on(enrolment.unit_id, enrolment.started_on)
    rules.fits_groups(groups, chosen, reason.strip()).require()
    if chosen and groups and not chosen & set(groups):
        words = ", ".join(TARGET_GROUPS.label(code) for code in sorted(chosen))
        exception_asked(enrolment.participant, enrolment.unit, "target_group", words[:300], reason, by)


def stop_exception_asked(enrolment: Enrolment, reason: str | None, by: Viewer) -> None:
    """Ask for an exception when the unit has stopped new enrolments in the project that day, inside the enrolling.

    None for whoever goes on from another project: a stop does not concern them.
    Raises NotPossible with code `stopped` when no reason is given.
    """
    if reason is None:
        return
    stops = unit_intake.stops_of([enrolment.unit_id], enrolment.started_on).filter(project=enrolment.project_id)
    stop = stops.first()
    rules.may_enrol_in_spite(stop.reason if stop else "", reason.strip()).require()
    if stop:
        exception_asked(enrolment.participant, enrolment.unit, "stop", stop.reason, reason, by)


def _check(by: Viewer, participant: Participant) -> None:
    sight.check_participant(by, "intake", "change", participant)


def _log(by: Viewer, participant: Participant, kind: str, *, record: str = "intake", verb: str = "change") -> None:
    log_about(by, verb, record, participant.pk, participant, {"kind": kind})
