"""The contract between the register and the evaluation: what an extract is.

An extract is three small tables about persons under a project pseudonym, frozen at a date. It says nothing about
names, numbers or cases. Whoever draws one gets a clear error here rather than a wrong number later.
"""

import hashlib
import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from stegvis.evaluation.codes import COARSENED_DESTINATIONS, DESTINATIONS, INFLOW_CHANNELS, SEXES, TARGET_GROUPS

if TYPE_CHECKING:
    import pyarrow as pa

CONTRACT_VERSION = 1
_MAGIC = b"STEGVIS-EXTRACT\n"

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "enrolments": {
        "person": "text",
        "enrolment": "text",
        "municipality": "text",
        "sex": "text",
        "age": "whole number",
        "inflow_channel": "text",
        "start_on": "day",
        "end_on": "day or empty",
    },
    "exits": {"enrolment": "text", "destination": "text", "headline": "yes/no"},
    "target_groups": {"enrolment": "text", "target_group": "text"},
}


class ExtractError(ValueError):
    """The tables do not keep the contract. `table` and `column` say where; the message says what and how to mend it."""

    def __init__(self, table: str, column: str, message: str):
        super().__init__(f"extract, table {table}, column {column}: {message}")
        self.table = table
        self.column = column


def schema(table: str) -> "pa.Schema":
    """The pyarrow schema of one of the three tables (`enrolments`, `exits`, `target_groups`)."""
    import pyarrow as pa

    kinds = {"text": pa.string(), "whole number": pa.int32(), "day": pa.date32(), "yes/no": pa.bool_()}
    kinds["day or empty"] = pa.date32()
    return pa.schema([pa.field(name, kinds[kind], nullable="empty" in kind) for name, kind in COLUMNS[table].items()])


