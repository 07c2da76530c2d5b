"""What a unit asks for before the next step, published by the local leader, and what each participant has met of it."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions.plan_writing import locked
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import (
    Participant,
    ReadinessCheck,
    ReadinessCriterion,
    ReadinessList,
    ReadinessRecord,
)
from stegvis.casework.queries import readiness, sight
from stegvis.casework.rules import cleaned
from stegvis.casework.rules import plans as plan_rules
from stegvis.organisation.models import Unit

#: A longer list is not read by anybody.
MOST_LINES = 20


def publish(
    *,
    unit: Unit,
    lines: Iterable[str] = (),
    kept: Mapping[UUID, str] = MappingProxyType({}),
    version: int | None = None,
    by: Viewer,
) -> ReadinessList:
    """Publish the unit's list anew, dated today: the lines `kept`, as they are worded now, then the new `lines`.

    What people have met of a line that is kept stays, also when its words are others now; a kept line without words
    is taken away. A new line with the words of an old one is that one. The same list again is no new version.
    `version` is the number of the list the asker has seen (0: none). Raises NotFound, NotAllowed, ChangedMeanwhile;
    NotPossible with code `required`, `too_long`, `too_many`, `unknown_word` for a line that is not in the list.
    """
    with whole():
        sight.check_unit(by, "unit_plan", "change", unit)
        Unit.objects.select_for_update().get(pk=unit.pk)
        last = readiness.published(unit)
        if version is not None and version != (last.number if last else 0):
            raise ChangedMeanwhile
        before = {each.line: each.text for each in last.criteria.all()} if last else {}
        wanted = _worded(kept, lines, before)
        if not wanted:
            raise NotPossible(_("Write at least one line."), field="lines", code="required")
        if len(wanted) > MOST_LINES:
            words = _("At most %(most)s lines: more is hard to keep in mind.") % {"most": MOST_LINES}
            raise NotPossible(words, field="lines", code="too_many")
        if last and list(before.items()) == [(line, text) for text, line in wanted.items()]:
            return last
        number = ReadinessList.objects.filter(unit=unit).aggregate(last=Max("number"))["last"] or 0
        made = ReadinessList.objects.create(
            unit=unit, number=number + 1, published_on=timezone.localdate(), made_by=by.name[:200]
        )
        for position, (text, line) in enumerate(wanted.items(), start=1):
            known = {"line": line} if line else {}
            ReadinessCriterion.objects.create(readiness_list=made, position=position, text=text, **known)
        audit.record(
            by=by,
            verb="publish",
            record="readiness",
            record_id=made.pk,
            organisation_id=unit.organisation_id,
            facts={"lines": len(wanted), "number": made.number},
        )
    return made


def _worded(kept: Mapping[UUID, str], lines: Iterable[str], before: Mapping[UUID, str]) -> dict[str, UUID | None]:
    """The words of the new list in order, each once, with the line of the former list it is (None: a new one)."""
    if set(kept) - set(before):
        raise NotPossible(_("The list has been published anew. Look at it again."), field="lines", code="unknown_word")
    free = {text: line for line, text in before.items() if line not in kept}
    wanted: dict[str, UUID | None] = {}
    for line, text in kept.items():
        wanted.setdefault(cleaned(text, f"line_{line.hex}", 300), line)
    for text in (cleaned(line, "lines", 300) for line in lines):
        wanted.setdefault(text, free.get(text))
    wanted.pop("", None)
    return wanted


def check(*, participant: Participant, unit: Unit, met: Collection[UUID | str], by: Viewer) -> None:
    """Say which lines of the unit's list the person meets today. Others are taken back; days of earlier ones stay.

    Raises NotFound, NotAllowed; NotPossible (`no_list`, `unknown_word` for a line that is not in the list).
    """
    with whole():
        person = locked(by, participant)
        held = _list_of(person, unit)
        lines = {str(each.line) for each in held.criteria.all()}
        wanted = {str(one) for one in met}
        if wanted - lines:
            raise NotPossible(_("The list has been published anew. Look at it again."), code="unknown_word")
        standing = ReadinessCheck.objects.filter(participant=person, line__in=lines, ended_at=None)
        present = {str(line) for line in standing.values_list("line", flat=True)}
        standing.exclude(line__in=wanted).update(ended_at=timezone.now())
        today = timezone.localdate()
        ReadinessCheck.objects.bulk_create(
            ReadinessCheck(participant=person, line=line, met_on=today, made_by=by.name[:200])
            for line in sorted(wanted - present)
        )
        if wanted != present:
            log_about(by, "check", "readiness", held.pk, person, {"met": len(wanted), "of": len(lines)})


def ready(
    *, participant: Participant, unit: Unit, next_step: str, on: dt.date | None = None, reason: str = "", by: Viewer
) -> ReadinessRecord:
    """Record that the person is prepared to take the next step, by the list that holds (EXT-26).

    With lines left, a reason is needed. The same record twice is one. Raises NotFound, NotAllowed; NotPossible with
    code `no_list`, `required`, `in_the_future`, `too_long`.
    """
    with whole():
        person = locked(by, participant)
        held = _list_of(person, unit)
        today = timezone.localdate()
        plan_rules.not_to_come(on, "ready_on", today=today).require()
        met = ReadinessCheck.objects.filter(participant=person, ended_at=None).values_list("line", flat=True)
        left = held.criteria.exclude(line__in=list(met)).count()
        told = {
            "ready_on": on or today,
            "next_step": cleaned(next_step, "next_step", 300, required=True),
            "reason": cleaned(reason, "reason", 300, required=left > 0),
            "left": left,
        }
        if same := ReadinessRecord.objects.filter(participant=person, ended_at=None, **told).first():
            return same
        made = ReadinessRecord.objects.create(participant=person, readiness_list=held, made_by=by.name[:200], **told)
        log_about(by, "ready", "readiness", made.pk, person, {"left": left})
    return made


def end(*, record: ReadinessRecord, by: Viewer) -> None:
    """The person is not ready after all, for now. The record stays as history. Raises NotFound, NotAllowed."""
    with whole():
        person = locked(by, record.participant)
        if ReadinessRecord.objects.filter(pk=record.pk, ended_at=None).update(ended_at=timezone.now()):
            log_about(by, "end", "readiness", record.pk, person, {})


def _list_of(person: Participant, unit: Unit) -> ReadinessList:
    held = readiness.published(unit)
    if held is None or not person.enrolments.exclude(state="void").filter(unit=unit).exists():
        raise NotPossible(_("The unit has published no list."), code="no_list")
    return held
