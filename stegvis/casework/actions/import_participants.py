"""Import participants from a spreadsheet: people, enrolments and closings, by the same rules as on the screens.

Each row is whole or not there: rows are written in chunks, each one transaction with its audit events. Stopped in the
middle, the rows written stay, and importing the same file again completes it.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.casework.actions.import_writing import Plan
from stegvis.casework.importing import rows as reading
from stegvis.casework.importing.faults import Fault, Report, RowReport
from stegvis.casework.importing.files import Line, Sheet
from stegvis.casework.importing.judging import Places, Standing, Verdict, by_hand, judge
from stegvis.casework.importing.rows import BadRow, Row
from stegvis.casework.queries import standings
from stegvis.organisation.models import Project, Unit

CHUNK = 500
Seen = dict[standings.Key, Standing]


@dataclass(frozen=True)
class _Import:
    """What stays the same through one import."""

    project: Project
    by: Viewer
    places: Places
    controllers: frozenset[int]
    trial: Seen | None


def run(
    *,
    sheet: Sheet,
    path: Path,
    project: Project,
    by: Viewer,
    dry_run: bool = False,
    told: Callable[[int], None] = lambda rows: None,
) -> Report:
    """Import the rows of a sheet into the project; `told` hears how many rows are done. `dry_run` writes no person.

    The key of an enrolment is number, project and start. A row with an end closes an open enrolment with its key; any
    other difference is a conflict, never an overwrite; the same file twice changes nothing.
    Raises NotAllowed when the viewer may enrol at none of the project's units.
    """
    work = _begin(project, by, dry_run)
    report = Report(dry_run=dry_run, unused_columns=list(sheet.unused))
    facts = {"project": project.code, "file": _digest(path), "dry_run": dry_run}
    _log(by, project, "import", {**facts, "rows": len(sheet.lines)})
    for chunk in _chunks(_readable(sheet, report)):
        _take_in(chunk, work, report)
        told(report.read)
    _log(by, project, "import_done", {**facts, **report.counts()})
    return report


def _begin(project: Project, by: Viewer, dry_run: bool) -> _Import:
    units = list(project.units.select_related("organisation"))
    enrol_at, close_at = (_reached(by, verb, units) for verb in ("create", "close"))
    if not enrol_at:
        raise NotAllowed(_("You may not enrol people in this project."))
    places = Places(units, enrol_at=enrol_at, close_at=close_at)
    controllers = frozenset(unit.organisation_id for unit in units if unit.pk in enrol_at)
    return _Import(project, by, places, controllers, {} if dry_run else None)


def _reached(by: Viewer, verb: str, units: list[Unit]) -> set[int]:
    reach = by.reach("enrolment", verb)
    return {
        unit.pk
        for unit in units
        if reach.everything or unit.pk in reach.unit_ids or unit.organisation_id in reach.organisation_ids
    }


def _readable(sheet: Sheet, report: Report) -> Iterator[Row]:
    """The rows whose cells can be read; the others go to the report."""
    for line in sheet.lines:
        if not _filled(line, sheet):
            continue
        report.read += 1
        try:
            yield reading.read(line, sheet.places)
        except BadRow as bad:
            report.rejected.append(RowReport(line.number, bad.faults))


def _filled(line: Line, sheet: Sheet) -> bool:
    return any(line.cells[place] for place in sheet.places.values() if place < len(line.cells))


def _chunks(found: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(found, CHUNK)):
        yield chunk


def _take_in(chunk: Sequence[Row], work: _Import, report: Report) -> None:
    """One transaction for the chunk. Where somebody writes about the same people at the same moment, row by row."""
    try:
        with transaction.atomic():
            verdicts = _judge_and_write(chunk, work)
    except IntegrityError:
        if len(chunk) > 1:
            for row in chunk:
                _take_in([row], work, report)
            return
        meanwhile = Fault(
            "personnummer",
            _("Somebody changed the same person at the same moment."),
            _("Import the file again."),
        )
        verdicts = [Verdict("rejected", (meanwhile,))]
    for row, verdict in zip(chunk, verdicts, strict=True):
        _count(report, row, verdict)


def _judge_and_write(chunk: Sequence[Row], work: _Import) -> list[Verdict]:
    numbers = {row.number.value for row in chunk}
    if work.trial is None:
        seen = standings.load(work.by, work.project, work.controllers, numbers, lock=True)
    else:
        seen = work.trial
        missing = numbers - {number for _controller, number in seen}
        seen |= standings.load(work.by, work.project, work.controllers, missing, lock=False)
    plan = Plan(work.project, work.by)
    verdicts = [_one(row, seen, plan, work) for row in chunk]
    if work.trial is None:
        plan.write()
    plan.note_attempts()
    return verdicts


def _one(row: Row, seen: Seen, plan: Plan, work: _Import) -> Verdict:
    unit = work.places.find(row.place)
    if isinstance(unit, Fault):
        return Verdict("rejected", (unit,))
    key = (unit.organisation_id, row.number.value)
    standing = seen.get(key) or Standing(*key)
    if standing.sealed:
        plan.attempts.setdefault(unit, set()).add(row.number.value)
        return by_hand()
    elsewhere = [
        seen[other, row.number.value]
        for other in work.controllers
        if other != unit.organisation_id and (other, row.number.value) in seen
    ]
    verdict = judge(
        row, unit, standing, elsewhere, project=work.project, places=work.places, today=timezone.localdate()
    )
    if verdict.kind == "created":
        seen[key] = standing
        plan.create(row, unit, standing, verdict)
    elif verdict.kind == "closed":
        plan.close(row, standing, verdict.stay)
    return verdict


def _count(report: Report, row: Row, verdict: Verdict) -> None:
    if verdict.kind in ("rejected", "conflicts"):
        getattr(report, verdict.kind).append(RowReport(row.line, verdict.faults))
    else:
        setattr(report, verdict.kind, getattr(report, verdict.kind) + 1)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _log(by: Viewer, project: Project, verb: str, facts: dict) -> None:
    audit.record(
        by=by, verb=verb, record="enrolment", record_id=project.code, organisation_id=project.owner_id, facts=facts
    )
