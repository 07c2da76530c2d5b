"""The contract between the register and the evaluation: what an extract is.

An extract is three small tables about persons under a project pseudonym, frozen at a date, and those of
`optional_tables` that somebody drew. It says nothing about names, numbers or cases. Whoever draws one gets a clear
error here rather than a wrong number later.

How to add a table stands in `optional_tables`.
"""

import hashlib
import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from stegvis.evaluation.codes import COARSENED_DESTINATIONS, DESTINATIONS, INFLOW_CHANNELS, SEXES, TARGET_GROUPS
from stegvis.evaluation.optional_tables import OPTIONAL, OptionalTable

if TYPE_CHECKING:
    import pyarrow as pa

CONTRACT_VERSION = 3
"""What this program reads. An extract of IN_PIECES_FROM enrolments or more is of version 3: its digest is over pieces
(`pieces`). A smaller one is of version 2 when an optional table is there, and of version 1, byte for byte as before
there were any, when none is. What was written in an earlier version keeps its digest when it is read."""
_OPTIONAL_SINCE = 2
IN_PIECES_FROM = 20_000
"""Part of the digest: never change it."""
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
    """The pyarrow schema of a table (`enrolments`, `exits`, `target_groups`, or an optional one)."""
    import pyarrow as pa

    kinds = {"text": pa.string(), "whole number": pa.int32(), "day": pa.date32(), "yes/no": pa.bool_()}
    return pa.schema(
        [
            pa.field(name, kinds[kind.removesuffix(" or empty")], nullable="empty" in kind)
            for name, kind in columns_of(table).items()
        ]
    )


def columns_of(table: str) -> Mapping[str, str]:
    """Name → kind of the columns of any table of an extract. Raises KeyError for a name that is none."""
    return COLUMNS[table] if table in COLUMNS else OPTIONAL[table].columns


def version_of(optional: Iterable[str]) -> int:
    """The version in which an extract with these optional tables is written as one."""
    return _OPTIONAL_SINCE if any(True for _ in optional) else 1


def names_of(version: int, told: Iterable[str] = ()) -> tuple[str, ...]:
    """The tables of an extract of this version whose head tells of `told`. Raises ValueError for what is newer."""
    if version == 1:
        return tuple(COLUMNS)
    if version not in (_OPTIONAL_SINCE, CONTRACT_VERSION):
        raise ValueError(f"it has version {version}, this program reads {CONTRACT_VERSION} and earlier")
    names = tuple(told)
    if unknown := sorted(set(names) - set(OPTIONAL)):
        raise ValueError(f"it holds {unknown[0]}, which this program does not know; it was written by a newer one")
    return (*COLUMNS, *names)


