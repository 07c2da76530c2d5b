"""The pictures of the closer look, with a title and a text alternative each."""

from django.utils.translation import gettext as _

from stegvis.evaluation.statistics.funnel import INNER, OUTER, Funnel, Standing, curve
from stegvis.reporting import words
from stegvis.reporting.charts import (
    Drawing,
    comparison_dots,
    destination_bars,
    flow_picture,
    funnel_picture,
    layers_picture,
    patterns_picture,
)
from stegvis.reporting.charts.funnel import FunnelDot, FunnelWords, Pattern
from stegvis.reporting.charts.pictures import Segment
from stegvis.reporting.closer.cohorts import cohorts
from stegvis.reporting.closer.flows import flow
from stegvis.reporting.closer.income import income
from stegvis.reporting.closer.leaving import leaving
from stegvis.reporting.closer.life import life
from stegvis.reporting.closer.mix import mix
from stegvis.reporting.closer.municipalities import municipalities
from stegvis.reporting.closer.shares import Shares
from stegvis.reporting.closer.steps import steps
from stegvis.reporting.closer.support import support
from stegvis.reporting.closer.within_a_year import within_a_year
from stegvis.reporting.frozen import FrozenResults
from stegvis.reporting.pictures import in_words
from stegvis.reporting.story import Story, TableView, base_label, destination_label, destination_table

WIDTHS = {"page": 1160, "phone": 340}
BESIDE = ("funnel", "mix", "patterns", "flow", "income", "life", "support", "steps")
"""Pictures of the page on municipalities, chance, the way in, income, life wheels, support and steps."""

OVER_TIME = ("leaving", "within_a_year", "cohorts")
"""Pictures of the page on time."""

NAMES = (*BESIDE, *OVER_TIME)


def draw(story: Story, name: str, place: str) -> Drawing:
    """The picture by its name for a `page` or a `phone`. Raises KeyError when there is none, or nothing to draw."""
    make = {
        "funnel": _funnel,
        "mix": _mix,
        "patterns": _patterns,
        "flow": _flow,
        "income": _income,
        "support": _support,
        "steps": _steps,
        "life": _life,
        "leaving": _leaving,
        "within_a_year": _within_a_year,
        "cohorts": _cohorts,
    }[name]
    return make(FrozenResults(story.release.results), story.base, WIDTHS[place])


def can_draw(results: FrozenResults, name: str, base: str) -> bool:
    """Is there something to draw in the picture on this base?"""
    if name == "funnel":
        return municipalities(results, base).drawn
    made = _makers(results, base)
    if name in made:
        return made[name]().drawn
    return bool(results.table("exit_destination", base, ("municipality",)).rows)


def table_of(story: Story, name: str) -> TableView:
    """The figures of a picture as a table. Raises KeyError."""
    results = FrozenResults(story.release.results)
    if name == "funnel":
        return municipalities(results, story.base).table
    if name == "patterns":
        return _patterns_table(results, story.base)
    made = _makers(results, story.base)
    table = made[name]().table if name in made else None
    if table is None:
        raise KeyError(name)
    return table


def _makers(results: FrozenResults, base: str) -> dict:
    """What pictures are made from. The base does not matter for those of time and of what people did and got."""
    return {
        "flow": lambda: flow(results, base),
        "income": lambda: income(results),
        "support": lambda: support(results),
        "steps": lambda: steps(results),
        "life": lambda: life(results),
        "mix": lambda: mix(results, base),
        "leaving": lambda: leaving(results),
        "within_a_year": lambda: within_a_year(results),
        "cohorts": lambda: cohorts(results),
    }


def _patterns_table(results: FrozenResults, base: str) -> TableView:
    return destination_table(results, results.table("exit_destination", base, ("municipality",)))


