"""`stegvis check-figures` and `stegvis project figures` as a person at the shell runs them."""

import pytest

from stegvis.demo.synthesiser.figures import PROJECTS

REAL = PROJECTS.parent / "printed_figures" / "fsla.yaml"
SOUND = "figures:\n- {id: all, label: Alla, value: 3}\n"


@pytest.fixture
def file(tmp_path):
    """Write a file and return its path."""

    def write(text, name="figures.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.need("REP-02", where="stegvis check-figures")
def test_findings_end_with_one_and_are_told_with_advice(stegvis):
    ran = stegvis("check-figures", REAL)
    assert ran.code == 1
    assert "(219) + Ended participants, men (195) blir 414" in ran.out
    assert "→ Är delarna rätta ska summan vara 414." in ran.out


def test_findings_as_json_in_both_languages(stegvis):
    ran = stegvis("check-figures", REAL, "--format", "json")
    told = {one["rule"]: one for one in ran.json["findings"]}
    assert told["two_values"]["figures"] == ["volumes.participants_summary", "volumes.participants_total"]
    assert set(told["two_values"]["explanation"]) == set(told["two_values"]["suggestion"]) == {"sv", "en"}
    assert ran.code == 1


def test_nothing_found_ends_with_nought(stegvis, file):
    ran = stegvis("check-figures", file(SOUND))
    assert (ran.code, "Inget hittat" in ran.out) == (0, True)


def test_a_table_is_read_by_its_ending(stegvis, file):
    ran = stegvis("check-figures", file("vad;värde;bas\nAnnat;12 %;64\n", "figures.csv"), "--format", "json")
    assert [one["rule"] for one in ran.json["findings"]] == ["share_impossible"]


@pytest.mark.parametrize("text", ["", "figures: [", "a: 1", "figures:\n- {id: a, label: A, value: x}\n"])
def test_bad_input_ends_with_two_and_words(stegvis, file, text):
    ran = stegvis("check-figures", file(text))
    assert (ran.code, ran.out) == (2, "")
    assert "rad 1" in ran.err or "rad 2" in ran.err


def test_a_file_that_is_not_there(stegvis, tmp_path):
    assert stegvis("check-figures", tmp_path / "none.yaml").code == 2


def test_groups_are_converted_to_the_form_that_is_checked(stegvis, file):
    groups = file("volumes:\n  all: {label: All, value: 3, unit: persons}\n")
    refused = stegvis("check-figures", groups)
    assert "--convert" in refused.err
    converted = stegvis("check-figures", groups, "--convert")
    assert stegvis("check-figures", file(converted.out, "again.yaml")).code == 0


def test_figures_are_kept_with_a_project(stegvis, file, db):
    stegvis("project", "create", "p", "--name", "P", "--start", "2020-01-01", "--end", "2022-12-31",
            "--unit", "Mönsterås (0861)")  # fmt: skip
    dated = file("figures:\n- {id: all, label: Alla, value: 3, date: 2022-12-31, recount: {indicator: participants}}\n")
    ran = stegvis("project", "figures", "p", dated)
    assert (ran.code, "1 tryckta siffror" in ran.err) == (0, True)
    undated = stegvis("project", "figures", "p", file(SOUND))
    assert (undated.code, "måste ha ett datum" in undated.err) == (1, True)
    assert stegvis("project", "figures", "q", dated).code == 4
