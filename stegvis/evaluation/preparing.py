"""Makes the stays of an extract: once for each extract, before the first question.

The same table as `stays.stays_of_tables`, several times faster, because it uses what a contract cannot promise to every
engine: that rows stand in order of person and enrolment. It checks the order, and the codes, and refuses otherwise.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from stegvis.evaluation import duck
from stegvis.evaluation.codes import AGE_EDGES, DESTINATIONS, INFLOW_CHANNELS, SEXES, TARGET_GROUPS
from stegvis.evaluation.contracts import ExtractError
from stegvis.evaluation.optional_tables import OPTIONAL, OptionalTable, require
from stegvis.evaluation.stays import NEVER, STAYS

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import pyarrow as pa

Sources = Mapping[str, "pa.Table | Path"]
"""The tables of an extract by name: in memory, or the Parquet files they lie in."""

_CHUNK = 1 << 18
_STRETCH = 1 << 20
#: What is read of each enrolment, beside where a person begins; `key` is the pseudonym's hash.
_ROWS: Mapping[str, str] = {
    "start": "int32", "end": "int32", "age_group": "int8", "municipality": "int16", "sex": "int8",
    "inflow_channel": "int8", "key": "uint64",
}  # fmt: skip


@dataclass
class Prepared:
    """The stays of one extract, in memory. Target groups and what optional tables tell are added when first asked."""

    sources: Sources
    stays: "pa.Table"
    places: tuple[str, ...]
    _added: "dict[str, dict[str, pa.ChunkedArray]]" = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, sources: Sources, *, in_order: bool = False) -> "Prepared":
        """From the three tables. Raises as `stays_and_places`."""
        with duck.cursor() as connection:
            return cls(sources, *stays_and_places(connection, sources, in_order=in_order))

    def table(self, *, by_target_group: bool = False, optional: Collection[str] = ()) -> "pa.Table":
        """The stays, with `target_groups` when asked, and the columns of optional tables.

        Raises DefinitionError when the extract lacks one of those.
        """
        require(self.sources, optional)
        stays = self.stays
        for name in (*(["target_groups"] if by_target_group else []), *(one for one in OPTIONAL if one in optional)):
            if name not in self._added:
                with duck.cursor() as connection:
                    self._added[name] = _columns_of(name, connection, self.sources, self.stays)
            for column, values in self._added[name].items():
                stays = stays.append_column(column, values)
        return stays


def stays_and_places(
    connection: "duckdb.DuckDBPyConnection", sources: Sources, *, in_order: bool = False
) -> tuple["pa.Table", tuple[str, ...]]:
    """The stays in the order of the enrolments, and the municipalities that their codes point at.

    `in_order`: somebody has seen already that the enrolments stand in the contract's order (`check_order`). Where one
    person ends and another begins is then told by hashes: two of ten million would have to be alike and side by side.

    Raises ExtractError when rows are not in order, a code is unknown, or an ended enrolment lacks its headline.
    """
    names = _views(connection, sources)
    asked = f"SELECT DISTINCT municipality FROM {names['enrolments']} ORDER BY 1"  # noqa: S608 - names are ours
    places = tuple(name for (name,) in connection.execute(asked).fetchall())
    rows = _enrolments(connection, sources, names, places, in_order=in_order)
    with ThreadPoolExecutor(1) as beside:
        joining = beside.submit(_exits, connection, names, rows["key"])
        columns = _courses(rows)
        columns["destination"], columns["ways"] = joining.result()
    _check_ends(rows["end"] != NEVER, columns["destination"], columns["ways"])
    return _chunked({name: columns[name].astype(kind, copy=False) for name, kind in STAYS.items()}), places


def check_order(enrolments: "pa.Table | Path") -> None:
    """Raises ExtractError when enrolments do not stand in the contract's order, by person and enrolment."""
    with duck.cursor() as connection:
        (source,) = _views(connection, {"enrolments": enrolments}).values()
        asked = f"SELECT coalesce(max(misplaced), 0) FROM (SELECT {_COMPARED} FROM {source})"  # noqa: S608 - ours
        ((misplaced,),) = connection.execute(asked).fetchall()
    if misplaced:
        raise ExtractError("enrolments", "person", "rows must stand in the order of person and enrolment")


