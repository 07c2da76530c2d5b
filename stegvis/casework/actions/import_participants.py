"""Import participants from a spreadsheet at the shell: people, enrolments and closings, by the rules of the screens.

Each row is whole or not there: rows are written in chunks, each one transaction with its audit events. Stopped in the
middle, the rows written stay, and importing the same file again completes it. The import stands in the same history
as those of the browser and can be undone.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base import planner
from stegvis.base.keys import keyed_digest
from stegvis.casework.actions import imports as importing
from stegvis.casework.actions.import_rows import Outcome, Seen, begin, chunks, look_at, note_attempts, take_in
from stegvis.casework.importing import rows as reading
from stegvis.casework.importing.faults import Report, RowReport
from stegvis.casework.importing.files import Sheet
from stegvis.casework.importing.matching import NO_CHOICES, Choices
from stegvis.casework.importing.rows import BadRow, Row
from stegvis.casework.models import ParticipantImport
from stegvis.casework.queries.imports import SEALED_FOR
from stegvis.organisation.models import Project
from stegvis.workqueue.patience import Turns

_COUNTS = ("read", "created", "closed", "unchanged", "rejected", "conflicts")


def run(
    *,
    sheet: Sheet,
    path: Path,
    project: Project,
    by: Viewer,
    dry_run: bool = False,
    choices: Choices = NO_CHOICES,
    told: Callable[[int], None] = lambda rows: None,
) -> Report:
    """Import the rows of a sheet into the project; `told` hears how many rows are done. `dry_run` writes no person.

    The key of an enrolment is number, project and start. A row with an end closes an open enrolment with its key; any
    other difference is a conflict, never an overwrite; the same file twice changes nothing. `choices`: what words mean
    that are not ours.
    Raises NotAllowed when the viewer may enrol at none of the project's units.
    """
    begin(project, by)  # refused before anything is noted
    report = Report(dry_run=dry_run, unused_columns=list(sheet.unused))
    digest = _digest(path)
    facts = {"project": project.code, "file": digest, "dry_run": dry_run}
    _log(by, project, "import", {**facts, "rows": len(sheet.lines)})
    item = None if dry_run else _noted(path, project, by, digest)
    work = begin(project, by, choices=choices, import_id=item.pk if item else None)
    seen: Seen = {}
    whole = Outcome()
    turns = Turns()
    for chunk in chunks(_readable(sheet, work.choices, report)):
        if dry_run:
            outcome = look_at(chunk, work, seen)
            note_attempts(outcome, work)
        else:
            with turns.mine():
                outcome = take_in(chunk, work)
        whole.new_people += outcome.new_people
        whole.renumbered += outcome.renumbered
        for row, verdict in zip(chunk, outcome.verdicts, strict=True):
            _count(report, row, verdict)
        told(report.read)
    if item:
        _end(item, report, whole)
        if report.read >= planner.MANY_ROWS:
            planner.renew()
    _log(by, project, "import_done", {**facts, **report.counts()})
    return report


def _noted(path: Path, project: Project, by: Viewer, digest: str) -> ParticipantImport:
    return ParticipantImport.objects.create(
        project=project,
        organisation=project.owner,
        user_id=by.user_id,
        made_by=by.name[:200],
        file_name=importing.shown_name(path.name),
        digest=keyed_digest(SEALED_FOR, digest),
        state="done",  # from the start: what an interrupted command wrote can be undone too
    )


def _end(item: ParticipantImport, report: Report, whole: Outcome) -> None:
    counts = report.counts()
    for name in _COUNTS:
        setattr(item, name, counts[name])
    item.new_people, item.renumbered = whole.new_people, whole.renumbered
    item.ended_at = timezone.now()
    item.save(update_fields=["ended_at", "new_people", "renumbered", *_COUNTS])


def _readable(sheet: Sheet, choices: Choices, report: Report) -> Iterator[Row]:
    """The rows whose cells can be read; the others go to the report."""
    for line in sheet.lines:
        if not reading.is_filled(line, sheet.places):
            continue
        report.read += 1
        try:
            yield reading.read(line, sheet.places, choices)
        except BadRow as bad:
            report.rejected.append(RowReport(line.number, bad.faults))


def _count(report: Report, row: Row, verdict) -> None:
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
