"""A large extract in pieces: what lies in a piece follows from its rows alone, so only touched pieces are made anew.

A piece holds the rows of enrolments whose pseudonyms begin alike, as text that anyone can digest: one line that tells
the tables and their lengths, then their rows as CSV. All that the contract asks holds between rows of one enrolment, so
that pieces can be checked by themselves. A list names the pieces with their digests; the digest of the list is the
digest of the extract. Which pieces there are depends on the rows alone, never on how they came: pseudonyms are halved
by their next bit as long as more than MOST begin alike. So the same facts have the same digest, drawn whole or not.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from stegvis.evaluation.contracts import COLUMNS, CONTRACT_VERSION, Extract, ExtractError, names_of, schema

if TYPE_CHECKING:
    import pyarrow as pa

MOST = 256
"""No piece holds more enrolments. Part of the digest of large extracts: never change it, nor how pieces are written."""
_MAGIC = b"STEGVIS-EXTRACT-IN-PIECES\n"
_LETTERS = 16
_BITS = 8 * _LETTERS

_Tables = Mapping[str, "pa.Table"]
Reading = Callable[[Collection[str]], Mapping[str, bytes]]
"""Given digests of pieces, their contents; those that are not there are left out."""


@dataclass(frozen=True)
class Piece:
    """Of enrolments whose pseudonyms' first `depth` bits are those of `low`: how many, and the digest of its text."""

    low: int
    depth: int
    rows: int
    digest: str

    @property
    def high(self) -> int:
        """The first pseudonym after it."""
        return self.low + (1 << (_BITS - self.depth))


@dataclass(frozen=True)
class PieceList:
    """An extract as the list of its pieces. `names` are its tables in contract order, `pieces` stand by `low`."""

    project: str
    at: date
    names: tuple[str, ...]
    pieces: tuple[Piece, ...]

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) over the list: that of the extract."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    @property
    def rows(self) -> int:
        """How many enrolments there are in all."""
        return sum(piece.rows for piece in self.pieces)

    def to_bytes(self) -> bytes:
        """The list as text: a head, then a line for each piece. Same extract, same bytes."""
        head = {"version": CONTRACT_VERSION, "project": self.project, "at": self.at.isoformat(), "tables": self.names}
        lines = [json.dumps(head, sort_keys=True)]
        lines += [f"{one.depth} {one.low:0{2 * _LETTERS}x} {one.rows} {one.digest}" for one in self.pieces]
        return _MAGIC + "\n".join(lines).encode() + b"\n"

    @classmethod
    def from_bytes(cls, content: bytes, digest: str) -> "PieceList":
        """Raises ExtractError when it is no list, newer than this program, or not the one with this digest."""
        if hashlib.sha256(content).hexdigest() != digest:
            raise ExtractError("(list)", "(all)", "the list of pieces does not fit its digest; it was changed")
        try:
            head, *lines = content[len(_MAGIC) :].decode().splitlines()
            told = json.loads(head)
            names = names_of(told["version"], told["tables"][len(COLUMNS) :])
            pieces = tuple(Piece(int(low, 16), int(depth), int(rows), one) for depth, low, rows, one in _words(lines))
            return cls(told["project"], date.fromisoformat(told["at"]), names, pieces)
        except (ValueError, KeyError, TypeError) as error:
            raise ExtractError("(list)", "(all)", f"it cannot be read as an extract in pieces: {error}") from error


def _words(lines: Iterable[str]) -> Iterator[list[str]]:
    return (line.split(" ") for line in lines)


def is_list(content: bytes) -> bool:
    """Is this an extract in pieces, and not one in a single file?"""
    return content.startswith(_MAGIC)


