"""Every printed margin of the FSLA project, counted again from the people by the test's own hand."""

from datetime import date

import pytest

from stegvis.demo.synthesiser import reconcile

OCTOBER = date(2022, 10, 31)
GROUPS = ("work", "studies", "internship", "job_seeking")


def _ended(people, municipality=None, sex=None):
    return [
        p
        for p in people
        if p.ended_on and p.ended_on <= OCTOBER and municipality in (None, p.municipality) and sex in (None, p.sex)
    ]


def _to(people, *outcomes):
    return [p for p in people if (p.destinations[0] if p.destinations[0] in GROUPS else "other") in outcomes]


def _percent(part, whole):
    return int(100 * len(part) / len(whole) + 0.5)


@pytest.mark.need("INT-01", "INT-31", where="stegvis demo load")
def test_volumes_by_sex_and_municipality(people):
    assert len(people) == 437
    assert sum(p.sex == "F" for p in people) == 228
    assert sum(p.sex == "M" for p in people) == 209
    sizes = {name: sum(p.municipality == name for p in people) for name in {p.municipality for p in people}}
    printed = {"Mönsterås": 88, "Västervik": 82, "Hultsfred": 65, "Borgholm": 16, "Vimmerby": 13}
    assert {name: sizes[name] for name in printed} == printed
    assert len(sizes) == 9


def test_municipalities_without_a_printed_size_are_nearly_equal(people):
    sizes = [sum(p.municipality == name for p in people) for name in ("Emmaboda", "Mörbylånga", "Nybro", "Torsås")]
    assert sum(sizes) == 437 - 264
    assert max(sizes) - min(sizes) <= 3


@pytest.mark.parametrize(
    ("municipality", "sex", "percent"),
    [("Vimmerby", "F", 77), ("Emmaboda", "F", 71), ("Nybro", "F", 69), ("Borgholm", "M", 88), ("Mönsterås", "M", 65)],
)
def test_sex_shares_of_municipalities(people, municipality, sex, percent):
    local = [p for p in people if p.municipality == municipality]
    assert _percent([p for p in local if p.sex == sex], local) == percent


def test_ended_by_sex(people):
    assert (len(_ended(people)), len(_ended(people, sex="F")), len(_ended(people, sex="M"))) == (414, 219, 195)


@pytest.mark.need("EXT-02", "EXT-04", "EXT-05", where="stegvis demo load")
@pytest.mark.parametrize(
    ("sex", "outcomes", "percent"),
    [
        (None, ("work", "studies"), 49),
        (None, ("work",), 40),
        (None, ("studies",), 9),
        (None, ("internship",), 12),
        ("M", ("work", "studies"), 50),
        ("M", ("work",), 44),
        ("M", ("studies",), 6),
        ("M", ("job_seeking",), 14),
        ("F", ("work", "studies"), 48),
        ("F", ("work",), 37),
        ("F", ("studies",), 11),
        ("F", ("job_seeking",), 21),
    ],
)
def test_exit_shares(people, sex, outcomes, percent):
    ended = _ended(people, sex=sex)
    assert _percent(_to(ended, *outcomes), ended) == percent


def test_borgholm_eleven_of_fifteen_to_work(people):
    ended = _ended(people, "Borgholm")
    assert (len(_to(ended, "work")), len(ended)) == (11, 15)


def test_vimmerby_five_of_thirteen_to_studies(people):
    ended = _ended(people, "Vimmerby")
    assert (len(_to(ended, "studies")), len(ended)) == (5, 13)


def test_vastervik_internship_and_nybro_women_other(people):
    vastervik, nybro = _ended(people, "Västervik"), _ended(people, "Nybro", "F")
    assert _percent(_to(vastervik, "internship"), vastervik) == 39
    assert _percent(_to(nybro, "other"), nybro) == 61


@pytest.mark.need("EXT-10", where="stegvis demo load")
def test_printed_shares_hold_also_when_every_destination_counts(people):
    """Somebody has both work and studies; counting studies wherever they are mentioned gives the same percent."""
    assert any(p.destinations == ("work", "studies") for p in people)
    for sex, percent in ((None, 9), ("F", 11), ("M", 6)):
        ended = _ended(people, sex=sex)
        assert _percent([p for p in ended if "studies" in p.destinations], ended) == percent


def test_municipalities_are_even_where_nothing_else_was_printed(people):
    """Among municipalities without printed outcomes, everyone is within one person of the share they have together."""
    names = ("Hultsfred", "Mönsterås", "Mörbylånga", "Torsås")
    for sex in ("F", "M"):
        local = {name: _ended(people, name, sex) for name in names}
        together = [p for name in names for p in local[name]]
        share = len(_to(together, "work")) / len(together)
        assert {name: abs(len(_to(p, "work")) - share * len(p)) < 1 for name, p in local.items()} == dict.fromkeys(
            names, True
        )


def test_reconciliation_covers_every_figure(people, fsla, synthesis):
    lines = reconcile(people, fsla, synthesis.set_aside)
    assert [line.figure_id for line in lines] == [figure.id for figure in fsla.figures]
    assert {line.figure_id: line.difference for line in lines if line.difference} == {
        "participants_summary": 15,
        "share_men": 1,
        "ended_total": 10,
    }


def test_reconciliation_explains_in_the_language_asked_for(people, fsla, synthesis):
    swedish = {line.figure_id: line for line in reconcile(people, fsla, synthesis.set_aside)}
    english = {line.figure_id: line for line in reconcile(people, fsla, synthesis.set_aside, language="en")}
    assert swedish["work_borgholm"].explanation == "11 av 15 är 73,3 %, avrundat 73 %."
    assert english["work_borgholm"].explanation == "11 of 15 is 73.3 %, rounded 73 %."
    assert english["ended_total"].label == "Ended, total"


def test_reconciliation_shows_a_missing_person(people, fsla):
    lines = {line.figure_id: line for line in reconcile(people[1:], fsla)}
    assert lines["participants_total"].difference == -1
