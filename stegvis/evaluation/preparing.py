"""Makes the stays of an extract: once for each extract, before the first question.

The same table as `stays.stays_of_tables`, several times faster, because it uses what a contract cannot promise to every
engine: that rows stand in order of person and enrolment. It checks the order, and the codes, and refuses otherwise.
"""

from collections.abc import Collection, Mapping
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


@dataclass
class Prepared:
    """The stays of one extract, in memory. Target groups and what optional tables tell are added when first asked."""

    sources: Sources
    stays: "pa.Table"
    places: tuple[str, ...]
    _added: "dict[str, dict[str, pa.ChunkedArray]]" = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, sources: Sources) -> "Prepared":
        """From the three tables. Raises as `stays_and_places`."""
        with duck.cursor() as connection:
            return cls(sources, *stays_and_places(connection, sources))

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


def stays_and_places(connection: "duckdb.DuckDBPyConnection", sources: Sources) -> tuple["pa.Table", tuple[str, ...]]:
    """The stays in the order of the enrolments, and the municipalities that their codes point at.

    Raises ExtractError when rows are not in order, a code is unknown, or an ended enrolment lacks its headline.
    """
    import numpy as np

    names = _views(connection, sources)
    asked = f"SELECT DISTINCT municipality FROM {names['enrolments']} ORDER BY 1"  # noqa: S608 - names are ours
    places = tuple(name for (name,) in connection.execute(asked).fetchall())
    rows = _enrolments(connection, names, places)
    destination, ways = _exits(connection, names, rows["key"])
    order, begins = _in_time(rows["new"], rows["start"])
    until, entry = np.full(len(order), NEVER, np.int32), np.empty(len(order), np.int32)
    goes_on = np.flatnonzero(~begins[1:])
    until[order[goes_on]] = rows["start"][order[goes_on + 1]]
    heads = np.flatnonzero(begins)
    entry[order] = np.repeat(order[heads], np.diff(heads, append=len(order)))
    _check_ends(rows["end"] != NEVER, destination, ways)
    first = rows["start"][entry]
    columns = {
        "since": rows["start"],
        "until": until,
        "end": rows["end"],
        "first": first,
        "month": first.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64),
        "destination": destination,
        "ways": ways,
        "entry": entry,
    }
    columns |= {name: rows[name][entry] for name in ("municipality", "sex", "inflow_channel", "age_group")}
    return _chunked({name: columns[name].astype(kind, copy=False) for name, kind in STAYS.items()}), places


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


def _enrolments(connection, names: Mapping[str, str], places: tuple[str, ...]) -> dict[str, "np.ndarray"]:
    codes = {"municipality": places, "sex": SEXES, "inflow_channel": INFLOW_CHANNELS}
    coded = ", ".join(f"{_code(column, among)} AS {column}" for column, among in codes.items())
    sql = f"""
        SELECT person IS DISTINCT FROM lag(person) OVER () AS new,
          coalesce(person < lag(person) OVER () OR
            (person = lag(person) OVER () AND enrolment <= lag(enrolment) OVER ()), false) AS misplaced,
          {_day("start_on")} AS start, coalesce({_day("end_on")}, {NEVER}) AS end,
          {_band("age", AGE_EDGES)} AS age_group, {coded}, hash(enrolment) AS key
        FROM {names["enrolments"]}"""  # noqa: S608 - names and codes are quoted
    rows = connection.execute(sql).fetchnumpy()
    if rows["misplaced"].any():
        raise ExtractError("enrolments", "person", "rows must stand in the order of person and enrolment")
    for column in codes:
        _refuse_unknown("enrolments", column, rows[column])
    return rows


def _exits(connection, names: Mapping[str, str], keys: "np.ndarray") -> tuple["np.ndarray", "np.ndarray"]:
    """Headline (-1: none) and all exits as bits, for each enrolment in its place."""
    import numpy as np

    with_headline = f"{_code('destination', DESTINATIONS)} * 2 + CAST(headline AS SMALLINT)"
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
    (rows,) = connection.execute(f"SELECT count(*) FROM {names[name]}").fetchone()  # noqa: S608 - names are ours
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
    begins = np.flatnonzero(np.concatenate([[True], theirs[1:] != theirs[:-1]])) if len(theirs) else np.empty(0, int)
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


def _in_time(new: "np.ndarray", start: "np.ndarray") -> tuple["np.ndarray", "np.ndarray"]:
    """The order of the rows by person, start and place, and where in that order a new person begins."""
    import numpy as np

    if not len(new):
        return np.empty(0, np.int64), np.empty(0, bool)
    who = np.cumsum(new.astype(np.int64))
    key = (who << 32) + (start.astype(np.int64) - int(start.min()))
    order = np.argsort(key, kind="stable")
    placed = who[order]
    return order, np.concatenate([[True], placed[1:] != placed[:-1]])


def _sum_of_bits(table: str, column: str, row: "np.ndarray", code: "np.ndarray", count: int) -> "np.ndarray":
    """For each place the codes that came there, as bits."""
    import numpy as np

    _refuse_unknown(table, column, code)
    sums = np.bincount(row, weights=np.exp2(code), minlength=count).astype(np.int32)
    if np.bitwise_count(sums).sum() != len(row):  # the same bit twice is carried over, and one is missing
        raise ExtractError(table, column, "stands twice for the same enrolment")
    return sums


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