@dataclass(frozen=True, eq=False)
class Extract:
    """Enrolments, exits and target groups of one project, as known when the extract was drawn.

    `at` is the day up to which the extract is complete: nothing may be asked about a later day.
    A person is a project pseudonym; one person can have several enrolments (re-entry), an enrolment several exits of
    which exactly one is the headline, and several target groups. Two extracts with the same `digest` hold the same
    facts, whatever the order of their rows was.

    Raises ExtractError when a table, a column, a code or a relation between rows breaks the contract.
    """

    project: str
    at: date
    enrolments: "pa.Table"
    exits: "pa.Table"
    target_groups: "pa.Table"

    def __post_init__(self):
        for name in COLUMNS:
            object.__setattr__(self, name, _canonical(name, getattr(self, name)))
        _check_rows(self)

    @classmethod
    def from_rows(
        cls,
        project: str,
        at: date,
        *,
        enrolments: Iterable[Mapping[str, Any]] = (),
        exits: Iterable[Mapping[str, Any]] = (),
        target_groups: Iterable[Mapping[str, Any]] = (),
    ) -> "Extract":
        """An extract from plain dictionaries, one per row. Same errors as the constructor."""
        import pyarrow as pa

        rows = {"enrolments": enrolments, "exits": exits, "target_groups": target_groups}
        tables = {}
        for name, given in rows.items():
            given = list(given)
            _check_names(name, set(COLUMNS[name]).union(*(row.keys() for row in given)))
            try:
                tables[name] = pa.Table.from_pylist(given, schema=schema(name))
            except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
                raise ExtractError(name, "?", str(error)) from error
        return cls(project, at, **tables)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) over the canonical text of the whole extract; the same on every machine."""
        import pyarrow as pa
        from pyarrow import csv

        total = hashlib.sha256(json.dumps([CONTRACT_VERSION, self.project, self.at.isoformat()]).encode())
        for name in COLUMNS:
            sink = pa.BufferOutputStream()
            csv.write_csv(getattr(self, name), sink)
            total.update(hashlib.sha256(memoryview(sink.getvalue())).digest())
        return total.hexdigest()

    def to_bytes(self) -> bytes:
        """The extract as one file: a short head, then three Arrow streams. Same extract, same pyarrow: same bytes."""
        head = {"version": CONTRACT_VERSION, "project": self.project, "at": self.at.isoformat(), "digest": self.digest}
        parts = [json.dumps(head, sort_keys=True).encode(), *(_stream(getattr(self, name)) for name in COLUMNS)]
        return _MAGIC + b"".join(struct.pack("<Q", len(part)) + part for part in parts)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Extract":
        """Read what `to_bytes` wrote. Raises ExtractError when it is something else, newer, or has been changed."""
        import pyarrow as pa

        try:
            if not content.startswith(_MAGIC):
                raise ValueError("it does not begin as an extract")
            head_part, *streams = _parts(content[len(_MAGIC) :])
            head = json.loads(head_part)
            if head["version"] != CONTRACT_VERSION:
                raise ValueError(f"it has version {head['version']}, this program reads {CONTRACT_VERSION}")
            tables = [pa.ipc.open_stream(stream).read_all() for stream in streams]
            extract = cls(head["project"], date.fromisoformat(head["at"]), *tables)
        except ExtractError:
            raise
        except (ValueError, KeyError, TypeError, struct.error, pa.ArrowException) as error:
            raise ExtractError("(file)", "(all)", f"the file cannot be read as an extract: {error}") from error
        if extract.digest != head["digest"]:
            raise ExtractError("(file)", "(all)", "the content does not fit its digest; it was changed or damaged")
        return extract


def _parts(content: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(content):
        (size,) = struct.unpack_from("<Q", content, at)
        at += 8
        found.append(content[at : at + size])
        at += size
    if len(found) != 1 + len(COLUMNS) or at != len(content):
        raise ValueError("it is cut short or has something added")
    return found


def _stream(table: "pa.Table") -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return sink.getvalue().to_pybytes()


def _check_names(table: str, names: set[str]) -> None:
    expected = set(COLUMNS[table])
    if missing := sorted(expected - names):
        raise ExtractError(table, missing[0], f"is missing; the table needs {', '.join(COLUMNS[table])}")
    if unknown := sorted(names - expected):
        raise ExtractError(table, unknown[0], "does not belong in an extract; leave it out")


def _canonical(name: str, table: "pa.Table") -> "pa.Table":
    """Columns in contract order and type, no empty required field, rows sorted by every column."""
    import pyarrow as pa

    if not isinstance(table, pa.Table):
        raise ExtractError(name, "(all)", f"must be a pyarrow table, not {type(table).__name__}")
    _check_names(name, set(table.column_names))
    wanted = schema(name)
    columns = []
    for field in wanted:
        column = table.column(field.name)
        try:
            column = column.cast(field.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            kind = COLUMNS[name][field.name]
            raise ExtractError(name, field.name, f"must be {kind}, not {column.type}") from error
        if column.null_count and not field.nullable:
            raise ExtractError(name, field.name, f"is empty in {column.null_count} row(s)")
        columns.append(column)
    plain = pa.Table.from_arrays(columns, schema=wanted)
    return plain.sort_by([(field.name, "ascending") for field in wanted]).combine_chunks()


def _first_outside(values, allowed: Iterable[str]) -> str | None:
    return min(set(values.unique().to_pylist()) - set(allowed), default=None)


def _check_codes(extract: Extract) -> None:
    allowed = {
        ("enrolments", "sex"): SEXES,
        ("enrolments", "inflow_channel"): INFLOW_CHANNELS,
        ("exits", "destination"): DESTINATIONS,
        ("target_groups", "target_group"): TARGET_GROUPS,
    }
    for (table, column), codes in allowed.items():
        found = _first_outside(getattr(extract, table)[column], codes)
        if found in COARSENED_DESTINATIONS:
            raise ExtractError(table, column, f"{found!r} must be coarsened to 'other_municipal' before the extract")
        if found is not None:
            raise ExtractError(table, column, f"{found!r} is not one of {', '.join(codes)}")


def _check_rows(extract: Extract) -> None:
    import pyarrow.compute as pc

    _check_codes(extract)
    enrolments, exits, groups = extract.enrolments, extract.exits, extract.target_groups
    ids = enrolments["enrolment"]
    if len(pc.unique(ids)) != len(ids):
        raise ExtractError("enrolments", "enrolment", "holds the same enrolment twice")
    if pc.any(pc.less(enrolments["end_on"], enrolments["start_on"])).as_py():
        raise ExtractError("enrolments", "end_on", "an enrolment ends before it starts")
    known = set(ids.to_pylist())
    for name, table in (("exits", exits), ("target_groups", groups)):
        if (stray := _first_outside(table["enrolment"], known)) is not None:
            raise ExtractError(name, "enrolment", f"{stray!r} is not among the enrolments")
        keys = table.select(table.column_names[:2])
        if keys.group_by(keys.column_names).aggregate([]).num_rows != table.num_rows:
            raise ExtractError(name, table.column_names[1], "stands twice for the same enrolment")
    ended = set(enrolments.filter(pc.is_valid(enrolments["end_on"]))["enrolment"].to_pylist())
    headlines = exits.filter(exits["headline"])["enrolment"].to_pylist()
    if len(headlines) != len(set(headlines)):
        raise ExtractError("exits", "headline", "an enrolment has more than one headline exit")
    if (without := min(ended - set(headlines), default=None)) is not None:
        raise ExtractError("exits", "headline", f"the ended enrolment {without!r} has no headline exit")
    if (early := _first_outside(exits["enrolment"], ended)) is not None:
        raise ExtractError("exits", "enrolment", f"{early!r} has an exit but has not ended")