@dataclass(frozen=True, eq=False)
class Extract:
    """Enrolments, exits and target groups of one project, as known when the extract was drawn.

    `at` is the day up to which the extract is complete: nothing may be asked about a later day.
    A person is a project pseudonym; one person can have several enrolments (re-entry), an enrolment several exits of
    which exactly one is the headline, and several target groups. `optional` holds the optional tables by name; one
    that is not there was not asked about. Two extracts with the same `digest` hold the same facts, whatever the order
    of their rows was.

    Raises ExtractError when a table, a column, a code or a relation between rows breaks the contract.
    """

    project: str
    at: date
    enrolments: "pa.Table"
    exits: "pa.Table"
    target_groups: "pa.Table"
    optional: "Mapping[str, pa.Table]" = field(default_factory=dict)

    def __post_init__(self):
        for name in COLUMNS:
            object.__setattr__(self, name, _canonical(name, getattr(self, name)))
        if unknown := sorted(set(self.optional) - set(OPTIONAL)):
            raise ExtractError(unknown[0], "(all)", f"is no table of an extract; those are {', '.join(OPTIONAL)}")
        ordered = {name: _canonical(name, self.optional[name]) for name in OPTIONAL if name in self.optional}
        object.__setattr__(self, "optional", ordered)
        _check_rows(self)
        for name in ordered:
            _check_optional(self, OPTIONAL[name])

    @property
    def tables(self) -> "dict[str, pa.Table]":
        """Every table by its name: the three, and the optional ones that are there."""
        return {name: getattr(self, name) for name in COLUMNS} | dict(self.optional)

    @classmethod
    def from_rows(
        cls,
        project: str,
        at: date,
        *,
        enrolments: Iterable[Mapping[str, Any]] = (),
        exits: Iterable[Mapping[str, Any]] = (),
        target_groups: Iterable[Mapping[str, Any]] = (),
        **optional: Iterable[Mapping[str, Any]] | None,
    ) -> "Extract":
        """An extract from plain dictionaries, one per row; an optional table that is None or not given is not there.

        Same errors as the constructor.
        """
        import pyarrow as pa

        rows = {"enrolments": enrolments, "exits": exits, "target_groups": target_groups}
        rows |= {name: given for name, given in optional.items() if given is not None}
        if unknown := sorted(set(rows) - set(COLUMNS) - set(OPTIONAL)):
            raise ExtractError(unknown[0], "(all)", f"is no table of an extract; those are {', '.join(OPTIONAL)}")
        tables = {}
        for name, given in rows.items():
            given = list(given)
            _check_names(name, set(columns_of(name)).union(*(row.keys() for row in given)))
            try:
                tables[name] = pa.Table.from_pylist(given, schema=schema(name))
            except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
                raise ExtractError(name, "?", str(error)) from error
        return cls(project, at, *(tables.pop(name) for name in COLUMNS), tables)

    @cached_property
    def in_pieces(self) -> bool:
        """Is the digest over pieces? So it is of every large extract but those written before there were pieces."""
        return self.enrolments.num_rows >= IN_PIECES_FROM

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) over the canonical text of the whole extract; the same on every machine."""
        if self.in_pieces:
            from stegvis.evaluation import pieces

            return pieces.cut(self).digest
        return self._digest_as_one()

    def _digest_as_one(self) -> str:
        import pyarrow as pa
        from pyarrow import csv

        plain = [version_of(self.optional), self.project, self.at.isoformat(), *self.optional]
        total = hashlib.sha256(json.dumps(plain).encode())
        for table in self.tables.values():
            sink = pa.BufferOutputStream()
            csv.write_csv(table, sink)
            total.update(hashlib.sha256(memoryview(sink.getvalue())).digest())
        return total.hexdigest()

    def to_bytes(self) -> bytes:
        """The extract as one file: a short head, then an Arrow stream for each table. Same extract, same bytes."""
        version = CONTRACT_VERSION if self.in_pieces else version_of(self.optional)
        head = {"version": version, "project": self.project, "at": self.at.isoformat(), "digest": self.digest}
        if self.optional:
            head["optional"] = list(self.optional)
        parts = [json.dumps(head, sort_keys=True).encode(), *map(_stream, self.tables.values())]
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
            names = names_of(head["version"], head.get("optional", ()))
            read = [pa.ipc.open_stream(stream).read_all() for stream in streams]
            tables = dict(zip(names, read, strict=True))
            required = [tables.pop(name) for name in COLUMNS]
            extract = cls(head["project"], date.fromisoformat(head["at"]), *required, tables)
        except ExtractError:
            raise
        except (ValueError, KeyError, TypeError, struct.error, pa.ArrowException) as error:
            raise ExtractError("(file)", "(all)", f"the file cannot be read as an extract: {error}") from error
        extract.__dict__["in_pieces"] = head["version"] == CONTRACT_VERSION
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
    if len(found) < 1 + len(COLUMNS) or at != len(content):
        raise ValueError("it is cut short or has something added")
    return found


def _stream(table: "pa.Table") -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return sink.getvalue().to_pybytes()


def _check_names(table: str, names: set[str]) -> None:
    expected = set(columns_of(table))
    if missing := sorted(expected - names):
        raise ExtractError(table, missing[0], f"is missing; the table needs {', '.join(columns_of(table))}")
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
    for one in wanted:
        column = table.column(one.name)
        try:
            column = column.cast(one.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            kind = columns_of(name)[one.name]
            raise ExtractError(name, one.name, f"must be {kind}, not {column.type}") from error
        if column.null_count and not one.nullable:
            raise ExtractError(name, one.name, f"is empty in {column.null_count} row(s)")
        columns.append(column)
    plain = pa.Table.from_arrays(columns, schema=wanted)
    return plain.sort_by([(one.name, "ascending") for one in wanted]).combine_chunks()


def _first_outside(values, allowed: Iterable[str]) -> str | None:
    return min(set(values.unique().to_pylist()) - set(allowed), default=None)


def _first_not_in(values: "pa.ChunkedArray", allowed: "pa.ChunkedArray") -> str | None:
    """As `_first_outside`, for as many as there are enrolments."""
    import pyarrow.compute as pc

    return pc.min(values.filter(pc.invert(pc.is_in(values, value_set=allowed)))).as_py()


def _check_codes(extract: Extract) -> None:
    allowed = {
        ("enrolments", "sex"): SEXES,
        ("enrolments", "inflow_channel"): INFLOW_CHANNELS,
        ("exits", "destination"): DESTINATIONS,
        ("target_groups", "target_group"): TARGET_GROUPS,
    }
    for (table, column), codes in allowed.items():
        _check_column(table, column, getattr(extract, table)[column], codes)


def _check_column(table: str, column: str, values, codes: tuple[str, ...]) -> None:
    found = _first_outside(values.drop_null(), codes)
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
    ended = _ended(enrolments)
    early = _first_not_in(exits["enrolment"], ended)
    _check_of_enrolments("exits", exits, ids if early else None, ("enrolment", "destination"))
    _check_of_enrolments("target_groups", groups, ids, ("enrolment", "target_group"))
    headlines = exits.filter(exits["headline"])
    if _has_repeated(headlines, ("enrolment",)):
        raise ExtractError("exits", "headline", "an enrolment has more than one headline exit")
    if len(headlines) != len(ended) or early:
        if (without := _first_not_in(ended, headlines["enrolment"])) is not None:
            raise ExtractError("exits", "headline", f"the ended enrolment {without!r} has no headline exit")
        raise ExtractError("exits", "enrolment", f"{early!r} has an exit but has not ended")


def _ended(enrolments: "pa.Table") -> "pa.ChunkedArray":
    import pyarrow.compute as pc

    return enrolments.filter(pc.is_valid(enrolments["end_on"]))["enrolment"]


def _check_of_enrolments(name: str, table: "pa.Table", known: "pa.ChunkedArray | None", key: Iterable[str]) -> None:
    """Every row is of an enrolment that is there (when `known` are given), and none stands twice."""
    if known is not None and (stray := _first_not_in(table["enrolment"], known)) is not None:
        raise ExtractError(name, "enrolment", f"{stray!r} is not among the enrolments")
    columns = tuple(key)
    if _has_repeated(table, columns):
        raise ExtractError(name, columns[-1], "stands twice for the same enrolment")


def _has_repeated(table: "pa.Table", key: tuple[str, ...]) -> bool:
    """Does a key stand twice? Rows lie in order of their columns: with the first of them as key, side by side."""
    import pyarrow.compute as pc

    if tuple(table.column_names[: len(key)]) != key:
        keys = table.select(list(key))
        return keys.group_by(keys.column_names).aggregate([]).num_rows != table.num_rows
    same = None
    for column in (table[name].combine_chunks() for name in key):
        equal = pc.equal(column[1:], column[:-1])
        same = equal if same is None else pc.and_(same, equal)
    return bool(pc.any(same).as_py())


def _check_optional(extract: Extract, declared: OptionalTable) -> None:
    """What the declaration asks of a table's rows."""

    table, enrolments = extract.optional[declared.name], extract.enrolments
    for column, codes in declared.codes.items():
        _check_column(declared.name, column, table[column], codes)
    _check_of_enrolments(declared.name, table, enrolments["enrolment"], declared.key)
    if declared.after_end and (early := _first_not_in(table["enrolment"], _ended(enrolments))) is not None:
        raise ExtractError(declared.name, "enrolment", f"{early!r} has a row but has not ended")
    _check_faults(extract, declared)


_faults: dict[str, list[tuple[str, str, str]]] = {}


def _check_faults(extract: Extract, declared: OptionalTable) -> None:
    """The table's own faults, asked of DuckDB in the words that every engine is asked in; compiled once."""
    if not extract.optional[declared.name].num_rows:
        return
    if declared.name not in _faults:
        import ibis

        _faults[declared.name] = [
            (fault.column, fault.words, str(ibis.to_sql(fault.rows.count().as_table(), dialect="duckdb")))
            for fault in declared.faults()
        ]
    from stegvis.evaluation import duck

    with duck.cursor() as connection:
        for name, table in extract.tables.items():
            connection.register(name, table)
        for column, words, sql in _faults[declared.name]:
            if rows := connection.execute(sql).fetchone()[0]:
                raise ExtractError(declared.name, column, words.format(rows))
