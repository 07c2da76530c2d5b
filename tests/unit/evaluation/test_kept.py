"""An extract in a folder answers as the extract does; stays that do not fit it are never believed."""

import json
import shutil
from dataclasses import replace

import pytest

from stegvis.evaluation import engine
from stegvis.evaluation.catalogue import INDICATORS, PARTICIPANTS, WORK_OR_STUDIES
from stegvis.evaluation.contracts import ExtractError
from stegvis.evaluation.kept import KeptExtract, keep
from tests.unit.evaluation.people import DAY, SPRING, Stay, crowd, extract_of

PEOPLE = [
    *crowd(work=4, transferred=2, still=3),
    *crowd("Åseda", "M", pension=2, studies=1),
    (Stay(end_on=DAY, exits=("internship", "work"), target_groups=("youth", "disability")), Stay(start_on=SPRING)),
]


def _participants(folder) -> int:
    (row,) = engine.compute(PARTICIPANTS, KeptExtract.open(folder), at=DAY).rows
    return row.numerator


@pytest.fixture
def folder(tmp_path):
    """A folder with an extract of 13 people about whom a question has been asked."""
    keep(extract_of(PEOPLE), tmp_path / "kept")
    assert _participants(tmp_path / "kept") == 13
    return tmp_path / "kept"


def test_a_kept_extract_answers_as_the_extract(folder):
    extract, kept = extract_of(PEOPLE), KeptExtract.open(folder)
    for definition in INDICATORS.values():
        for by in ((), ("municipality", "sex"), ("target_group",), ("month", "sex")):
            if set(by) in map(set, definition.breakdowns):
                question = {"at": DAY, "by": by}
                assert engine.compute(definition, kept, **question) == engine.compute(definition, extract, **question)


def test_an_optional_table_is_kept_with_the_others(tmp_path):
    people = [(replace(PEOPLE[3][0], answers=(("weeks_4", 28, "work"),)),), *PEOPLE[4:]]
    kept = KeptExtract.open(keep(extract_of(people), tmp_path / "kept").folder)
    answered = kept.prepared.table(optional=("follow_ups",))["weeks_4"].to_pylist()
    assert (kept.digest, sum(code >= 0 for code in answered)) == (extract_of(people).digest, 1)


def test_the_next_program_uses_the_stays_that_lie_there(folder):
    before = (folder / "stays.arrow").stat()
    assert _participants(folder) == 13
    after = (folder / "stays.arrow").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def _cut(folder):
    path = folder / "stays.arrow"
    path.write_bytes(path.read_bytes()[:-100])


def _other_stays(folder):
    other = folder.parent / "other"
    keep(extract_of(crowd(work=50)), other)
    _participants(other)
    shutil.copy(other / "stays.arrow", folder)


def _other_stays_with_their_head(folder):
    _other_stays(folder)
    shutil.copy(folder.parent / "other" / "stays.json", folder)


def _no_head(folder):
    (folder / "stays.json").unlink()


def _head_of_nothing(folder):
    (folder / "stays.json").write_text("[]")


@pytest.mark.parametrize("harm", [_cut, _other_stays, _other_stays_with_their_head, _no_head, _head_of_nothing])
def test_stays_that_do_not_fit_are_made_anew(harm, folder):
    whole = (folder / "stays.arrow").read_bytes()
    harm(folder)
    assert _participants(folder) == 13
    assert (folder / "stays.arrow").read_bytes() == whole
    assert json.loads((folder / "stays.json").read_text())["places"] == ["Mönsterås", "Åseda"]


def test_another_extract_in_the_folder_is_not_answered_with_the_stays_of_the_first(folder):
    keep(extract_of(crowd(work=50)), folder)
    assert _participants(folder) == 50


def test_a_folder_in_which_nothing_can_be_kept_answers_all_the_same(folder):
    (folder / "stays.arrow").unlink()
    (folder / "stays.arrow").mkdir()
    assert _participants(folder) == 13


def test_it_has_the_digest_of_the_extract(folder):
    extract = extract_of(PEOPLE)
    assert KeptExtract.open(folder).digest == extract.digest
    assert engine.compute(WORK_OR_STUDIES, KeptExtract.open(folder), at=DAY).extract_digest == extract.digest


def _changed(folder):
    other = folder.parent / "other"
    keep(extract_of(crowd(work=50)), other)
    shutil.copy(other / "exits.parquet", folder)


def _gone(folder):
    (folder / "enrolments.parquet").unlink()


def _newer(folder):
    head = json.loads((folder / "extract.json").read_text())
    (folder / "extract.json").write_text(json.dumps(head | {"version": 99}))


@pytest.mark.parametrize(
    "harm, complaint", [(_changed, "changed or damaged"), (_gone, "cannot be read"), (_newer, "version 99")]
)
def test_a_changed_extract_is_refused(harm, complaint, folder):
    harm(folder)
    with pytest.raises(ExtractError, match=complaint):
        KeptExtract.open(folder)
