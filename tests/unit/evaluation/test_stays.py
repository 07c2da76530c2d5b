"""The prepared stays are those of the definition, on generated projects; what breaks the contract is refused."""

from datetime import date, timedelta

import ibis
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stegvis.evaluation import duck, engine, twin
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.contracts import COLUMNS, Extract, ExtractError, schema
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
        rows = connection.sql(SQL).to_arrow_table().to_pylist()
    places = extract.enrolments["enrolment"].to_pylist()
    return sorted((row | {"entry": places.index(row["entry"])} for row in rows), key=_order)


def _prepared(extract: Extract) -> list[dict]:
    prepared = Prepared.of({name: getattr(extract, name) for name in COLUMNS})
    rows = prepared.table().to_pylist()
    return sorted((row | {"municipality": prepared.places[row["municipality"]]} for row in rows), key=_order)


def _order(row: dict) -> tuple:
    return tuple(row[name] for name in STAYS)


@settings(max_examples=12)
@given(same_days)
@example([])
@example([TWICE_THE_SAME_DAY])
@example([(Stay(start_on=date(1969, 12, 31), end_on=date(9999, 12, 31), exits=("moved",)),)])
def test_prepared_stays_are_those_of_the_definition(people):
    extract = extract_of(people)
    assert _prepared(extract) == _by_definition(extract)


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


def _tables(**changed) -> dict[str, pa.Table]:
    extract = extract_of(crowd(work=2, still=1))
    tables = {name: getattr(extract, name) for name in COLUMNS}
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
