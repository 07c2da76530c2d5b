"""Municipality × sex × destination: our engine's question beside SQL written by hand, over the same Parquet."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from benchmarks.databases import KEPT
from benchmarks.numbers import ratio, times

_DRAWN = dt.date(2026, 10, 31)
#: Before the extract was drawn, so that some enrolments have not begun and some ends have not come.
AT = dt.date(2025, 12, 31)
#: As an analyst would write it; of six ways tried at full size the fastest that gives the right answer.
_BY_HAND = f"""
WITH persons AS (
  SELECT first(municipality ORDER BY start_on, enrolment) AS municipality,
    first(sex ORDER BY start_on, enrolment) AS sex,
    last(enrolment ORDER BY start_on, enrolment) AS last_enrolment,
    last(end_on ORDER BY start_on, enrolment) AS last_end_on
  FROM enrolments WHERE start_on <= DATE '{AT}' GROUP BY person)
SELECT municipality, sex,
  CASE WHEN coalesce(last_end_on <= DATE '{AT}', false) THEN destination ELSE 'still_enrolled' END AS way,
  count(*)
FROM persons LEFT JOIN (SELECT enrolment, destination FROM exits WHERE headline) headlines
  ON headlines.enrolment = persons.last_enrolment
GROUP BY ALL
"""  # noqa: S608
#: Three people to ten enrolments; pseudonyms that no compression shortens; one enrolment in twenty in another
#: municipality; starts on the same day; exits beside the headline; in the contract's order.
_MAKE = """
CREATE MACRO pick(n, salt, choices) AS CAST(hash(n * 31 + salt) % choices AS INTEGER);
CREATE TABLE drawn AS SELECT i, pick(i, 1, {people}) AS who, DATE '2018-01-01' + pick(i, 2, 3220) AS start_on
  FROM range({rows}) t(i);
CREATE TABLE enrolments AS SELECT md5('person ' || who) AS person, md5('enrolment ' || i) AS enrolment,
  printf('Kommun %03d', CASE WHEN pick(i, 3, 20) = 0 THEN pick(i, 4, 290) ELSE who % 290 END) AS municipality,
  CASE WHEN hash(who) % 2 = 0 THEN 'F' ELSE 'M' END AS sex, CAST(18 + who % 46 AS INTEGER) AS age,
  ['income_support', 'open_self', 'school', 'other'][1 + pick(i, 5, 4)] AS inflow_channel, start_on,
  CASE WHEN start_on + pick(i, 6, 700) <= DATE '{drawn}' THEN start_on + pick(i, 6, 700) END AS end_on
  FROM drawn ORDER BY ALL;
CREATE TABLE ended AS SELECT enrolment, hash(enrolment) >> 8 AS n FROM enrolments WHERE end_on IS NOT NULL;
COPY enrolments TO '{folder}/enrolments.parquet';
COPY (SELECT enrolment, ['work', 'studies', 'internship', 'job_seeking', 'moved', 'other', 'transferred', 'pension']
    [1 + (pick(n, 7, 8) + 3 * place) % 8] AS destination, place = 0 AS headline
  FROM (SELECT enrolment, n, unnest(range(1 + pick(n, 8, 3) // 2)) AS place FROM ended) ORDER BY ALL)
  TO '{folder}/exits.parquet';
COPY (SELECT enrolment, ['youth', 'newly_arrived', 'disability'][1 + pick(hash(enrolment) >> 8, 9, 3)] AS target_group
  FROM enrolments WHERE pick(hash(enrolment) >> 8, 10, 2) = 0 ORDER BY ALL) TO '{folder}/target_groups.parquet';
"""


def measure(rows: int, rounds: int, told: Callable[[str], None]) -> dict:
    """All ways in turn, each round beginning with another; their answers are compared cell by cell every time.

    Seconds on the clock, and seconds of processor time over all cores, which a busy machine disturbs less.
    """
    ways = _ways(made(rows, told))
    expected = ways["by hand"]()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    processor: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        told(f"engine, round {number} of {rounds}" if number else "engine, once to warm up")
        for name in (list(ways) * 2)[number % len(ways) :][: len(ways)]:
            begun, worked = time.perf_counter(), time.process_time()
            answer = ways[name]()
            took = time.perf_counter() - begun, time.process_time() - worked
            if answer != expected:
                raise AssertionError(f"{name} answers otherwise than the SQL written by hand")
            if number:
                seconds[name].append(took[0])
                processor[name].append(took[1])
    return {
        "rows": rows,
        "cells": len(expected),
        "people": sum(expected.values()),
        "rounds": rounds,
        "times": {name: asdict(times(each)) for name, each in seconds.items()},
        "processor": {name: asdict(times(each)) for name, each in processor.items()},
        "ratios": {name: asdict(ratio(each, seconds["by hand"])) for name, each in seconds.items()},
        "processor_ratios": {name: asdict(ratio(each, processor["by hand"])) for name, each in processor.items()},
    }


def _ways(folder: Path) -> dict[str, Callable[[], dict]]:
    """Name → asks the question, and answers with the people in each cell that is not empty."""
    import duckdb

    from stegvis.evaluation.kept import KeptExtract

    by_hand, loaded = duckdb.connect(), duckdb.connect()
    for name in ("enrolments", "exits"):
        by_hand.execute(f"CREATE VIEW {name} AS SELECT * FROM '{folder}/{name}.parquet'")  # noqa: S608
        loaded.execute(f"CREATE TABLE {name} AS SELECT * FROM '{folder}/{name}.parquet'")  # noqa: S608
    held = KeptExtract.open(folder)

    def first() -> dict:
        for derived in folder.glob("stays.*"):
            derived.unlink()
        return _cells(KeptExtract.open(folder))

    return {
        "by hand": lambda: _rows(by_hand),
        "by hand, tables loaded before": lambda: _rows(loaded),
        "engine, first question ever": first,
        "engine, first question of a program": lambda: _cells(KeptExtract.open(folder)),
        "engine, further question": lambda: _cells(held),
    }


def _rows(connection) -> dict:
    return {(place, sex, way): people for place, sex, way, people in connection.execute(_BY_HAND).fetchall()}


def _cells(extract) -> dict:
    from stegvis.evaluation import engine
    from stegvis.evaluation.catalogue import EXIT_DESTINATION_DETAILED

    result = engine.compute(EXIT_DESTINATION_DETAILED, extract, at=AT, base="enrolled", by=("municipality", "sex"))
    return {
        (row.by["municipality"], row.by["sex"], row.destination): row.numerator for row in result.rows if row.numerator
    }


def made(rows: int, told: Callable[[str], None]) -> Path:
    """The folder of an invented extract with so many enrolments, kept for the next time."""
    import duckdb

    from stegvis.evaluation.kept import seal

    folder = KEPT / f"extract-{rows}-sealed"
    if not (folder / "extract.json").exists():
        told(f"Making {rows:,} enrolments in Parquet; kept for the next time …")
        folder.mkdir(parents=True, exist_ok=True)
        people = max(1, rows * 3 // 10)
        duckdb.connect().execute(_MAKE.format(rows=rows, people=people, drawn=_DRAWN, folder=folder))
        seal(folder, project="invented", at=_DRAWN)
    return folder