class ExtractInPieces(Extract):
    """An extract whose rows are read when they are first asked for. The rows of a piece were checked when it was made.

    `fresh` are contents that lie nowhere yet. Whoever reads rows gets ExtractError when a piece is missing or damaged.
    """

    def __init__(self, listed: PieceList, read: Reading, fresh: Mapping[str, bytes] | None = None):
        told = {"listed": listed, "read": read, "fresh": dict(fresh or {}), "in_pieces": True}
        self.__dict__.update(told, project=listed.project, at=listed.at, digest=listed.digest)

    def contents(self, pieces: Iterable[Piece]) -> Iterator[bytes]:
        """The text of pieces. Raises ExtractError when one is missing or does not fit its digest."""
        wanted = [piece.digest for piece in pieces]
        found = self.read([digest for digest in wanted if digest not in self.fresh])
        for digest in wanted:
            content = self.fresh.get(digest, found.get(digest))
            if content is None or hashlib.sha256(content).hexdigest() != digest:
                raise ExtractError("(piece)", "(all)", f"the piece {digest[:12]}… is missing or was changed")
            yield content

    @cached_property
    def tables(self) -> "dict[str, pa.Table]":
        """Every table, in the contract's order of rows."""
        read = _read(self.contents(self.listed.pieces), self.listed.names)
        return read | {"enrolments": read["enrolments"].sort_by([("person", "ascending"), ("enrolment", "ascending")])}

    enrolments = cached_property(lambda self: self.tables["enrolments"])
    exits = cached_property(lambda self: self.tables["exits"])
    target_groups = cached_property(lambda self: self.tables["target_groups"])
    optional = cached_property(lambda self: {name: self.tables[name] for name in self.listed.names[len(COLUMNS) :]})


def cut(extract: Extract) -> ExtractInPieces:
    """The extract in pieces, none of which lies anywhere yet."""
    if isinstance(extract, ExtractInPieces):
        return extract
    keys = _keys(_in_order("enrolments", extract.enrolments))
    contents = dict(_written(extract.tables, _division(keys, (), keys)))
    listed = PieceList(extract.project, extract.at, tuple(extract.tables), tuple(contents))
    made = ExtractInPieces(listed, lambda _digests: {}, {piece.digest: text for piece, text in contents.items()})
    made.__dict__["tables"] = extract.tables
    return made


def spliced(
    before: ExtractInPieces, at: date, *, changed: Collection[str], rows: Mapping[str, Iterable[Mapping[str, Any]]]
) -> ExtractInPieces:
    """`before` as of the day `at`: without the rows of the enrolments `changed`, with `rows` (by table) instead.

    `rows` must hold every table that `before` does; it tells all there is to tell of the changed enrolments. Reads and
    makes anew only the pieces where these lie. Raises ExtractError when their rows do not keep the contract or a piece
    is damaged, ValueError when tables are missing.
    """
    listed = before.listed
    if missing := sorted(set(listed.names) - set(rows)):
        raise ValueError(f"nothing is said of {', '.join(missing)}")
    touched = sorted(map(_key, changed))
    opened, lying = _opened(listed.pieces, touched)
    parts = [_without(_read(before.contents(opened), listed.names), changed)]
    parts.append({name: _from_rows(name, rows[name]) for name in listed.names})
    keys = sorted(key for part in parts for key in _keys(part["enrolments"]))
    division = list(_division(keys, lying, touched))
    joined = [piece for one in division if isinstance(one, _Gap) for piece in one.joined]
    if joined:
        parts.append(_read(before.contents(joined), listed.names))
    made = dict(_written(_checked(listed.project, at, listed.names, parts), division))
    pieces = tuple(sorted((*made, *(one for one in division if isinstance(one, Piece))), key=lambda one: one.low))
    fresh = {piece.digest: text for piece, text in made.items()}
    return ExtractInPieces(PieceList(listed.project, at, listed.names, pieces), before.read, before.fresh | fresh)


@dataclass(frozen=True)
class _Gap:
    """Where a piece must be written; earlier ones that become part of it are `joined`."""

    low: int
    depth: int
    joined: tuple[Piece, ...] = ()


def _opened(pieces: tuple[Piece, ...], touched: list[int]) -> tuple[list[Piece], list[Piece]]:
    """Those in which a changed enrolment lies, or would lie; and all others."""
    opened, lying = [], []
    for piece in pieces:
        place = bisect_left(touched, piece.low)
        (opened if place < len(touched) and touched[place] < piece.high else lying).append(piece)
    return opened, lying