def _funnel(results: FrozenResults, base: str, width: int) -> Drawing:
    found = municipalities(results, base)
    if not isinstance(found.made, Funnel):
        raise KeyError("funnel")
    groups, whole = found.made.groups, found.made.share
    smallest, largest = min(group.people for group in groups), max(group.people for group in groups)
    start = max(1, min(smallest, largest // 20))
    return funnel_picture(
        [FunnelDot(g.name, g.people, g.share, g.standing in (Standing.FAR_HIGH, Standing.FAR_LOW)) for g in groups],
        whole=whole,
        inner=curve(whole, start, largest, INNER),
        outer=curve(whole, start, largest, OUTER),
        words=FunnelWords(
            axis=_("number of people in the municipality"),
            whole=_("all together: %(share)s") % {"share": words.percent_text(results.one("work_or_studies", base))},
            inner=_("inner limits: chance gives 95 of 100"),
            outer=_("outer limits: 998 of 1000"),
        ),
        width=width,
        title=_("Share to work or studies against the number of people"),
        description=f"{found.says} {in_words(found.table)}",
    )


def _mix(results: FrozenResults, base: str, width: int) -> Drawing:
    found = mix(results, base)
    if not found.drawn:
        raise KeyError("mix")
    return comparison_dots(
        found.dots,
        reference=found.whole,
        reference_text=_("all together: %(share)s") % {"share": words.share_text(found.whole)},
        width=width,
        title=_("Share to work or studies if the municipalities had people of the same ages"),
        description=f"{found.says} {in_words(found.table)}",
    )


def _patterns(results: FrozenResults, base: str, width: int) -> Drawing:
    table = results.table("exit_destination", base, ("municipality",))
    if not table.rows:
        raise KeyError("patterns")
    codes = dict.fromkeys(row.destination for row in table.rows)
    all_rows = results.table("exit_destination", base).rows
    patterns = []
    for by, rows in table.groups():
        shown = [row for row in rows if not row.suppressed and row.value is not None]
        people = next((row.denominator for row in rows if row.denominator is not None), None)
        patterns.append(
            Pattern(
                by["municipality"],
                _("%(number)s people") % {"number": words.count_text(people)} if people is not None else "",
                tuple(Segment(row.destination, "", row.value, words.percent_text(row)) for row in shown),
                _("hidden") if people != 0 else _("nobody yet"),
            )
        )
    return patterns_picture(
        patterns,
        whole={row.destination: row.value for row in all_rows if not row.suppressed and row.value is not None},
        order=[(code, destination_label(code)) for code in codes],
        mark_word=_("the share of all together"),
        width=width,
        title=_("Where people went, one picture for each municipality (%(base)s)") % {"base": base_label(base).lower()},
        description=in_words(_patterns_table(results, base)),
    )


def _flow(results: FrozenResults, base: str, width: int) -> Drawing:
    found = flow(results, base)
    if not found.drawn:
        raise KeyError("flow")
    return flow_picture(
        found.sources,
        order=found.order,
        hidden_text=_("too few to show"),
        width=width,
        title=_("From the way in to where people went"),
        description=f"{found.says} {in_words(found.table)}",
    )


def _dots(name: str, found: Shares, width: int, title: str) -> Drawing:
    """Shares beside each other, with nothing to compare them with."""
    if not found.drawn:
        raise KeyError(name)
    return comparison_dots(
        found.dots,
        reference=None,
        reference_text="",
        width=width,
        title=title,
        description=f"{found.says} {in_words(found.table)}",
    )


def _income(results: FrozenResults, base: str, width: int) -> Drawing:
    return _dots("income", income(results), width, _("What those who lived on income support live on after the exit"))


def _support(results: FrozenResults, base: str, width: int) -> Drawing:
    return _dots("support", support(results), width, _("Share to work or studies by how many contacts people had"))


def _life(results: FrozenResults, base: str, width: int) -> Drawing:
    found = life(results)
    if not found.drawn:
        raise KeyError("life")
    return destination_bars(
        found.bars,
        width=width,
        title=_("What has changed from the first life wheel to the last"),
        description=f"{found.says} {in_words(found.table)}",
        legend=found.legend,
    )


def _steps(results: FrozenResults, base: str, width: int) -> Drawing:
    return _dots("steps", steps(results), width, _("How many steps those took who ended without work or studies"))


def _leaving(results: FrozenResults, base: str, width: int) -> Drawing:
    found = leaving(results)
    if not found.drawn:
        raise KeyError("leaving")
    return layers_picture(
        found.months,
        [(layer.group, layer.label, layer.shares) for layer in found.layers],
        rest=("still_enrolled", _("Still there")),
        axis=_("months since the start"),
        percent=words.share_text,
        width=width,
        title=_("How long it takes until people leave, and to what"),
        description=f"{found.says} {in_words(found.table)}",
    )


def _within_a_year(results: FrozenResults, base: str, width: int) -> Drawing:
    found = within_a_year(results)
    if not found.drawn:
        raise KeyError("within_a_year")
    return comparison_dots(
        found.dots,
        reference=found.whole,
        reference_text=_("all together: %(share)s") % {"share": words.share_text(found.whole)},
        width=width,
        title=_("To work or studies within a year of the start, group by group"),
        description=f"{found.says} {in_words(found.table)}",
    )


def _cohorts(results: FrozenResults, base: str, width: int) -> Drawing:
    found = cohorts(results)
    if not found.drawn:
        raise KeyError("cohorts")
    return destination_bars(
        found.bars,
        width=width,
        title=_("Where people went, by half-year of start"),
        description=in_words(found.table),
        legend=found.legend,
    )
