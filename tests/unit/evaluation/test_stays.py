"""The prepared stays are those of the definition, on generated projects; what breaks the contract is refused."""

import json
from contextlib import contextmanager
from datetime import date, timedelta
from unittest.mock import patch

import ibis
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from stegvis.evaluation import duck, engine, preparing, twin
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.codes import DESTINATIONS
from stegvis.evaluation.contracts import COLUMNS, Extract, ExtractError, schema
from stegvis.evaluation.definitions import DefinitionError
from stegvis.evaluation.kept import KeptExtract, keep, seal
from stegvis.evaluation.optional_tables import NO_ROW, NOT_REACHED
from stegvis.evaluation.preparing import Prepared
from stegvis.evaluation.stays import STAYS, stays_of_tables
from tests.unit.evaluation.people import DAY, SPRING, Stay, crowd, extract_of, same_days

TWICE_THE_SAME_DAY = (
    Stay(end_on=DAY, exits=("work",), target_groups=("youth",)),
    Stay(municipality="L'Aquila", sex="M", target_groups=("disability",)),
)


SQL = str(ibis.to_sql(stays_of_tables(), dialect="duckdb"))


def _by_definition(extract: Extract) -> list[dict]:
    with duck.cursor() as connection:
        for name in COLUMNS:
            connection.register(name, getattr(extract, name))
        rows = connection.sql(SQL).to_arrow_table().select([*STAYS]).to_pylist()
    places = extract.enrolments["enrolment"].to_pylist()
    return sorted((row | {"entry": places.index(row["entry"])} for row in rows), key=_order)


def _prepared(extract: Extract, **choices) -> list[dict]:
    prepared = Prepared.of(extract.tables, **choices)
    rows = prepared.table().to_pylist()
    return sorted((row | {"municipality": prepared.places[row["municipality"]]} for row in rows), key=_order)


def _order(row: dict) -> tuple:
    return tuple(row[name] for name in STAYS)


@settings(max_examples=12)
@given(same_days, st.integers(1, 4), st.booleans())
@example([], 2, True)
@example([TWICE_THE_SAME_DAY], 2, True)
@example([TWICE_THE_SAME_DAY], 2, False)
@example([(Stay(start_on=date(1969, 12, 31), end_on=date(9999, 12, 31), exits=("moved",)),)], 1, True)
def test_prepared_stays_are_those_of_the_definition(people, cores, in_order):
    extract = extract_of(people)
    with in_stretches(cores):
        assert _prepared(extract, in_order=in_order) == _by_definition(extract)


@contextmanager
def in_stretches(cores: int):
    """Each of so many cores reads some of the rows, however few there are."""
    with patch.object(preparing, "_STRETCH", 1), patch.object(preparing.os, "cpu_count", lambda: cores):
        yield


@pytest.mark.parametrize("checked", [True, False], ids=["order checked when sealed", "sealed by an earlier program"])
def test_files_are_read_in_stretches_as_tables_are(checked, tmp_path):
    extract = extract_of([TWICE_THE_SAME_DAY, *crowd(work=4, studies=2, still=3)])
    kept = keep(extract, tmp_path / "extract")
    head = json.loads((kept.folder / "extract.json").read_text()) | ({} if checked else {"in_order": False})
    (kept.folder / "extract.json").write_text(json.dumps(head))
    with in_stretches(3):
        read = KeptExtract.open(kept.folder)
        assert read.in_order is checked and read.prepared.stays.equals(Prepared.of(extract.tables).stays)


def test_files_out_of_order_are_not_sealed(tmp_path):
    kept = keep(extract_of(crowd(work=3)), tmp_path / "extract")
    enrolments = parquet.read_table(kept.folder / "enrolments.parquet")
    parquet.write_table(enrolments.take([1, 0, 2]), kept.folder / "enrolments.parquet")
    with pytest.raises(ExtractError, match="order of person"):
        seal(kept.folder, project="demo", at=DAY)


def test_exits_in_another_order_make_the_same_stays():
    people = [(Stay(end_on=DAY, exits=("work", "studies")),) for _number in range(4)]
    tables = extract_of(people).tables
    assert Prepared.of(tables | {"exits": tables["exits"].take([6, 0, 2, 4, 1, 3, 5, 7])}).stays.equals(
        Prepared.of(tables).stays
    )


@pytest.mark.parametrize("place", range(1, 6))
def test_rows_out_of_order_are_found_where_stretches_meet(place):
    tables = extract_of([(Stay(),)] * 6).tables
    order = [*range(place - 1), place, place - 1, *range(place + 1, 6)]
    with in_stretches(3), pytest.raises(ExtractError, match="order of person"):
        Prepared.of(tables | {"enrolments": tables["enrolments"].take(order)})


