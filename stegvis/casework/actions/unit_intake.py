"""Decide about a unit's intake: its target groups, its delimitations, stops of new enrolments, exceptions.

One transaction each with its audit event inside. Former choices stay with their days.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import NotFound, Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.models import (
    AssistanceBase,
    DelimitationRule,
    EnrolmentStop,
    EntryException,
    IntakeRemark,
    LocalTargetGroup,
)
from stegvis.casework.queries import sight, unit_intake
from stegvis.casework.rules import cleaned
from stegvis.casework.rules import intake as rules
from stegvis.casework.vocabulary import TARGET_GROUPS
from stegvis.organisation.models import Project, Unit


def choose_groups(*, unit: Unit, codes: Iterable[str], from_on: dt.date, by: Viewer) -> None:
    """From that day the unit takes these target groups (none: all). What was chosen before stays with its days.

    Raises NotFound, NotAllowed; NotPossible with code `unknown_word`, `unbelievable`.
    """
    sight.check_unit(by, "unit_intake", "change", unit)
    rules.believable(from_on, "from_on", timezone.localdate()).require()
    wanted = set(codes)
    if not wanted <= set(TARGET_GROUPS.codes):
        raise NotPossible(_("Choose one of the words in the list."), field="codes", code="unknown_word")
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        running = LocalTargetGroup.objects.filter(unit=unit, until_on=None)
        stays = set(running.filter(code__in=wanted).values_list("code", flat=True))
        goes = running.exclude(code__in=wanted)
        goes.filter(since_on__gte=from_on).delete()
        goes.filter(since_on__lt=from_on).update(until_on=from_on - dt.timedelta(days=1))
        LocalTargetGroup.objects.bulk_create(
            LocalTargetGroup(unit=unit, code=code, since_on=from_on, set_by=by.actor_id[:64])
            for code in sorted(wanted - stays)
        )
        _log(by, "choose_groups", unit, {"groups": sorted(wanted)})


def add_rule(*, unit: Unit, text: str, since_on: dt.date, by: Viewer) -> DelimitationRule:
    """Write down who is not enrolled without an exception. Raises NotFound, NotAllowed, NotPossible."""
    sight.check_unit(by, "unit_intake", "change", unit)
    said = cleaned(text, "text", 300, required=True)
    rules.believable(since_on, "since_on", timezone.localdate()).require()
    with transaction.atomic():
        made = DelimitationRule.objects.create(unit=unit, text=said, since_on=since_on, set_by=by.actor_id[:64])
        _log(by, "add_rule", unit, {})
    return made


def end_rule(*, unit: Unit, rule_id: int, by: Viewer) -> None:
    """The delimitation no longer holds from tomorrow. Raises NotFound, NotAllowed."""
    _end(DelimitationRule, unit, rule_id, "end_rule", by)


def stop(
    *,
    unit: Unit,
    project: Project,
    since_on: dt.date,
    until_on: dt.date | None = None,
    reason: str,
    consequence: str,
    by: Viewer,
) -> EnrolmentStop:
    """Enrol nobody new in the project for a time; say why, and what it does to the targets (DIS-05).

    Raises NotFound, NotAllowed; NotPossible with code `required`, `too_long`, `ends_before_start`, `unbelievable`,
    `unit_not_in_project`.
    """
    sight.check_unit(by, "unit_intake", "change", unit)
    if not project.parts.filter(unit=unit).exists():
        raise NotPossible(
            _("This unit does not take part in the project. Choose another."),
            field="project",
            code="unit_not_in_project",
        )
    rules.believable(since_on, "since_on", timezone.localdate()).require()
    rules.in_order(since_on, until_on).require()
    facts = {
        "reason": cleaned(reason, "reason", 300, required=True),
        "consequence": cleaned(consequence, "consequence", 300, required=True),
    }
    with transaction.atomic():
        made = EnrolmentStop.objects.create(
            unit=unit, project=project, since_on=since_on, until_on=until_on, set_by=by.actor_id[:64], **facts
        )
        _log(by, "stop", unit, {"project": project.code})
    return made


def end_stop(*, unit: Unit, stop_id: int, by: Viewer) -> None:
    """People are enrolled again from tomorrow. Raises NotFound, NotAllowed."""
    _end(EnrolmentStop, unit, stop_id, "end_stop", by)


def remark(
    *, unit: Unit, kind: str, happened_on: dt.date, text: str, partner: str = "", people: int | None = None, by: Viewer
) -> IntakeRemark:
    """Note why few came (`cause`), that partners were told about the unit (`visit`), or what is told to those who refer
    (`purpose`).

    Raises NotFound, NotAllowed; NotPossible with code `unknown_word`, `required`, `too_long`, `in_future`.
    """
    sight.check_unit(by, "intake_remark", "write", unit)
    if kind not in ("cause", "visit", "purpose"):
        raise NotPossible(_("Choose one of the words in the list."), field="kind", code="unknown_word")
    rules.has_been(happened_on, "happened_on", timezone.localdate()).require()
    said = cleaned(text, "text", 500, required=True)
    whom = cleaned(partner, "partner", 200, required=kind == "visit")
    with transaction.atomic():
        made = IntakeRemark.objects.create(
            unit=unit, kind=kind, happened_on=happened_on, text=said, partner=whom, people=people,
            set_by=by.actor_id[:64],
        )  # fmt: skip
        _log(by, "remark", unit, {"kind": kind})
    return made


def set_base(*, unit: Unit, counted_on: dt.date, women: int, men: int, source: str, by: Viewer) -> AssistanceBase:
    """Keep what the partner counted on a day; told again for the same day it is corrected.

    Raises NotFound, NotAllowed; NotPossible with code `required`, `too_long`, `in_future`.
    """
    sight.check_unit(by, "unit_intake", "change", unit)
    rules.has_been(counted_on, "counted_on", timezone.localdate()).require()
    said = cleaned(source, "source", 200, required=True)
    with transaction.atomic():
        made, _new = AssistanceBase.objects.update_or_create(
            unit=unit,
            counted_on=counted_on,
            defaults={"women": women, "men": men, "source": said, "set_by": by.actor_id[:64]},
        )
        _log(by, "set_base", unit, {})
    return made


def decide(*, exception_id: UUID | str, approve: bool, by: Viewer) -> EntryException:
    """Approve an exception, or not. Nobody decides about what they asked for themselves.

    Raises NotFound (also when it has been decided), NotPossible with code `own`.
    """
    with transaction.atomic():
        waiting = unit_intake.exceptions_to_decide(by).filter(pk=exception_id)
        found = waiting.select_for_update(of=("self",)).first()
        if found is None:
            raise NotFound
        if found.asked_by_id is not None and found.asked_by_id == by.user_id:
            raise NotPossible(_("Somebody else has to decide about what you asked for yourself."), code="own")
        found.state = "approved" if approve else "refused"
        found.decided_on, found.decided_by = timezone.localdate(), by.name[:200]
        found.save(update_fields=["state", "decided_on", "decided_by"])
        audit.record(
            by=by,
            verb="decide",
            record="entry_exception",
            record_id=found.pk,
            subject_id=found.participant_id,
            organisation_id=found.unit.organisation_id,
            facts={"state": found.state},
        )
    return found


def _end(model, unit: Unit, row_id: int, verb: str, by: Viewer) -> None:
    sight.check_unit(by, "unit_intake", "change", unit)
    today = timezone.localdate()
    with transaction.atomic():
        found = model.objects.select_for_update().filter(unit=unit, pk=row_id).first()
        if found is None:
            raise NotFound
        if found.until_on is None or found.until_on > today:
            if found.since_on > today:  # it never began
                found.delete()
            else:
                found.until_on = today
                found.save(update_fields=["until_on"])
            _log(by, verb, unit, {})


def _log(by: Viewer, verb: str, unit: Unit, facts: dict) -> None:
    audit.record(
        by=by,
        verb=verb,
        record="unit_intake",
        record_id=str(unit.pk),
        organisation_id=unit.organisation_id,
        facts=facts,
    )
