"""Small random projects: margins of a true table can always be met, and a planted falsehood is always named."""

from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.demo.synthesiser import Figures, expand, reconcile, solve
from stegvis.demo.synthesiser.rounding import rounded_percent

NAMES = ("Mönsterås", "Västervik", "Torsås")
OUTCOMES = ("work", "studies", "internship", "job_seeking", "other")
SELECTIONS = [
    {},
    *({"sex": s} for s in "FM"),
    {"ended": True},
    *({"ended": True, "sex": s} for s in "FM"),
    *({"municipality": m} for m in NAMES),
    *({"ended": True, "municipality": m} for m in NAMES),
    *({"municipality": m, "sex": "F"} for m in NAMES),
    *({"ended": True, "outcomes": [o]} for o in OUTCOMES),
    *({"ended": True, "outcomes": [o], "sex": "M"} for o in OUTCOMES),
    {"ended": True, "outcomes": ["work", "studies"]},
    *({"ended": True, "outcomes": ["work"], "municipality": m} for m in NAMES),
]
DETERMINED = ({}, {"sex": "F"}, {"sex": "M"})

tables = st.fixed_dictionaries(
    {cell: st.integers(0, 9) for cell in product(NAMES, "FM", (*OUTCOMES, "still_enrolled"))}
)
choices = st.lists(st.sampled_from(range(len(SELECTIONS))), min_size=1, max_size=12, unique=True)
slow = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _true(table, selection):
    return sum(
        n
        for (municipality, sex, outcome), n in table.items()
        if selection.get("municipality", municipality) == municipality
        and selection.get("sex", sex) == sex
        and not (selection.get("ended") and outcome == "still_enrolled")
        and outcome in selection.get("outcomes", [outcome])
    )


def _figure(table, selection, as_share, rule):
    ident = "-".join(str(v) for v in selection.values()) or "all"
    figure = {
        "id": f"{ident}-{as_share}",
        "group": "volumes",
        "label": {"sv": ident, "en": ident},
        "date": "2022-12-31",
        "count": selection,
        "printed": _true(table, selection),
        "unit": "persons",
        "rounding": "exact",
    }
    if as_share:
        base = {k: v for k, v in selection.items() if k in ("ended", "municipality")}
        people = _true(table, base)
        figure |= {"unit": "percent", "rounding": rule, "base": base}
        figure["printed"] = rounded_percent(figure["printed"], people, rule) if people else None
    return figure


def _figures(printed) -> Figures:
    return Figures.model_validate(
        {
            "project": {
                "code": "random",
                "number": "1",
                "name": "Random",
                "start_on": "2020-01-01",
                "end_on": "2022-12-31",
                "outcomes_at": "2022-10-31",
                "municipalities": [{"code": f"000{i}", "name": name} for i, name in enumerate(NAMES)],
            },
            "figures": [figure for figure in printed if figure["printed"] is not None],
        }
    )


@slow
@given(table=tables, counts=choices, shares=choices, rule=st.sampled_from(["half_up", "down"]))
def test_margins_of_a_true_table_are_always_met(table, counts, shares, rule):
    printed = [_figure(table, SELECTIONS[i], False, rule) for i in counts]
    printed += [_figure(table, SELECTIONS[i], True, rule) for i in shares]
    figures = _figures(printed)
    solution = solve(figures)
    assert solution.set_aside == ()
    people = expand(figures, solution)
    assert {line.figure_id: line.difference for line in reconcile(people, figures) if line.difference} == {}


@slow
@given(
    table=tables,
    counts=choices,
    shares=choices,
    planted=st.sampled_from(range(len(DETERMINED))),
    error=st.integers(-20, 20).filter(bool),
)
def test_a_planted_contradiction_is_always_named(table, counts, shares, planted, error):
    """The planted figure is set aside itself, or named among those that the figure set aside contradicts."""
    wanted = [*DETERMINED, *(SELECTIONS[i] for i in counts if SELECTIONS[i] not in DETERMINED)]
    printed = [_figure(table, selection, False, "half_up") for selection in wanted]
    printed += [_figure(table, SELECTIONS[i], True, "half_up") for i in shares]
    truth = printed[planted]["printed"]
    printed[planted]["printed"] = abs(truth + error) if abs(truth + error) != truth else truth + 1
    set_aside = solve(_figures(printed)).set_aside
    assert len(set_aside) == 1
    assert printed[planted]["id"] in (set_aside[0].figure_id, *set_aside[0].contradicts)
