"""The fund's codes: the tables and their twin agree, the sums hold, and what is missing is found."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.evaluation.codes import DESTINATIONS
from stegvis.evaluation.contracts import Extract, ExtractError
from stegvis.evaluation.fund import twin
from stegvis.evaluation.fund.checks import CHECKS, Around, broken, identities
from stegvis.evaluation.fund.counting import codes_of, count
from stegvis.evaluation.fund.extracted import records_of
from stegvis.evaluation.fund.records import Stay, gather, months_later
from stegvis.evaluation.fund.tables import ESF_PLUS, ISCED, QUALIFICATIONS, STATUSES, TABLES, table_for
from tests.depth import examples

AT = date(2025, 12, 31)
_days = st.integers(0, 500).map(lambda number: date(2024, 1, 1) + timedelta(days=number))
_near = st.sampled_from([0, 1, 27, 28, 29, 166, 167, 168, 183, 184, 197, 198, 199])


@st.composite
def stays(draw) -> Stay:
    start = draw(_days)
    end = draw(st.none() | st.integers(0, 400).map(lambda number: start + timedelta(days=number)))
    found = draw(st.lists(st.tuples(_near, st.sampled_from(DESTINATIONS)), max_size=3)) if end else []
    attained = draw(st.lists(st.tuples(_near, st.sampled_from((*QUALIFICATIONS, "driving_test"))), max_size=2))
    return Stay(
        person=draw(st.sampled_from("abcdefgh")),
        enrolment=str(draw(st.integers(0, 9))),
        sex=draw(st.sampled_from(("F", "M"))),
        age=draw(st.sampled_from((14, 17, 18, 24, 25, 29, 30, 54, 55, 64, 111))),
        start_on=start,
        end_on=end,
        status=draw(st.sampled_from(("", *STATUSES))),
        months=draw(st.none() | st.sampled_from((0, 6, 7, 12, 13))),
        education=draw(st.sampled_from(("", *ISCED))),
        groups=draw(st.frozensets(st.sampled_from(("disability", "long_term_unemployed")))),
        found=tuple(((end or start) + timedelta(days=number), code) for number, code in found),
        attained=tuple(((end or start) + timedelta(days=number), code) for number, code in attained),
    )


@pytest.mark.need("IND-01", where="stegvis indicators --set")
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@examples(40, deep=3000)
@given(st.lists(stays(), max_size=12))
def test_the_tables_count_whom_the_annex_counts(table, given_stays):
    for record in gather(given_stays, AT):
        assert codes_of(record, table) == twin.codes_of(record, table.id)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@examples(15, deep=1000)
@given(st.lists(stays(), max_size=12))
def test_the_sums_of_the_fund_hold(table, given_stays):
    counts = count(gather(given_stays, AT), table)
    assert [one.text for one in identities(table, counts.number, counts.by_sex) if not one.holds] == []


def test_a_sum_that_does_not_hold_is_named():
    numbers = {rule.code: 0 for rule in ESF_PLUS.computed} | {"EECO01": 7, "EECO02": 3, "EECO03": 4}
    broken_sums = [one.text for one in identities(ESF_PLUS, numbers, {}) if not one.holds]
    assert "EECO02 + EECO04 + EECO05 = EECO01" in broken_sums
    assert "EECO03 ≤ EECO02" in broken_sums


def test_entry_is_the_first_enrolment_and_exit_the_last():
    first = _whole(start_on=date(2023, 1, 2), end_on=date(2023, 6, 1), found=((date(2023, 6, 1), "moved"),))
    last = _whole(
        enrolment="2", start_on=date(2024, 1, 2), end_on=date(2024, 6, 1), status="employed",
        found=((date(2024, 6, 1), "work"),),
    )  # fmt: skip
    (record,) = gather([last, first], AT)
    assert {"EECO02", "EECR04"} <= codes_of(record, ESF_PLUS)
    (before,) = gather([last, first], date(2023, 12, 31))
    assert "EECR04" not in codes_of(before, ESF_PLUS)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"status": ""}, "R1"),
        ({"months": None}, "R2"),
        ({"months": 5, "groups": frozenset({"long_term_unemployed"})}, "R2b"),
        ({"sex": ""}, "R3"),
        ({"age": 120}, "R4"),
        ({"education": ""}, "R5"),
        ({"age": 14, "education": "tertiary"}, "R5b"),
        ({"start_on": date(2022, 12, 31)}, "R6"),
        ({"end_on": date(2025, 11, 1)}, "R7"),
        ({"end_on": date(2025, 11, 1), "status": "employed", "found": ((date(2025, 11, 1), "work"),)}, "R8"),
        ({"end_on": date(2024, 1, 10), "found": ((date(2024, 1, 10), "moved"), (date(2024, 9, 1), "work"))}, "R9b"),
        ({"end_on": date(2025, 6, 30), "found": ((date(2025, 6, 30), "moved"),)}, "R9"),
    ],
)
def test_what_a_record_breaks_is_named(facts, code):
    around = Around(ESF_PLUS, date(2023, 1, 1), date(2026, 12, 31), AT)
    (whole,) = gather([_whole()], AT)
    (record,) = gather([_whole(**facts)], AT)
    assert broken(whole, around) == ()
    assert broken(record, around) == (code,)
    assert CHECKS[code].mend.sv


def test_six_months_later_is_a_day_of_the_calendar():
    assert months_later(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert months_later(date(2024, 12, 31), 6) == date(2025, 6, 30)


def test_a_project_is_counted_by_the_table_of_its_time():
    assert [table_for(date(year, 6, 1)).id for year in (2012, 2016, 2023)] == ["esf_2014", "esf_2014", "esf_plus"]


def _whole(**facts) -> Stay:
    told = {
        "person": "a", "enrolment": "1", "sex": "F", "age": 40, "start_on": date(2024, 1, 2), "status": "unemployed",
        "months": 14, "education": "tertiary",
    }  # fmt: skip
    return Stay(**{**told, **facts})


def test_an_extract_gives_the_records_that_its_rows_tell():

    one = {"enrolment": "1"}
    facts = [("status", "unemployed"), ("months", "14"), ("education", "tertiary")]
    extract = Extract.from_rows(
        "demo", AT,
        enrolments=[{**one, "person": "a", "municipality": "Ås", "sex": "F", "age": 40, "inflow_channel": "school",
                     "start_on": date(2024, 1, 2), "end_on": date(2024, 6, 3)}],
        exits=[{**one, "destination": "moved", "headline": True}],
        follow_ups=[{**one, "kind": "months_6", "asked_on": date(2024, 12, 1), "reached": True, "destination": "work"}],
        fund_facts=[
            *({**one, "kind": kind, "code": code, "on": date(2024, 1, 2)} for kind, code in facts),
            {**one, "kind": "attained", "code": "upper_secondary", "on": date(2024, 5, 1)},
        ],
    )  # fmt: skip
    (record,) = records_of(extract, AT)
    assert codes_of(record, ESF_PLUS) == {"EECO01", "EECO02", "EECO03", "EECO11", "EECR03", "EECR05"}


@pytest.mark.parametrize(
    "wrong", [[("status", "rich")], [("months", "many")], [("education", "none"), ("education", "tertiary")]]
)
def test_an_extract_refuses_facts_that_are_none(wrong):
    enrolment = {
        "person": "a", "enrolment": "1", "municipality": "Ås", "sex": "F", "age": 40, "inflow_channel": "school",
        "start_on": date(2024, 1, 2), "end_on": None,
    }  # fmt: skip
    rows = [{"enrolment": "1", "kind": kind, "code": code, "on": date(2024, 1, 2)} for kind, code in wrong]
    with pytest.raises(ExtractError, match="fund_facts"):
        Extract.from_rows("demo", AT, enrolments=[enrolment], fund_facts=rows)
