"""What the work queue does with an import: read the file, look at its rows, take them in a chunk at a time.

Each writes only through `once` or in the function it returns for the end of the job, so that a killed worker's
successor goes on where it stopped and nothing happens twice.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.models import User
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base.keys import seal
from stegvis.casework.actions import imports as importing
from stegvis.casework.actions.import_rows import (
    CHUNK,
    Outcome,
    Seen,
    Work,
    begin,
    chunks,
    look_at,
    note_attempts,
    take_in,
)
from stegvis.casework.importing import books, files, matching
from stegvis.casework.importing import rows as reading
from stegvis.casework.importing.chosen import Chosen
from stegvis.casework.importing.files import BadFile, Line, text_of
from stegvis.casework.importing.rows import BadRow, Row
from stegvis.casework.models import ImportPart, ParticipantImport
from stegvis.casework.queries import import_memory, imports
from stegvis.casework.queries.imports import SEALED_FOR, sealed
from stegvis.casework.vocabulary import DESTINATIONS

Once = Callable[[str, Callable[[], object]], object]
Told = Callable[[int, int], None]
#: How many of the rows that will be taken in the preview shows, and how many cells of each column.
FIRST_ROWS = 8
SAMPLES = 3
_COUNTS = ("read", "new_people", "renumbered", "created", "closed", "unchanged", "rejected", "conflicts")
_DIGITS = re.compile(r"\b\d{5,8}[-+ ]?\d{4}\b")


def importer_of(item: ParticipantImport, screen: str = "import") -> Viewer:
    """The importer as they are now, with no more rights than the key that sent the file.

    Whoever has lost the right meanwhile gets no further. Raises NotAllowed.
    """
    if item.user_id is None:
        raise NotAllowed
    by = viewer_of(User.objects.get(pk=item.user_id), screen=screen)
    return (
        by if item.narrowed_to is None else by.narrowed(frozenset((record, verb) for record, verb in item.narrowed_to))
    )


# --- reading the file -------------------------------------------------------------------------------------------
def read_file(item: ParticipantImport, once: Once) -> None:
    """Turn the file into sealed chunks of rows, and match its columns as far as they are known. Raises BadFile."""
    book = books.opened(imports.file_of(item))
    remembered = import_memory.columns_of(item.organisation)

    def recognised(headings: list[str]) -> int:
        return len(set(filter(None, matching.place_columns(headings, remembered).values())))

    found = files.find_headings(book, recognised) or files.likely_headings(book)
    samples: list[list[str]] = []
    count = 0
    for number, lines in enumerate(chunks(files.rows_below(book, found))):
        if number == 0:
            samples = _samples(lines)
        # the size belongs to the name: a newer program that cuts differently starts over
        once(f"lines-{CHUNK}-{number}", lambda number=number, lines=lines: _store_lines(item, number, lines))
        count = number + 1
    if not count:
        raise BadFile(_("There are headings in the file, but no rows below them."))
    chosen = _matched(found, samples, remembered)
    once("read", lambda: _file_read(item, chosen, count))


def _samples(lines: list[Line]) -> list[list[str]]:
    """The first cells of each column with something in them, with identity numbers masked."""
    width = max(len(line.cells) for line in lines)
    found: list[list[str]] = [[] for _place in range(width)]
    for line in lines:
        for place, cell in enumerate(line.cells):
            if cell and len(found[place]) < SAMPLES:
                found[place].append(masked(text_of(cell))[:40])
    return found


def masked(text: str) -> str:
    """The text without what looks like an identity number."""
    return _DIGITS.sub("••••••••", text)


def _matched(found: files.Found, samples: list[list[str]], remembered: dict[str, str]) -> Chosen:
    width = max(len(found.headings), len(samples))
    headings = found.headings + [""] * (width - len(found.headings))
    samples = samples + [[] for _place in range(width - len(samples))]
    placed = matching.place_columns(headings, remembered)
    return Chosen([heading.strip()[:120] for heading in headings], samples, found.others, placed)


def _store_lines(item: ParticipantImport, number: int, lines: list[Line]) -> None:
    content = sealed([[line.number, line.cells] for line in lines])
    ImportPart.objects.update_or_create(
        participant_import=item, kind="lines", number=number, defaults={"filled": len(lines), "sealed": content}
    )


def _file_read(item: ParticipantImport, chosen: Chosen, count: int) -> None:
    held = ParticipantImport.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if held.state == "working":
        held.sealed_choices, held.chunks = seal(chosen.as_json(), SEALED_FOR), count
        held.save(update_fields=["sealed_choices", "chunks"])
    held.parts.filter(kind="file").delete()
    if held.state != "working":  # given up meanwhile
        held.parts.all().delete()


def fail(item: ParticipantImport, problem: str) -> None:
    """The file cannot be read: keep why, throw the file away."""
    item = ParticipantImport.objects.select_for_update(of=("self",)).get(pk=item.pk)
    item.parts.all().delete()
    if item.state == "working":
        item.state, item.problem, item.ended_at = "failed", problem[:500], timezone.now()
        item.save(update_fields=["state", "problem", "ended_at"])


# --- looking at the rows ----------------------------------------------------------------------------------------
@dataclass
class _Judged:
    """What became of a chunk: its counts, the rows that are not taken in, and some of those that are."""

    outcome: Outcome
    counts: dict[str, int]
    faults: list[list] = field(default_factory=list)
    first: list[dict] = field(default_factory=list)


def look(item: ParticipantImport, once: Once, told: Told) -> Callable[[], None]:
    """Look at every row as it would be taken in. Returns what to do at the end of the job: show what is next.

    Raises NotAllowed.
    """
    chosen = imports.chosen_of(item)
    if not chosen.settled:
        return lambda: _show(item, "columns")
    work = _work(item, chosen)
    unknown, repeated = _first_pass(item, chosen, work, told)
    if unknown:
        return lambda: _show(item, "words", words=unknown)
    seen: Seen = {}
    total: dict[str, int] = dict.fromkeys(_COUNTS, 0)
    first: list[dict] = []
    for number in range(item.chunks):
        rows = _Rows.read(imports.lines_of(item, number), chosen, work)
        judged = _judge(rows, work, look_at(rows.readable, work, seen))
        for key in [key for key in seen if key[1][-9:] not in repeated]:
            del seen[key]
        once(f"look-{number}", lambda number=number, judged=judged: _looked(item, number, judged, work))
        first += judged.first[: FIRST_ROWS - len(first)]
        total = {name: total[name] + judged.counts.get(name, 0) for name in _COUNTS}
        told(item.chunks + number + 1, 2 * item.chunks)
    return lambda: _show(item, "ready", counts=total, first=first)


def _looked(item: ParticipantImport, number: int, judged: "_Judged", work: Work) -> None:
    _store_faults(item, number, judged)
    note_attempts(judged.outcome, work)


def _work(item: ParticipantImport, chosen: Chosen) -> Work:
    by = importer_of(item)
    if not by.may("import", "create"):
        raise NotAllowed
    choices = chosen.choices(import_memory.words_of(item.organisation))
    return begin(item.project, by, choices=choices, import_id=item.pk)


def _first_pass(item: ParticipantImport, chosen: Chosen, work: Work, told: Told) -> tuple[list, set[str]]:
    """Words that mean nothing yet, and the ends of identity numbers that stand in several rows."""
    unknown, met, repeated = matching.Unknown(), set(), set()
    places = chosen.places
    numbers = [places[name] for name in ("personnummer", "tidigare nummer") if name in places]
    for number in range(item.chunks):
        for line in imports.lines_of(item, number):
            if not reading.is_filled(line, places):
                continue
            unknown.add(reading.unknown_words(line, places, work.choices, work.places.knows))
            ends = {re.sub(r"\D", "", line.cells[place])[-9:] for place in numbers if place < len(line.cells)}
            repeated |= ends & met
            met |= ends
        told(number + 1, 2 * item.chunks)
    return unknown.listed(), repeated


@dataclass
class _Rows:
    """The rows of a chunk as read: lines by number, rows whose cells could be read, and the faults of the others."""

    lines: dict[int, Line]
    readable: list[Row] = field(default_factory=list)
    faults: list[list] = field(default_factory=list)

    @classmethod
    def read(cls, lines: Iterable[Line], chosen: Chosen, work: Work) -> "_Rows":
        """Read every cell. This takes as long as writing does, and is therefore done outside of any transaction."""
        places = chosen.places
        found = cls({line.number: line for line in lines if reading.is_filled(line, places)})
        for line in found.lines.values():
            try:
                found.readable.append(reading.read(line, places, work.choices))
            except BadRow as bad:
                found.faults.append(_faulty(line, "rejected", bad.faults))
        return found


def _judge(rows: _Rows, work: Work, outcome: Outcome) -> _Judged:
    """What became of a chunk, with those rows that could not be read."""
    faults = list(rows.faults)
    result = _Judged(outcome, outcome.counts())
    result.counts["read"] += len(faults)
    result.counts["rejected"] += len(faults)
    for row, verdict in zip(rows.readable, outcome.verdicts, strict=True):
        if verdict.kind in ("rejected", "conflicts"):
            faults.append(_faulty(rows.lines[row.line], verdict.kind, verdict.faults))
        elif verdict.kind != "unchanged" and len(result.first) < FIRST_ROWS:
            result.first.append(_becoming(row, verdict, work))
    result.faults = sorted(faults, key=lambda fault: fault[0])
    return result


def _faulty(line: Line, kind: str, faults) -> list:
    said = [[fault.column, masked(fault.reason), masked(fault.advice)] for fault in faults]
    return [line.number, kind, said, line.cells]


def _becoming(row: Row, verdict, work: Work) -> dict:
    unit = work.places.find(row.place)
    return {
        "line": row.line,
        "kind": "new_person" if verdict.new_person else verdict.kind,
        "number": row.number.masked,
        "name": f"{row.given_name} {row.family_name}",
        "unit": unit.name,
        "started_on": row.started_on.isoformat(),
        "ended_on": row.ended_on.isoformat() if row.ended_on else "",
        "outcomes": [DESTINATIONS.label(outcome.destination) for outcome in row.outcomes],
    }


def _store_faults(item: ParticipantImport, number: int, judged: _Judged) -> None:
    ImportPart.objects.update_or_create(
        participant_import=item,
        kind="faults",
        number=number,
        defaults={"filled": len(judged.faults), "counts": judged.counts, "sealed": sealed(judged.faults)},
    )


def _show(item: ParticipantImport, state: str, *, words=(), counts=None, first=()) -> None:
    """The look is over: say what the importer does next, unless the choices have changed meanwhile."""
    held = ParticipantImport.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if held.state != "working" or held.round != item.round:
        if held.state == "cancelled" or held.state == "expired":
            held.parts.all().delete()
        return
    for kind, content in (("words", [[list(vars(word).values()), text, rows] for word, text, rows in words]),
                          ("first", list(first))):  # fmt: skip
        held.parts.filter(kind=kind).delete()
        if content:
            ImportPart.objects.create(
                participant_import=held, kind=kind, number=0, filled=len(content), sealed=sealed(content)
            )
    for name, value in (counts or {}).items():
        setattr(held, name, value)
    held.state = state
    held.save(update_fields=["state", *(counts or {})])


# --- taking the rows in -----------------------------------------------------------------------------------------
def take(item: ParticipantImport, once: Once, told: Told) -> Callable[[], None]:
    """Take the good rows in, a chunk at a time. Returns what to do at the end of the job. Raises NotAllowed."""
    chosen = imports.chosen_of(item)
    work = _work(item, chosen)
    for number in range(item.chunks):
        rows = _Rows.read(imports.lines_of(item, number), chosen, work)
        once(f"take-{number}", lambda number=number, rows=rows: _take_chunk(item, number, rows, work))
        told(number + 1, item.chunks)
    return lambda: _taken(item, work.by)


def _take_chunk(item: ParticipantImport, number: int, rows: _Rows, work: Work) -> None:
    judged = _judge(rows, work, take_in(rows.readable, work))
    _store_faults(item, number, judged)
    item.parts.filter(kind="lines", number=number).delete()


def _taken(item: ParticipantImport, by: Viewer) -> None:
    """All chunks are in: sum up, and keep of the file only the rows that were not taken in."""
    item = ParticipantImport.objects.select_for_update(of=("self",)).select_related("project").get(pk=item.pk)
    every = list(item.parts.filter(kind="faults").values_list("counts", flat=True))
    for name in _COUNTS:
        setattr(item, name, sum(counts.get(name, 0) for counts in every))
    item.parts.exclude(kind="faults", filled__gt=0).delete()
    item.state, item.ended_at = "done", timezone.now()
    item.kept_until = item.ended_at + dt.timedelta(days=importing.DAYS_TO_CORRECT) if item.faulty else None
    if not item.faulty:
        item.sealed_choices = ""
    item.save(update_fields=["state", "ended_at", "kept_until", "sealed_choices", *_COUNTS])
    importing.log(by, "import_done", item, {name: getattr(item, name) for name in _COUNTS})