def _courses(rows: dict[str, "np.ndarray"]) -> dict[str, "np.ndarray"]:
    """What a stay tells of its person: the next enrolment's start, and the facts of the first.

    A person's rows lie together, and put in time they lie in the same places: so a person begins where one began.
    """
    import numpy as np

    new, start = rows["new"], rows["start"]
    order, heads, goes_on = _in_time(new, start), np.flatnonzero(new), np.flatnonzero(~new[1:])
    until = np.full(len(new), NEVER, np.int32)
    until[order[goes_on]] = start[order[goes_on + 1]]
    entry = np.repeat(order[heads], np.diff(heads, append=len(new)))
    columns = {"since": start, "until": until, "end": rows["end"], "first": start[entry], "entry": entry}
    columns["month"] = _months(columns["first"])
    return columns | {name: rows[name][entry] for name in ("municipality", "sex", "inflow_channel", "age_group")}


def _months(days: "np.ndarray") -> "np.ndarray":
    """Months since 1970, looked up: there are far fewer days than rows."""
    import numpy as np

    if not len(days):
        return np.empty(0, np.int16)
    first, last = int(days.min()), int(days.max())
    known = np.arange(first, last + 1).astype("datetime64[D]").astype("datetime64[M]").astype(np.int16)
    return known[days - first]


def _columns_of(name: str, connection, sources: Sources, stays: "pa.Table") -> "dict[str, pa.ChunkedArray]":
    names = _views(connection, sources)
    if name == "target_groups":
        found = {"target_groups": _labels(connection, names, stays)}
    else:
        found = _told(connection, names, OPTIONAL[name], stays)
    chunked = _chunked(found)
    return {column: chunked[column] for column in found}


def _labels(connection: "duckdb.DuckDBPyConnection", names: Mapping[str, str], stays: "pa.Table") -> "np.ndarray":
    """A bit for each label of the person's first enrolment."""
    import numpy as np

    keys = _hashes(connection, names["enrolments"])
    row, code = _joined(connection, names, keys, "target_groups", _code("target_group", TARGET_GROUPS))
    labels = _sum_of_bits("target_groups", "target_group", row, code, stays.num_rows).astype(np.int8)
    return labels[stays["entry"].to_numpy()]


def _told(connection, names: Mapping[str, str], table: OptionalTable, stays: "pa.Table") -> "dict[str, np.ndarray]":
    """What an optional table tells of each stay, by the expression that all engines use."""
    import ibis
    import numpy as np

    placed = _chunked({"enrolment": places_of(connection, names, table.name)})
    connection.register("placed", placed)
    # places instead of pseudonyms, so that grouping and comparing is of whole numbers
    lying = f"""
        enrolments AS (
          SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS enrolment, * EXCLUDE (enrolment)
          FROM {names["enrolments"]}),
        {table.name} AS (
          SELECT placed.enrolment, given.* EXCLUDE (enrolment)
          FROM placed POSITIONAL JOIN {names[table.name]} AS given)"""  # noqa: S608 - names are ours
    _refuse_faults(connection, lying, table.name)
    rows = str(ibis.to_sql(table.coded_rows(), dialect="duckdb"))
    found = connection.execute(f"WITH {lying}, told AS ({rows}) SELECT * FROM told").fetchnumpy()  # noqa: S608 - ours
    told = {}
    for column, coded in table.coded.items():
        values = np.full(stays.num_rows, coded.empty, coded.kind)
        values[found["enrolment"]] = found[column]
        told[column] = values[stays["entry"].to_numpy()] if coded.at_entry else values
    return told


def _refuse_faults(connection, lying: str, name: str) -> None:
    """Raises ExtractError for the first thing in an optional table that breaks the contract."""
    import ibis

    from stegvis.evaluation.engines import definition

    found = [*definition.faults_of(name)]
    asked = str(ibis.to_sql(definition.counted(found), dialect="duckdb"))
    told = dict(connection.execute(f"WITH {lying} SELECT * FROM ({asked})").fetchall())  # noqa: S608 - names are ours
    for number, complaint in enumerate(found):
        if rows := told[number]:
            raise ExtractError(complaint.table, complaint.column, complaint.words.format(rows))


def _views(connection, sources: Sources) -> dict[str, str]:
    """What stands after FROM for each table."""
    names = {}
    for name, source in sources.items():
        if isinstance(source, Path):
            names[name] = f"read_parquet({_quoted(str(source))})"
        else:
            connection.register(f"source_{name}", source)
            names[name] = f"source_{name}"
    return names


