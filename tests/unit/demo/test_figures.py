"""The figures file: who the project is, what was printed, and what a figure must say about itself."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from stegvis.demo.synthesiser import Figure, Figures, load_figures

SHARE = {
    "id": "share",
    "group": "outcomes",
    "label": {"sv": "Andel", "en": "Share"},
    "printed": 40,
    "unit": "percent",
    "rounding": "half_up",
    "date": "2022-10-31",
    "count": {"ended": True, "outcomes": ["work"]},
    "base": {"ended": True},
}


def test_project_identity(fsla):
    project = fsla.project
    assert (project.code, project.number) == ("fsla", "2020/00152")
    assert (project.start_on, project.end_on, project.outcomes_at) == (
        date(2020, 8, 15),
        date(2022, 12, 31),
        date(2022, 10, 31),
    )
    assert {m.name: m.code for m in project.municipalities} == {
        "Borgholm": "0885",
        "Emmaboda": "0862",
        "Hultsfred": "0860",
        "Mönsterås": "0861",
        "Mörbylånga": "0840",
        "Nybro": "0881",
        "Torsås": "0834",
        "Vimmerby": "0884",
        "Västervik": "0883",
    }


def test_targets_of_both_versions(fsla):
    assert [(t.version, t.total, t.women, t.men) for t in fsla.targets] == [
        ("original", 525, 263, 262),
        ("revised", 446, 223, 223),
    ]


def test_comparison_shares_say_that_their_base_is_unknown(fsla):
    assert [(c.outcomes, c.percent, c.base) for c in fsla.comparison] == [
        (("work",), 22, None),
        (("studies",), 12, None),
        (("work", "studies"), 34, None),
    ]


def test_every_figure_has_words_in_both_languages(fsla):
    assert [f.id for f in fsla.figures if not (f.label.sv and f.label.en)] == []


def test_outcomes_were_counted_in_october_and_volumes_at_the_end(fsla):
    dates = {(f.group, f.date) for f in fsla.figures}
    assert dates == {("volumes", date(2022, 12, 31)), ("outcomes", date(2022, 10, 31))}


def test_a_sound_share_is_accepted():
    assert Figure.model_validate(SHARE).printed == 40


@pytest.mark.parametrize(
    "fault",
    [
        {"base": None},
        {"rounding": "exact"},
        {"unit": "persons"},
        {"count": {"outcomes": ["work"]}},
        {"printed": -1},
        {"numerater": 3},
    ],
    ids=["no base", "unrounded share", "count with base", "outcome without end", "negative", "typo"],
)
def test_a_figure_that_does_not_make_sense_is_refused(fault):
    with pytest.raises(ValidationError):
        Figure.model_validate(SHARE | fault)


def test_an_unknown_municipality_is_named(tmp_path: Path):
    file = tmp_path / "wrong.yaml"
    file.write_text(
        "project: {code: p, number: '1', name: P, start_on: 2020-01-01, end_on: 2022-01-01, outcomes_at: 2021-12-31,"
        " municipalities: [{code: '0861', name: Mönsterås}]}\n"
        "figures:\n"
        "  - {id: a, group: volumes, label: {sv: A, en: A}, printed: 1, unit: persons, rounding: exact,"
        " date: 2021-01-01, count: {municipality: Kalmar}}\n",
        encoding="utf-8",
    )
    with pytest.raises(ValidationError, match="unknown municipality Kalmar"):
        load_figures(file)


def test_a_way_out_that_the_project_does_not_print_is_refused(fsla):
    lottery = SHARE | {"count": {"ended": True, "outcomes": ["lottery"]}}
    with pytest.raises(ValidationError, match="no way out lottery"):
        Figures.model_validate({"project": fsla.project.model_dump(), "figures": [lottery]})


def test_an_unknown_project_is_a_missing_file():
    with pytest.raises(FileNotFoundError):
        load_figures("no-such-project")