@settings(max_examples=8)
@given(same_days, st.sampled_from([SPRING, SPRING + timedelta(61), DAY]), st.data())
@example([TWICE_THE_SAME_DAY], DAY, None)
def test_engine_and_twin_agree_where_many_start_on_the_same_day(people, at, draws):
    extract = extract_of(people)
    questions = [(definition, by) for definition in INDICATORS.values() for by in definition.breakdowns]
    some = st.lists(st.sampled_from(questions), min_size=4, max_size=4)
    for definition, by in questions if draws is None else draws.draw(some):
        fast, slow = (which.compute(definition, extract, at=at, by=by) for which in (engine, twin))
        assert fast == slow, (definition.id, by)


def test_a_stay_has_the_answers_of_its_own_enrolment():
    first = Stay(end_on=SPRING + timedelta(9), exits=("work",), answers=(("weeks_4", 28, "work"),))
    again = Stay(
        SPRING + timedelta(40),
        DAY,
        exits=("work",),
        answers=(("weeks_4", 30, ""), ("months_6", 182, "care_or_illness")),
    )
    rows = Prepared.of(extract_of([(first, again)]).tables).table(optional=("follow_ups",)).to_pylist()
    work, care = DESTINATIONS.index("work"), DESTINATIONS.index("care_or_illness")
    assert [(row["weeks_4"], row["months_6"]) for row in rows] == [(work, NO_ROW), (NOT_REACHED, care)]
    assert rows[1]["weeks_4_on"] == (DAY + timedelta(30) - date(1970, 1, 1)).days


def test_a_question_about_what_the_extract_lacks_is_answered_in_words():
    with pytest.raises(DefinitionError, match="holds no follow-ups after the exit"):
        Prepared.of(extract_of([(Stay(),)]).tables).table(optional=("follow_ups",))


def test_an_optional_table_that_breaks_the_contract_is_not_prepared(tmp_path):
    kept = keep(extract_of(crowd(work=2, still=1), asked_after=True), tmp_path / "extract")
    row = {"enrolment": "e00000-0", "kind": "weeks_4", "asked_on": DAY, "reached": False, "destination": None}
    parquet.write_table(pa.Table.from_pylist([row], schema=schema("follow_ups")), kept.folder / "follow_ups.parquet")
    broken = seal(kept.folder, project="demo", at=DAY)
    with pytest.raises(ExtractError, match="have not ended"):
        broken.prepared.table(optional=("follow_ups",))


def _tables(**changed) -> dict[str, pa.Table]:
    tables = extract_of(crowd(work=2, still=1)).tables
    tables["target_groups"] = pa.Table.from_pylist(
        [{"enrolment": "e00000-0", "target_group": "youth"}], schema=schema("target_groups")
    )
    for name, rows in changed.items():
        tables[name] = pa.Table.from_pylist(rows(tables[name].to_pylist()), schema=schema(name))
    return tables


def _first_with(**values):
    return lambda rows: [rows[0] | values, *rows[1:]]


@pytest.mark.parametrize(
    "changed, complaint",
    [
        ({"enrolments": lambda rows: rows[::-1]}, "order of person and enrolment"),
        ({"enrolments": lambda rows: rows + rows[-1:]}, "order of person and enrolment"),
        ({"enrolments": _first_with(sex="X")}, "sex: holds an unknown code in 1 row"),
        ({"exits": _first_with(destination="misconduct")}, "destination: holds an unknown code"),
        ({"exits": _first_with(enrolment="e9")}, "1 row\\(s\\) are of no enrolment here"),
        ({"exits": _first_with(headline=False)}, "have no headline exit"),
        ({"exits": lambda rows: [*rows, rows[0] | {"headline": False}]}, "stands twice"),
        ({"exits": lambda rows: [*rows, rows[0] | {"destination": "moved"}]}, "more than one headline"),
        ({"exits": lambda rows: [*rows, rows[0] | {"enrolment": "e00000-0"}]}, "have not ended"),
    ],
    ids=["order", "row twice", "sex", "destination", "stray", "no headline", "exit twice", "two headlines", "early"],
)
def test_tables_that_break_the_contract_are_not_prepared(changed, complaint):
    with pytest.raises(ExtractError, match=complaint):
        Prepared.of(_tables(**changed))


@pytest.mark.parametrize(
    "rows, complaint",
    [
        (lambda rows: rows * 2, "stands twice"),
        (lambda rows: [rows[0] | {"target_group": "elderly"}], "unknown code"),
        (lambda rows: [rows[0] | {"enrolment": "e9"}], "of no enrolment here"),
    ],
    ids=["twice", "unknown", "stray"],
)
def test_labels_that_break_the_contract_are_not_prepared(rows, complaint):
    with pytest.raises(ExtractError, match=complaint):
        Prepared.of(_tables(target_groups=rows)).table(by_target_group=True)
