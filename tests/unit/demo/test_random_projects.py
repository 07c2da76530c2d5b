"""Small random projects: margins of a true table can always be met, and a planted falsehood is always named."""

from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.demo.synthesiser import Figures, expand, reconcile, solve
from stegvis.demo.synthesiser.conflicts import contradictions
from stegvis.demo.synthesiser.rounding import rounded_percent

NAMES = ("Mönsterås", "Västervik")
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
# Always printed, as in any report; and each of them follows from the other two of its line.
SIZES = [
    *({}, {"sex": "F"}, {"sex": "M"}),
    *({"ended": True}, {"ended": True, "sex": "F"}, {"ended": True, "sex": "M"}),
]

tables = st.fixed_dictionaries(
    {cell: st.integers(0, 9) for cell in product(NAMES, "FM", (*OUTCOMES, "still_enrolled"))}
)
choices = st.lists(st.sampled_from(range(len(SELECTIONS))), min_size=1, max_size=12, unique=True)


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


def _printed(table, counts, shares, rule):
    further = [SELECTIONS[i] for i in counts if SELECTIONS[i] not in SIZES]
    printed = [_figure(table, selection, False, rule) for selection in (*SIZES, *further)]
    return printed + [_figure(table, SELECTIONS[i], True, rule) for i in shares]


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


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables, counts=choices, shares=choices, rule=st.sampled_from(["half_up", "down"]))
def test_margins_of_a_true_table_are_always_met(table, counts, shares, rule):
    figures = _figures(_printed(table, counts, shares, rule))
    solution = solve(figures)
    assert solution.set_aside == ()
    people = expand(figures, solution)
    assert {line.figure_id: line.difference for line in reconcile(people, figures) if line.difference} == {}


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    table=tables,
    counts=choices,
    shares=choices,
    planted=st.integers(0, len(SIZES) - 1),
    error=st.integers(-20, 20).filter(bool),
)
def test_a_planted_contradiction_is_always_named(table, counts, shares, planted, error):
    """The planted figure is set aside itself, or named among those that the figure set aside contradicts."""
    printed = _printed(table, counts, shares, "half_up")
    truth = printed[planted]["printed"]
    printed[planted]["printed"] = truth + error if truth + error >= 0 else truth + 1
    conflicts = contradictions(_figures(printed))
    assert len(conflicts) == 1
    assert printed[planted]["id"] in {name for found, others in conflicts.items() for name in (found, *others)}


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables, counts=choices, planted=st.integers(0, len(SIZES) - 1), error=st.integers(1, 20))
def test_a_planted_contradiction_that_is_trusted_least_is_itself_set_aside(table, counts, planted, error):
    printed = _printed(table, counts, [], "half_up")
    printed[planted]["printed"] += error
    printed[planted]["priority"] = 1
    assert list(contradictions(_figures(printed))) == [printed[planted]["id"]]
