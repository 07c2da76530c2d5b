"""What an extract accepts, refuses, and how it is told from another."""

import random
import subprocess
import sys
from datetime import date

import pyarrow as pa
import pytest

from stegvis.evaluation.contracts import Extract, ExtractError
from tests.unit.evaluation.people import DAY, SPRING, Stay, crowd, extract_of


def _rows():
    return {
        "enrolments": [
            {
                "person": "p1",
                "enrolment": "e1",
                "municipality": "Mönsterås",
                "sex": "F",
                "age": 31,
                "inflow_channel": "school",
                "start_on": SPRING,
                "end_on": DAY,
            }
        ],
        "exits": [{"enrolment": "e1", "destination": "work", "headline": True}],
        "target_groups": [{"enrolment": "e1", "target_group": "youth"}],
    }


def test_digest_is_that_of_the_content_on_every_machine():
    extract = Extract.from_rows("demo", DAY, **_rows())
    assert extract.digest == "c541156a34ca84a0a80aa4d42cf431c58160cfdc71e4f32a1a7b8f14ca82d20a"


def test_digest_does_not_depend_on_the_order_of_rows():
    people = crowd(work=5, studies=3) + crowd("Åseda", "M", still=4)
    extract = extract_of(people)
    shuffled = list(range(extract.enrolments.num_rows))
    random.Random(1).shuffle(shuffled)
    again = Extract(
        "demo", DAY, extract.enrolments.take(shuffled), extract.exits.slice(0), extract.target_groups.slice(0)
    )
    assert again.digest == extract.digest


@pytest.mark.parametrize(
    "other",
    [
        extract_of(crowd(work=5, studies=2)),
        extract_of(crowd(work=5, studies=3), project="other"),
        extract_of(crowd(work=5, studies=3), at=date(2022, 11, 1)),
    ],
    ids=["another person", "another project", "another day"],
)
def test_digest_tells_extracts_apart(other):
    assert other.digest != extract_of(crowd(work=5, studies=3)).digest


def test_file_gives_the_same_extract_and_the_same_bytes():
    extract = extract_of([*crowd(work=2, still=1), (Stay(target_groups=("youth", "disability")),)])
    copy = Extract.from_bytes(extract.to_bytes())
    assert (copy.project, copy.at, copy.digest) == (extract.project, extract.at, extract.digest)
    assert copy.to_bytes() == extract.to_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"PK" + content,
        lambda content: content[:-40],
        lambda content: content.replace("Mönsterås".encode(), "Västerås?".encode()[:11]),
        lambda content: content.replace(b'"version": 1', b'"version": 9'),
        lambda content: content + b"more",
    ],
    ids=["another kind of file", "cut short", "changed", "newer", "longer"],
)
def test_a_file_that_is_not_what_was_written_is_refused(damage):
    content = Extract.from_rows("demo", DAY, **_rows()).to_bytes()
    with pytest.raises(ExtractError):
        Extract.from_bytes(damage(content))


def _follow_up(**changes):
    row = {"enrolment": "e1", "kind": "weeks_4", "asked_on": DAY, "reached": True, "destination": "work"}
    return row | changes


@pytest.mark.parametrize("rows", [[], [_follow_up()]], ids=["nobody was asked", "somebody was"])
def test_an_optional_table_is_part_of_digest_and_file(rows):
    without = Extract.from_rows("demo", DAY, **_rows())
    extract = Extract.from_rows("demo", DAY, **_rows(), follow_ups=rows)
    copy = Extract.from_bytes(extract.to_bytes())
    assert extract.digest != without.digest
    assert (copy.digest, copy.optional["follow_ups"].to_pylist()) == (extract.digest, rows)
    assert Extract.from_bytes(without.to_bytes()).optional == {}


def test_a_file_with_a_table_of_a_newer_program_says_so():
    content = Extract.from_rows("demo", DAY, **_rows(), follow_ups=[]).to_bytes()
    with pytest.raises(ExtractError, match="written by a newer one"):
        Extract.from_bytes(content.replace(b'["follow_ups"]', b'["hollow_ups"]'))