def _division(keys: list[int], lying: Collection[Piece], touched: list[int]) -> Iterator[Piece | _Gap]:
    """Pieces that stay and pieces to be written, in order. `keys` are of all rows that are in no piece of `lying`."""
    pieces = list(lying)
    lows = [piece.low for piece in pieces]
    before = [0, *accumulate(piece.rows for piece in pieces)]
    waiting = [(0, 0)]
    while waiting:
        low, depth = waiting.pop()
        high = low + (1 << (_BITS - depth))
        first, last = bisect_left(lows, low), bisect_left(lows, high)
        own = bisect_left(keys, high) - bisect_left(keys, low)
        count = own + before[last] - before[first]
        if not own and bisect_left(touched, low) == bisect_left(touched, high):
            yield from pieces[first:last]
        elif count > MOST and depth < _BITS:
            waiting += [((low + high) // 2, depth + 1), (low, depth + 1)]
        elif count:
            yield _Gap(low, depth, tuple(pieces[first:last]))


def _written(tables: "Mapping[str, pa.Table]", division: Iterable[Piece | _Gap]) -> Iterator[tuple[Piece, bytes]]:
    ordered = {name: _in_order(name, table) for name, table in tables.items()}
    keys = {name: _keys(table) for name, table in ordered.items()}
    for gap in division:
        if isinstance(gap, Piece):
            continue
        high = gap.low + (1 << (_BITS - gap.depth))
        cuts = {name: (bisect_left(one, gap.low), bisect_left(one, high)) for name, one in keys.items()}
        parts = {name: _csv(ordered[name].slice(first, last - first)) for name, (first, last) in cuts.items()}
        head = json.dumps({name: len(part) for name, part in parts.items()})
        text = b"\n".join([head.encode(), b"".join(parts.values())])
        first, last = cuts["enrolments"]
        yield Piece(gap.low, gap.depth, last - first, hashlib.sha256(text).hexdigest()), text


def _csv(table: "pa.Table") -> bytes:
    import pyarrow as pa
    from pyarrow import csv

    if not table.num_rows:
        return b""
    sink = pa.BufferOutputStream()
    csv.write_csv(table, sink, csv.WriteOptions(include_header=False))
    return sink.getvalue().to_pybytes()


def _read(contents: Iterable[bytes], names: tuple[str, ...]) -> "dict[str, pa.Table]":
    """The tables of pieces, joined in their order. Raises ExtractError when a piece holds other tables."""
    found: dict[str, list[bytes]] = {name: [] for name in names}
    for content in contents:
        head, _line, rest = content.partition(b"\n")
        lengths = json.loads(head)
        if tuple(lengths) != names:
            raise ExtractError("(piece)", "(all)", f"holds the tables {', '.join(lengths)}, not {', '.join(names)}")
        for name, length in lengths.items():
            found[name].append(rest[:length])
            rest = rest[length:]
    return {name: _from_csv(name, b"".join(parts)) for name, parts in found.items()}


def _from_csv(name: str, text: bytes) -> "pa.Table":
    import pyarrow as pa
    from pyarrow import csv

    wanted = schema(name)
    if not text:
        return wanted.empty_table()
    read = csv.read_csv(
        pa.BufferReader(text),
        csv.ReadOptions(column_names=wanted.names),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types=wanted, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""],
            true_values=["true"], false_values=["false"],
        ),
    )  # fmt: skip
    return pa.Table.from_arrays(read.columns, schema=wanted)


def _from_rows(name: str, rows: Iterable[Mapping[str, Any]]) -> "pa.Table":
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), schema=schema(name))


def _without(tables: "Mapping[str, pa.Table]", enrolments: Collection[str]) -> "dict[str, pa.Table]":
    import pyarrow as pa
    import pyarrow.compute as pc

    gone = pa.array(sorted(enrolments), pa.string())
    return {
        name: table.filter(pc.invert(pc.is_in(table["enrolment"], value_set=gone))) for name, table in tables.items()
    }


def _checked(
    project: str, at: date, names: tuple[str, ...], parts: "list[dict[str, pa.Table]]"
) -> "dict[str, pa.Table]":
    """The parts together, as an extract of their own that keeps the contract."""
    import pyarrow as pa

    tables = {name: pa.concat_tables([part[name] for part in parts]) for name in names}
    required = [tables.pop(name) for name in COLUMNS]
    return Extract(project, at, *required, tables).tables


def _in_order(name: str, table: "pa.Table") -> "pa.Table":
    """By enrolment, then by every other column: all but the first table stand so already."""
    return table.sort_by("enrolment") if name == "enrolments" else table


def _keys(table: "pa.Table") -> list[int]:
    return [_key(text) for text in table["enrolment"].to_pylist()]


def _key(enrolment: str) -> int:
    """The first letters as a number, in the order of the letters' bytes."""
    return int.from_bytes(enrolment.encode()[:_LETTERS].ljust(_LETTERS, b"\0"), "big")
