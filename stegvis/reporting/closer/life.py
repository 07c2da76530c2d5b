"""From the first life wheel to the last, area by area, from the published cells of a release."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stegvis.evaluation.codes import LIFE_AREAS, LIFE_TABLES
from stegvis.evaluation.life import AREA_WORDS, BETTER, GROUPS, MEAN, SAME, WORSE
from stegvis.reporting import words
from stegvis.reporting.charts.pictures import Bar, Segment
from stegvis.reporting.frozen import FrozenResults, FrozenRow
from stegvis.reporting.story import TableView, language

_COLOURS = {BETTER: "work", SAME: "other", WORSE: "internship"}
Rows = dict[str, FrozenRow]


@dataclass(frozen=True)
class Life:
    """What changed in each area: bars to draw with their legend, sentences, and the figures."""

    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...]
    says: str
    hidden: str
    caution: str
    table: TableView | None

    @property
    def drawn(self) -> bool:
        """Is there anything to draw?"""
        return any(bar.segments for bar in self.bars)


def life(results: FrozenResults) -> Life:
    """Of everybody who has started; the same on every base."""
    areas = _areas(results)
    if not areas:
        says = _("This release holds no life wheels that were made again. The next one will, where there are some.")
        return Life((), (), says, "", "", None)
    pairs = next((row.denominator for rows in areas.values() for row in rows.values() if row.denominator), None)
    if pairs is None:
        return Life((), (), _("Too few have made the life wheel again to show what has changed."), "", "", None)
    names = _names()
    bars = tuple(_bar(area, rows, names) for area, rows in areas.items())
    return Life(
        bars=bars,
        legend=tuple((_COLOURS[group], names[group]) for group in GROUPS),
        says=_says(areas, pairs, _people(results)),
        hidden=_("Hatched parts are hidden: so few people that someone could be recognised.")
        if any(bar.hidden_text for bar in bars)
        else "",
        caution=_(
            "It is how people themselves score their life from 1 to 10. It does not say that the project is the cause, "
            "nor how it is for those who made the wheel once or never. With eight areas one may change by chance alone."
        ),
        table=_table(areas, names, pairs),
    )


def changed_for_the_better(results: FrozenResults) -> list[str]:
    """The areas in which people score higher than at first, on average and by more than chance explains; in words."""
    return [
        area.lower() for area, rows in _areas(results).items() if rows[MEAN].interval and rows[MEAN].interval[0] > 0
    ]


def _areas(results: FrozenResults) -> dict[str, Rows]:
    if not results.has(LIFE_TABLES[LIFE_AREAS[0]], "enrolled"):
        return {}
    return {
        AREA_WORDS[area].in_language(language()): {
            row.destination: row for row in results.table(LIFE_TABLES[area], "enrolled").rows
        }
        for area in LIFE_AREAS
    }


def _names() -> dict[str, str]:
    return {BETTER: _("Better"), SAME: _("The same"), WORSE: _("Worse")}


def _people(results: FrozenResults) -> int | None:
    return results.one("participants").numerator if results.has("participants") else None


def _bar(area: str, rows: Rows, names: dict[str, str]) -> Bar:
    segments = tuple(
        Segment(_COLOURS[group], names[group], rows[group].value, words.percent_text(rows[group]))
        for group in GROUPS
        if rows[group].value
    )
    some_hidden = any(rows[group].suppressed for group in GROUPS)
    return Bar(area, "", segments, _("too few to show") if some_hidden else "")


def _says(areas: dict[str, Rows], pairs: int, people: int | None) -> str:
    told = {"pairs": words.count_text(pairs), "people": words.count_text(people)}
    if people is None:
        parts = [_("%(pairs)s people have made the life wheel on two days or more.") % told]
    else:
        told["without"] = words.count_text(people - pairs)
        parts = [
            _(
                "%(pairs)s of %(people)s people have made the life wheel on two days or more; how life has changed for "
                "the other %(without)s nobody knows."
            )
            % told
        ]
    intervals = {area: rows[MEAN].interval for area, rows in areas.items() if rows[MEAN].interval}
    higher = [area.lower() for area, (low, _high) in intervals.items() if low > 0]
    lower = [area.lower() for area, (_low, high) in intervals.items() if high < 0]
    if higher:
        parts.append(_("On average they score higher than at first in: %(areas)s.") % {"areas": words.join(higher)})
    if lower:
        parts.append(_("On average they score lower than at first in: %(areas)s.") % {"areas": words.join(lower)})
    if intervals and not higher and not lower:
        parts.append(_("On average no area has changed by more than chance can explain."))
    return " ".join(parts)


def _table(areas: dict[str, Rows], names: dict[str, str], pairs: int) -> TableView:
    lines = []
    for area, rows in areas.items():
        counts = [
            _("too few to show")
            if rows[group].suppressed
            else f"{rows[group].numerator} ({words.percent_text(rows[group])})"
            for group in GROUPS
        ]
        mean = rows[MEAN]
        between = (
            _("%(low)s to %(high)s") % {"low": _steps(mean.interval[0]), "high": _steps(mean.interval[1])}
            if mean.interval
            else "–"
        )
        lines.append((area, *counts, "–" if mean.value is None else _steps(mean.value), between))
    return TableView(
        caption=_("From the first life wheel to the last: %(people)s people who made it on two days or more")
        % {"people": words.count_text(pairs)},
        heads=(
            _("Area of life"),
            *(names[group] for group in GROUPS),
            _("Mean change, in steps of ten"),
            _("Uncertainty"),
        ),
        rows=tuple(lines),
    )


def _steps(change: float) -> str:
    """`+0,8`, `−0,3` or `0,0`."""
    rounded = round(change, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{number_format(abs(rounded), 1)}"
