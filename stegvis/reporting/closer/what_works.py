"""What goes well, from the published cells of a release: only what stands out from chance, and where to see it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.reporting import words
from stegvis.reporting.closer.income import GROUPS as _INCOMES
from stegvis.reporting.closer.income import income_rows
from stegvis.reporting.closer.life import changed_for_the_better
from stegvis.reporting.frozen import FrozenResults, FrozenRow
from stegvis.reporting.story import group_label

#: Ways of telling people apart, in the order in which they are shown. Months and stretches of time are left out: who
#: started early has had longer.
SPLITS = ("sex", "age_group", "municipality", "target_group", "inflow_channel")
_OWN = _INCOMES[0]


@dataclass(frozen=True)
class Strength:
    """Something that goes well, in a sentence, and the panel of the page where it is drawn (empty: the results)."""

    says: str
    panel: str = ""

    @property
    def see(self) -> str:
        """The words of the link to where it is drawn."""
        return {
            "municipalities": _("See the municipalities"),
            "life": _("See the life wheels"),
            "income": _("See what people live on"),
        }.get(self.panel, _("See the results"))


@dataclass(frozen=True)
class WhatWorks:
    """What stands out, what was found in a sentence, and what not to conclude."""

    strengths: tuple[Strength, ...]
    says: str
    caution: str


def what_works(results: FrozenResults, base: str) -> WhatWorks:
    """Groups above all together by more than their own uncertainty, and what people say and live on afterwards."""
    compared, above = _groups(results, base)
    found = [*above, *_lives(results), *_incomes(results)]
    if not found:
        says = _("Nothing stands out by more than chance can explain, or too few people are counted to see it.")
        return WhatWorks((), says, "")
    caution = _(
        "It does not say why: groups differ in more than one way, and nobody knows how it had gone without the project."
    )
    if above:
        caution += " " + _(
            "Of %(number)s groups compared with all together about one in forty stands above by chance alone."
        ) % {"number": compared}
    return WhatWorks(tuple(found), _("So far the figures show this:"), caution)


def _groups(results: FrozenResults, base: str) -> tuple[int, list[Strength]]:
    whole = results.one("work_or_studies", base)
    if whole.suppressed or whole.value is None:
        return 0, []
    compared, found = 0, []
    for dimension in SPLITS:
        if not results.has("work_or_studies", base, (dimension,)):
            continue
        rows = [row for row in results.table("work_or_studies", base, (dimension,)).rows if row.interval]
        if len(rows) < 2:
            continue  # one group is all together once more
        compared += len(rows)
        found += [_above(dimension, row, whole) for row in rows if row.interval[0] > whole.value]
    return compared, found


def _above(dimension: str, row: FrozenRow, whole: FrozenRow) -> Strength:
    label = group_label(row.by)
    says = _(
        "%(group)s: %(share)s went to work or studies (%(of)s; with chance taken into account %(between)s). "
        "Of all together it is %(whole)s."
    ) % {
        "group": label[:1].upper() + label[1:],
        "share": words.percent_text(row),
        "of": words.of_text(row),
        "between": words.interval_text(row),
        "whole": words.percent_text(whole),
    }
    return Strength(says, "municipalities" if dimension == "municipality" else "")


def _lives(results: FrozenResults) -> list[Strength]:
    areas = changed_for_the_better(results)
    if not areas:
        return []
    says = _("Those who have made the life wheel again score higher on average than at first in: %(areas)s.")
    return [Strength(says % {"areas": words.join(areas)}, "life")]


def _incomes(results: FrozenResults) -> list[Strength]:
    own = income_rows(results).get(_OWN)
    if own is None or own.suppressed or not own.numerator:
        return []
    says = _(
        "Of those who lived on income support when they started, %(own)s live on a wage or a business of their own."
    )
    return [Strength(says % {"own": words.of_text(own)}, "income")]
