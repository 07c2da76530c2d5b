"""Apache Spark answers as DuckDB and the twin do: many generated cases in one job, from memory and from a folder."""

import pytest

from stegvis.evaluation import engine
from stegvis.evaluation.contracts import COLUMNS, ExtractError
from stegvis.evaluation.definitions import Dimension
from stegvis.evaluation.engines import placed
from stegvis.evaluation.engines.in_process import InProcess
from stegvis.evaluation.goals.definition import GoalDefinition
from stegvis.evaluation.goals.sensitivity import of_extract
from stegvis.evaluation.kept import keep, seal
from tests.engines.cases import (
    QUESTIONS,
    batch,
    differences_from_duckdb,
    differences_from_twin,
    told_by_optional_tables,
    told_by_tables_of_one_row,
)
from tests.unit.evaluation.people import DAY, crowd, extract_of

SEEDS = range(300)
WORKERS = "local-cluster[2,1,700]"
"""Two worker processes of one core and 700 MB each, besides the one that asks: nothing is shared in memory."""
GOAL = GoalDefinition(name="Hälften till arbete", events=("work",), read_at="4w", target=0.5)


@pytest.fixture(scope="module")
def cases():
    return batch(SEEDS)


@pytest.fixture(scope="module")
def place(cases, tmp_path_factory):
    """Spark reads the folder of the extract, as a cluster would. Without Spark or Java this says what to install."""
    kept = keep(cases, tmp_path_factory.mktemp("kept") / "extract")
    with placed("spark", kept, spark_master=WORKERS) as found:
        yield found


def test_hundreds_of_cases_are_answered_as_by_the_twin(place):
    assert list(differences_from_twin(place, SEEDS, DAY)) == []


def test_what_the_gate_protects_is_counted_alike(place, cases):
    for dimension in (Dimension.MUNICIPALITY, Dimension.TARGET_GROUP):
        assert engine.census(place, DAY, dimension) == engine.census(cases, DAY, dimension)


def test_what_optional_tables_tell_is_the_same(place, cases):
    assert told_by_optional_tables(place) == told_by_optional_tables(InProcess.of(cases))


def test_what_is_counted_from_optional_tables_is_the_same(place, cases):
    assert told_by_tables_of_one_row(place, DAY) == told_by_tables_of_one_row(InProcess.of(cases), DAY)


def test_every_reading_of_a_goal_is_the_same(place, cases):
    assert of_extract(GOAL, place, [DAY]).readings == of_extract(GOAL, cases, [DAY]).readings


def test_an_extract_in_memory_can_be_sent():
    few = batch(range(20))
    with placed("spark", few, spark_master=WORKERS) as there:
        assert differences_from_duckdb(there, few, DAY, QUESTIONS[::12]) == []


def test_tables_that_break_the_contract_are_not_asked(tmp_path):
    from pyarrow import parquet

    folder = keep(extract_of(crowd(work=2)), tmp_path / "extract").folder
    exits = parquet.read_table(folder / "exits.parquet")
    parquet.write_table(exits.slice(0, 1), folder / "exits.parquet")
    broken = seal(folder, project="demo", at=DAY)
    assert set(COLUMNS) == set(broken.files)
    with pytest.raises(ExtractError, match="is missing for 1 ended"), placed("spark", broken, spark_master=WORKERS):
        pass
