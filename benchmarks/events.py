"""Fifty million events of ten million enrolments: joined by pseudonym, and by the places that sorted rows give."""

import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from benchmarks import engine
from benchmarks.numbers import ratio, times

_MAKE = """
COPY (SELECT enrolment, CAST(hash(enrolment) >> nth & 7 AS TINYINT) AS kind, CAST(15 + nth * 10 AS SMALLINT) AS minutes
  FROM (SELECT enrolment, unnest(range({each})) AS nth FROM (
    SELECT enrolment FROM '{folder}/enrolments.parquet' ORDER BY enrolment)))
  TO '{folder}/events.parquet'
"""
_NAIVE = """
SELECT municipality, kind, count(*), sum(minutes) FROM '{folder}/events.parquet'
JOIN '{folder}/enrolments.parquet' USING (enrolment) GROUP BY ALL
"""


def measure(rows: int, each: int, rounds: int, told: Callable[[str], None]) -> dict:
    """Both in turn; the answers are compared every time. Seconds of processor time over all cores."""
    folder = _made(rows, each, told)
    ways = {"joined by pseudonym": lambda: _naive(folder), "placed by runs": lambda: _placed(folder)}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        told(f"events, round {number} of {rounds}" if number else "events, once to warm up")
        answers = {}
        for name in (list(ways) * 2)[number % 2 :][:2]:
            begun = time.process_time()
            answers[name] = ways[name]()
            if number:
                seconds[name].append(time.process_time() - begun)
        if answers["placed by runs"] != answers["joined by pseudonym"]:
            raise AssertionError("the two ways do not agree")
    naive = seconds["joined by pseudonym"]
    return {
        "enrolments": rows,
        "events": rows * each,
        "rounds": rounds,
        "processor": {name: asdict(times(found)) for name, found in seconds.items()},
        "ratios": {name: asdict(ratio(found, naive)) for name, found in seconds.items()},
    }


def _naive(folder: Path) -> set:
    import duckdb

    return set(duckdb.connect().execute(_NAIVE.format(folder=folder)).fetchall())


def _placed(folder: Path) -> set:
    """As the engine reads an optional table: where each run of rows belongs, then whole numbers only."""
    import duckdb
    import pyarrow as pa

    from stegvis.evaluation.preparing import places_of

    connection = duckdb.connect()
    names = {name: f"read_parquet('{folder}/{name}.parquet')" for name in ("enrolments", "events")}
    asked = f"SELECT municipality FROM {names['enrolments']}"  # noqa: S608 - names are ours
    towns = connection.execute(f"SELECT DISTINCT municipality FROM ({asked}) ORDER BY 1").fetchall()  # noqa: S608
    listed = ", ".join(f"'{town}'" for (town,) in towns)
    codes = connection.execute(
        f"SELECT CAST(enum_code(CAST(municipality AS ENUM ({listed}))) AS SMALLINT) AS code FROM ({asked})"  # noqa: S608
    ).fetchnumpy()["code"]
    connection.register("placed", pa.table({"town": codes[places_of(connection, names, "events")]}))
    sql = f"""
        SELECT town, kind, count(*), sum(minutes) FROM placed POSITIONAL JOIN {names["events"]}
        GROUP BY ALL"""  # noqa: S608 - names are ours
    return {(towns[town][0], *rest) for town, *rest in connection.execute(sql).fetchall()}


def _made(rows: int, each: int, told: Callable[[str], None]) -> Path:
    import duckdb

    folder = engine.made(rows, told)
    if not (folder / "events.parquet").exists():
        told(f"Making {rows * each:,} events in Parquet; kept for the next time …")
        duckdb.connect().execute(_MAKE.format(folder=folder, each=each))
    return folder