def _enrolments(
    connection, sources: Sources, names: Mapping[str, str], places: tuple[str, ...], *, in_order: bool
) -> dict[str, "np.ndarray"]:
    """What a stay needs of each enrolment, in order. Each core reads a stretch."""
    import numpy as np

    ((count,),) = connection.execute(f"SELECT count(*) FROM {names['enrolments']}").fetchall()  # noqa: S608 - ours
    kinds = _ROWS | ({"who": "uint64"} if in_order else {"new": "bool"})
    rows = {name: np.empty(count, kind) for name, kind in kinds.items()}
    parts = max(1, min(os.cpu_count() or 1, count // _STRETCH))
    edges = [count * part // parts for part in range(parts + 1)]

    def read(first: int, last: int) -> None:
        with duck.cursor() as own:
            _fill(rows, first, _stretch(own, sources["enrolments"], first, last, places, in_order=in_order))

    with ThreadPoolExecutor(parts) as pool:
        list(pool.map(read, edges, edges[1:]))
    if in_order:
        who = rows.pop("who")
        rows["new"] = np.ones(count, bool)
        np.not_equal(who[1:], who[:-1], out=rows["new"][1:])
    return rows


#: Compares each row with the one before, by letters. DuckDB does that row by row, at half of all reading costs.
_COMPARED = """
    CAST(person IS DISTINCT FROM lag(person) OVER () AS TINYINT) AS new,
    CAST(coalesce(person < lag(person) OVER () OR
      (person = lag(person) OVER () AND enrolment <= lag(enrolment) OVER ()), false) AS TINYINT) AS misplaced"""


def _stretch(
    own, source: "pa.Table | Path", first: int, last: int, places: tuple[str, ...], *, in_order: bool
) -> "Iterator[pa.RecordBatch]":
    """The rows from `first` up to `last`, read by a connection of their own, and before them the one they follow on."""
    if isinstance(source, Path):
        place, part = "file_row_number", f"read_parquet({_quoted(str(source))}, file_row_number = true)"
        part = f"{part} WHERE {place} >= {max(0, first - 1)} AND {place} < {last}"
    else:
        part = "stretch"
        own.register(part, source.slice(max(0, first - 1), last - max(0, first - 1)))
    sql = f"""
        SELECT {"hash(person) AS who" if in_order else _COMPARED},
          {_day("start_on")} AS start, coalesce({_day("end_on")}, {NEVER}) AS end,
          {_band("age", AGE_EDGES)} AS age_group,
          {_code("municipality", places)} AS municipality, CAST({_code("sex", SEXES)} AS TINYINT) AS sex,
          CAST({_code("inflow_channel", INFLOW_CHANNELS)} AS TINYINT) AS inflow_channel, hash(enrolment) AS key
        FROM {part}"""  # noqa: S608 - names and codes are quoted
    yield from own.sql(sql).to_arrow_reader(_CHUNK)


def _fill(rows: dict[str, "np.ndarray"], first: int, batches: "Iterable[pa.RecordBatch]") -> None:
    """Write what was read of a stretch where it belongs. Raises ExtractError for what is not in order or unknown."""
    import pyarrow.compute as pc

    at = first - 1 if first else 0
    for batch in batches:
        if "new" in rows and pc.max(batch["misplaced"]).as_py():
            raise ExtractError("enrolments", "person", "rows must stand in the order of person and enrolment")
        told = batch.slice(first - at) if at < first else batch  # the row before a stretch is only compared with
        at = max(at, first)
        for name, values in rows.items():
            column = told[name]
            if column.null_count:
                raise ExtractError("enrolments", name, f"holds an unknown code in {column.null_count} row(s)")
            values[at : at + len(column)] = column.to_numpy()
        at += told.num_rows


def _exits(connection, names: Mapping[str, str], keys: "np.ndarray") -> tuple["np.ndarray", "np.ndarray"]:
    """Headline (-1: none) and all exits as bits, for each enrolment in its place.

    Exits of one enrolment lie side by side, as the contract has them: what is joined is each such run. Where they do
    not, or hashes do not decide, each row is joined by itself.
    """
    import numpy as np

    with_headline = f"{_code('destination', DESTINATIONS)} * 2 + CAST(headline AS SMALLINT)"
    theirs, code = _keys_and_codes(connection, names["exits"], with_headline)
    headline, code = (code & 1).astype(bool), code >> 1
    begins = _begins(theirs)
    if not len(begins):
        return np.full(len(keys), -1, np.int8), np.zeros(len(keys), np.int32)
    ways = np.bitwise_or.reduceat(np.left_shift(np.int32(1), code, dtype=np.int32), begins)
    main = np.maximum.reduceat(np.where(headline, code, np.int8(-1)), begins)
    connection.register("runs", _chunked({"key": theirs[begins], "ways": ways, "main": main}))
    connection.register("hashed", _chunked({"key": keys, "place": np.arange(len(keys), dtype=np.int32)}))
    placed, all_ways, found = np.full(len(keys), -1, np.int8), np.zeros(len(keys), np.int32), 0
    for batch in connection.sql("SELECT place, ways, main FROM runs JOIN hashed USING (key)").to_arrow_reader(_CHUNK):
        place = batch["place"].to_numpy()
        all_ways[place], placed[place] = batch["ways"].to_numpy(), batch["main"].to_numpy()
        found += len(place)
    if not found == len(begins) == np.count_nonzero(all_ways):
        return _exits_by_row(connection, names, keys, with_headline)
    _refuse_repeated("exits", "destination", ways, len(theirs))
    if np.count_nonzero(main >= 0) != np.count_nonzero(headline):
        raise ExtractError("exits", "headline", "an enrolment has more than one headline exit")
    return placed, all_ways


def _keys_and_codes(connection, source: str, code: str) -> tuple["np.ndarray", "np.ndarray"]:
    """Hash of the enrolment and a small number for each exit, in order."""
    import numpy as np

    ((count,),) = connection.execute(f"SELECT count(*) FROM {source}").fetchall()  # noqa: S608 - names are ours
    keys, codes, at = np.empty(count, np.uint64), np.empty(count, np.int8), 0
    sql = f"SELECT hash(enrolment) AS key, CAST({code} AS TINYINT) AS code FROM {source}"  # noqa: S608 - names are ours
    for batch in connection.sql(sql).to_arrow_reader(_CHUNK):
        if unknown := batch["code"].null_count:
            raise ExtractError("exits", "destination", f"holds an unknown code in {unknown} row(s)")
        end = at + batch.num_rows
        keys[at:end], codes[at:end] = batch["key"].to_numpy(), batch["code"].to_numpy()
        at = end
    return keys, codes


def _begins(keys: "np.ndarray") -> "np.ndarray":
    """Where in a column another value begins."""
    import numpy as np

    return np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.empty(0, np.int64)


def _exits_by_row(
    connection, names: Mapping[str, str], keys: "np.ndarray", with_headline: str
) -> tuple["np.ndarray", "np.ndarray"]:
    import numpy as np

    row, code = _joined(connection, names, keys, "exits", with_headline)
    headline, code = (code & 1).astype(bool), code >> 1
    ways = _sum_of_bits("exits", "destination", row, code, len(keys))
    destination = np.full(len(keys), -1, np.int8)
    destination[row[headline]] = code[headline]
    if np.count_nonzero(destination >= 0) != np.count_nonzero(headline):
        raise ExtractError("exits", "headline", "an enrolment has more than one headline exit")
    return destination, ways


def _joined(
    connection, names: Mapping[str, str], keys: "np.ndarray", name: str, code: str
) -> tuple["np.ndarray", "np.ndarray"]:
    """The rows of a table that names enrolments: the place of the enrolment, and the whole number that `code` makes.

    Joined by hashes of the pseudonyms, half the work of joining 32 letters. Should two enrolments ever share a hash,
    too many rows are found, and the letters decide.
    """
    import numpy as np

    connection.register("hashed", _chunked({"key": keys, "place": np.arange(len(keys), dtype=np.int32)}))
    sql = f"""
        SELECT place, code FROM (SELECT hash(enrolment) AS key, CAST({code} AS SMALLINT) AS code FROM {names[name]})
        JOIN hashed USING (key)"""  # noqa: S608 - names are ours
    found = connection.execute(sql).fetchnumpy()
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {names[name]}").fetchall()  # noqa: S608 - names are ours
    if len(found["place"]) == rows:
        return found["place"], found["code"]
    in_order = f"SELECT CAST({code} AS SMALLINT) AS code FROM {names[name]}"  # noqa: S608 - names are ours
    return _places_by_letters(connection, names, name, rows), connection.execute(in_order).fetchnumpy()["code"]


def places_of(connection: "duckdb.DuckDBPyConnection", names: Mapping[str, str], name: str) -> "np.ndarray":
    """For each row of a table the place of its enrolment, where an enrolment may have many rows.

    They lie side by side: what is looked up is each such run, by a hash, and not each row by 32 letters. As with
    `_joined` the letters decide when hashes do not. Raises ExtractError when a row is of no enrolment.
    """
    import numpy as np

    theirs, keys = _hashes(connection, names[name]), _hashes(connection, names["enrolments"])
    begins = _begins(theirs)
    connection.register("runs", _chunked({"key": theirs[begins], "run": np.arange(len(begins), dtype=np.int32)}))
    connection.register("hashed", _chunked({"key": keys, "place": np.arange(len(keys), dtype=np.int32)}))
    found = connection.execute("SELECT run, place FROM runs JOIN hashed USING (key)").fetchnumpy()
    if len(found["run"]) != len(begins):
        return _places_by_letters(connection, names, name, len(theirs))
    places = np.empty(len(begins), np.int32)
    places[found["run"]] = found["place"]
    return np.repeat(places, np.diff(begins, append=len(theirs)))


def _hashes(connection: "duckdb.DuckDBPyConnection", source: str) -> "np.ndarray":
    return connection.execute(f"SELECT hash(enrolment) AS key FROM {source}").fetchnumpy()["key"]  # noqa: S608 - ours


def _places_by_letters(connection, names: Mapping[str, str], name: str, rows: int) -> "np.ndarray":
    import numpy as np

    sql = f"""
        WITH placed AS (
          SELECT enrolment, CAST(row_number() OVER () - 1 AS INTEGER) AS place FROM {names["enrolments"]}),
        numbered AS (SELECT enrolment, CAST(row_number() OVER () - 1 AS INTEGER) AS row FROM {names[name]})
        SELECT row, place FROM numbered JOIN placed USING (enrolment)"""  # noqa: S608 - names are ours
    found = connection.execute(sql).fetchnumpy()
    if len(found["row"]) != rows:
        raise ExtractError(name, "enrolment", f"{rows - len(found['row'])} row(s) are of no enrolment here")
    places = np.empty(rows, np.int32)
    places[found["row"]] = found["place"]
    return places


def _check_ends(ended: "np.ndarray", destination: "np.ndarray", ways: "np.ndarray") -> None:
    if (without := ended & (destination < 0)).any():
        raise ExtractError("exits", "headline", f"{int(without.sum())} ended enrolment(s) have no headline exit")
    if (early := ~ended & (ways != 0)).any():
        raise ExtractError("exits", "enrolment", f"{int(early.sum())} enrolment(s) have an exit but have not ended")


def _in_time(new: "np.ndarray", start: "np.ndarray") -> "np.ndarray":
    """The order of the rows by person, start and place."""
    import numpy as np

    if not len(new):
        return np.empty(0, np.int32)
    key = np.cumsum(new, dtype=np.int64)
    key <<= 32
    key += start
    key -= int(start.min())
    return np.argsort(key, kind="stable").astype(np.int32)


def _sum_of_bits(table: str, column: str, row: "np.ndarray", code: "np.ndarray", count: int) -> "np.ndarray":
    """For each place the codes that came there, as bits."""
    import numpy as np

    _refuse_unknown(table, column, code)
    sums = np.bincount(row, weights=np.exp2(code), minlength=count).astype(np.int32)
    _refuse_repeated(table, column, sums, len(row))  # the same bit twice is carried over, and one is missing
    return sums


def _refuse_repeated(table: str, column: str, sums: "np.ndarray", rows: int) -> None:
    """Each row must have given a bit of its own."""
    import numpy as np

    if np.bitwise_count(sums).sum() != rows:
        raise ExtractError(table, column, "stands twice for the same enrolment")


def _refuse_unknown(table: str, column: str, codes: "np.ndarray") -> None:
    import numpy as np

    if np.ma.is_masked(codes):
        raise ExtractError(table, column, f"holds an unknown code in {int(np.ma.count_masked(codes))} row(s)")


def _code(column: str, among: tuple[str, ...]) -> str:
    if not among:
        return "0"
    listed = ", ".join(map(_quoted, among))
    return f"CAST(enum_code(TRY_CAST({column} AS ENUM ({listed}))) AS SMALLINT)"


def _day(column: str) -> str:
    return f"CAST({column} - DATE '1970-01-01' AS INTEGER)"


def _band(column: str, edges: tuple[int, ...]) -> str:
    begun = " + ".join(f"CAST({column} >= {edge} AS TINYINT)" for edge in edges)
    return f"CAST({begun} AS TINYINT)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _chunked(columns: Mapping[str, "np.ndarray"]) -> "pa.Table":
    """In pieces, so that all cores can read it."""
    import pyarrow as pa

    whole = pa.table(dict(columns))
    return pa.Table.from_batches(whole.to_batches(max_chunksize=_CHUNK), schema=whole.schema)
