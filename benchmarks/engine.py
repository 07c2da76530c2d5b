"""Municipality × sex × destination: our engine's question beside SQL written by hand, over the same Parquet."""

import datetime as dt
import time
from dataclasses import asdict, dataclass

from benchmarks.databases import KEPT
from benchmarks.numbers import ratio, times

_AT = dt.date(2026, 10, 31)
#: The same question as a person would write it: first and last enrolment of each person, headline of the last.
_BY_HAND = """
WITH persons AS (
  SELECT person,
    arg_min(municipality, start_on) AS municipality, arg_min(sex, start_on) AS sex,
    max_by(enrolment, start_on) AS last_enrolment, arg_max_null(end_on, start_on) AS last_end_on
  FROM enrolments WHERE start_on <= DATE '2026-10-31' GROUP BY person)
SELECT municipality, sex,
  CASE WHEN coalesce(last_end_on <= DATE '2026-10-31', false) THEN destination ELSE 'still_enrolled' END AS way,
  count(*)
FROM persons LEFT JOIN (SELECT enrolment, destination FROM exits WHERE headline) headlines
  ON headlines.enrolment = persons.last_enrolment
GROUP BY ALL
"""
_MAKE = """
COPY (SELECT printf('%016x', hash(i // 3 * 7 + 1)) || printf('%016x', i // 3) AS person,
  printf('%032x', i) AS enrolment, 'Kommun ' || (i // 3 % 290) AS municipality,
  CASE WHEN hash(i // 3) % 2 = 0 THEN 'F' ELSE 'M' END AS sex, CAST(18 + i // 3 % 46 AS INTEGER) AS age,
  ['income_support', 'open_self', 'school', 'other'][1 + i % 4] AS inflow_channel,
  CAST(DATE '2018-01-01' + CAST(900 * (i % 3) + hash(i) % 400 AS INTEGER) AS DATE) AS start_on,
  CASE WHEN i % 3 = 2 AND hash(i + 5) % 3 = 0 THEN NULL
    ELSE CAST(DATE '2018-01-01' + CAST(900 * (i % 3) + 400 + hash(i) % 400 AS INTEGER) AS DATE) END AS end_on
  FROM range({rows}) t(i)) TO '{folder}/enrolments.parquet';
COPY (SELECT enrolment,
  ['work', 'studies', 'internship', 'job_seeking', 'moved', 'other'][1 + CAST(hash(enrolment) % 6 AS INTEGER)]
  AS destination, true AS headline FROM '{folder}/enrolments.parquet' WHERE end_on IS NOT NULL)
  TO '{folder}/exits.parquet';
"""


@dataclass(frozen=True)
class _Tables:
    """Three tables where the engine expects an extract: the engine reads names only."""

    enrolments: object
    exits: object
    target_groups: object


def measure(rows: int, rounds: int, told) -> dict:
    """Both in turn; the answers are compared before anything is said of the time."""
    import duckdb
    import pyarrow.dataset as dataset
    import pyarrow.parquet as parquet

    from stegvis.evaluation import engine
    from stegvis.evaluation.contracts import schema
    from stegvis.evaluation.definitions import Dimension

    folder = KEPT / f"extract-{rows}"
    if not (folder / "exits.parquet").exists():
        told(f"Making {rows:,} rows of Parquet; kept for the next time …")
        folder.mkdir(parents=True, exist_ok=True)
        duckdb.connect().execute(_MAKE.format(rows=rows, folder=folder))
    groups = schema("target_groups").empty_table()
    on_disk = _Tables(*(dataset.dataset(folder / f"{name}.parquet") for name in ("enrolments", "exits")), groups)
    held = _Tables(*(parquet.read_table(folder / f"{name}.parquet") for name in ("enrolments", "exits")), groups)
    by_hand = duckdb.connect()
    for name in ("enrolments", "exits"):
        by_hand.execute(f"CREATE VIEW {name} AS SELECT * FROM '{folder}/{name}.parquet'")  # noqa: S608
    asked = {
        "by hand": lambda: {(m, s, d): n for m, s, d, n in by_hand.execute(_BY_HAND).fetchall()},
        "engine, Parquet": lambda: _boxes(engine.census(on_disk, _AT, Dimension.MUNICIPALITY)),
        "engine, in memory": lambda: _boxes(engine.census(held, _AT, Dimension.MUNICIPALITY)),
    }
    answers = {name: ask() for name, ask in asked.items()}
    assert answers["by hand"] == answers["engine, Parquet"] == answers["engine, in memory"]  # noqa: S101
    seconds: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(rounds):
        told(f"engine, round {number + 1} of {rounds}")
        for name, ask in asked.items():
            begun = time.perf_counter()
            ask()
            seconds[name].append(time.perf_counter() - begun)
    return {
        "rows": rows,
        "cells": len(answers["by hand"]),
        "times": {name: asdict(times(each)) for name, each in seconds.items()},
        "ratios": {name: asdict(ratio(seconds[name], seconds["by hand"])) for name in asked if name != "by hand"},
    }


def _boxes(census: dict) -> dict:
    found: dict = {}
    for (municipality, sex), ways in census.items():
        for (way, _hit), people in ways.items():
            found[municipality, sex, way] = found.get((municipality, sex, way), 0) + people
    return found