@pytest.mark.parametrize(
    "rows, column",
    [
        ([_follow_up(kind="later")], "kind"),
        ([_follow_up(destination="imprisoned")], "destination"),
        ([_follow_up(destination=None)], "destination"),
        ([_follow_up(reached=False)], "destination"),
        ([_follow_up(asked_on=SPRING)], "asked_on"),
        ([_follow_up(enrolment="e9")], "enrolment"),
        ([_follow_up(enrolment="e2")], "enrolment"),
        ([_follow_up(), _follow_up(asked_on=date(2022, 12, 1))], "kind"),
    ],
    ids=["kind", "code", "no answer", "answer of nobody", "too early", "stray", "not ended", "twice"],
)
def test_an_optional_table_keeps_its_own_contract(rows, column):
    given = _rows()
    given["enrolments"].append(given["enrolments"][0] | {"enrolment": "e2", "end_on": None})
    with pytest.raises(ExtractError) as raised:
        Extract.from_rows("demo", DAY, **given, follow_ups=rows)
    assert (raised.value.table, raised.value.column) == ("follow_ups", column)


def _with(table: str, **changes):
    rows = _rows()
    rows[table][0].update(changes)
    return rows


def _without(table: str, column: str):
    rows = _rows()
    del rows[table][0][column]
    return rows


WRONG = {
    "a column too many": (_with("enrolments", name="Eva"), "enrolments", "name"),
    "a value missing": (_without("enrolments", "municipality"), "enrolments", "municipality"),
    "an unknown sex": (_with("enrolments", sex="K"), "enrolments", "sex"),
    "an unknown channel": (_with("enrolments", inflow_channel="post"), "enrolments", "inflow_channel"),
    "an unknown destination": (_with("exits", destination="space"), "exits", "destination"),
    "a destination to be coarsened": (_with("exits", destination="imprisoned"), "exits", "destination"),
    "an unknown target group": (_with("target_groups", target_group="tall"), "target_groups", "target_group"),
    "an end before the start": (_with("enrolments", end_on=date(2022, 1, 1)), "enrolments", "end_on"),
    "an exit without an end": (_with("enrolments", end_on=None), "exits", "enrolment"),
    "an end without a headline": (_with("exits", headline=False), "exits", "headline"),
    "an exit of nobody": (_with("exits", enrolment="e9"), "exits", "enrolment"),
    "a label of nobody": (_with("target_groups", enrolment="e9"), "target_groups", "enrolment"),
}


@pytest.mark.parametrize("rows, table, column", WRONG.values(), ids=WRONG)
def test_a_broken_contract_is_named_by_table_and_column(rows, table, column):
    with pytest.raises(ExtractError) as raised:
        Extract.from_rows("demo", DAY, **rows)
    assert (raised.value.table, raised.value.column) == (table, column)


@pytest.mark.parametrize("table", ["enrolments", "exits", "target_groups"])
def test_the_same_row_twice_is_refused(table):
    rows = _rows()
    rows[table] = rows[table] * 2
    with pytest.raises(ExtractError, match=table):
        Extract.from_rows("demo", DAY, **rows)


def test_two_headlines_of_one_enrolment_are_refused():
    rows = _rows()
    rows["exits"].append({"enrolment": "e1", "destination": "studies", "headline": True})
    with pytest.raises(ExtractError, match="more than one headline"):
        Extract.from_rows("demo", DAY, **rows)


def test_a_column_of_the_wrong_type_is_refused():
    good = Extract.from_rows("demo", DAY, **_rows())
    ages = pa.array(["thirty"])
    place = good.enrolments.column_names.index("age")
    with pytest.raises(ExtractError, match="age: must be whole number"):
        Extract("demo", DAY, good.enrolments.set_column(place, "age", ages), good.exits, good.target_groups)


def test_only_tables_are_tables():
    good = Extract.from_rows("demo", DAY, **_rows())
    with pytest.raises(ExtractError, match="pyarrow table"):
        Extract("demo", DAY, [], good.exits, good.target_groups)


def test_importing_the_room_loads_no_engine():
    code = (
        "import sys, stegvis.evaluation, stegvis.evaluation.contracts, stegvis.evaluation.catalogue, "
        "stegvis.evaluation.engine, stegvis.evaluation.gate\n"
        "print(sorted({'django', 'pandas', 'pyarrow', 'duckdb', 'ibis', 'scipy', 'numpy'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
