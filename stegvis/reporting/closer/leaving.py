"""How long it takes until people leave, and to what, from the published cells of a release."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.evaluation.codes import HALF_YEARS_IN, REPORTING_GROUPS, TIMES_IN
from stegvis.evaluation.statistics.incidence import Point, Stretch, incidence, mean_months, months_until
from stegvis.evaluation.statistics.resampling import interval_of
from stegvis.reporting import words
from stegvis.reporting.frozen import FrozenResults
from stegvis.reporting.story import TableView, destination_label

REACHED, ELSEWHERE = "reached", "elsewhere"
"""Work or studies among the exits, or none of them: the two ways out that every table of time knows."""

YEAR = 12.0


@dataclass(frozen=True)
class Layer:
    """One way out in the picture: the theme colour of an outcome, its words, and its share (0–1) at each month."""

    group: str
    label: str
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Leaving:
    """How people leave over time: what to draw, the sentences to take away, and the figures.

    `months` are those of the layers, from 0; empty when there is nothing to draw.
    """

    months: tuple[float, ...]
    layers: tuple[Layer, ...]
    says: str
    also: str
    caution: str
    table: TableView | None

    @property
    def drawn(self) -> bool:
        """Is there anything to draw?"""
        return len(self.months) > 1


def stretches(results: FrozenResults, dimension: str, **by: str) -> tuple[Stretch, ...]:
    """The people of a group in stretches of time since the start; empty when the release does not tell how many.

    `dimension`: `time_in_project` (everybody, or by sex) or `half_years_in_project` (by municipality or age group).
    Where a size is hidden the rest are put together, so that they count as there until then and nothing is told after.
    """
    split = (*(name for name in by if name != "sex"), dimension, *(name for name in by if name == "sex"))
    if not results.has("participants", None, split):
        return ()
    whole = results.one("participants", None, **by)
    if whole.suppressed or not whole.numerator:
        return ()
    found, rest = [], whole.numerator
    for value in TIMES_IN if dimension == "time_in_project" else HALF_YEARS_IN:
        stretch = _stretch(results, split, {**by, dimension: value}, value)
        if stretch is None:
            break
        found.append(stretch)
        rest -= stretch.people
    return (*found, Stretch(None, rest, None, {})) if rest else tuple(found)


def _stretch(results: FrozenResults, split: tuple[str, ...], by: dict[str, str], value: str) -> Stretch | None:
    months = value.split("_")[1]
    until = None if months == "more" else float(months)
    people = _number(results, "participants", None, split, by)
    if people is None:
        return None
    left = _number(results, "ended", None, split, by)
    crossed = "half_years_in_project" in split
    reached = _number(results, "work_or_studies_crossed" if crossed else "work_or_studies", "ended", split, by)
    ways = {} if left is None or reached is None else {REACHED: reached, ELSEWHERE: left - reached}
    if left is not None and results.has("exit_destination", "ended", split):
        for code in REPORTING_GROUPS:
            if (number := _number(results, "exit_destination", "ended", split, by, code)) is not None:
                ways[code] = number
    return Stretch(until, people, left, ways)


def _number(
    results: FrozenResults, indicator: str, base: str | None, split: tuple[str, ...], by: dict[str, str], code=None
) -> int | None:
    """The number of a group; None when it is hidden, 0 when nobody is in it and it has no row."""
    for row in results.table(indicator, base, split).rows:
        if row.by == by and row.destination == code:
            return row.numerator
    return 0


def leaving(results: FrozenResults, held: bool = False) -> Leaving:
    """How people of the whole project leave over time. `held`: some municipalities stand as in the release before."""
    made = stretches(results, "time_in_project")
    everyone, reached, elsewhere = incidence(made), incidence(made, REACHED), incidence(made, ELSEWHERE)
    if not made or not reached:
        return Leaving((), (), _why_not(results, made), "", "", None)
    layers = _layers(made, reached, elsewhere)
    return Leaving(
        months=(0.0, *(point.months for point in reached))[: len(layers[0].shares)],
        layers=layers,
        says=_says(reached, elsewhere),
        also=" ".join(filter(None, (_half(everyone), _mean(made)))),
        caution=_caution(made, held),
        table=_table(made),
    )


def _why_not(results: FrozenResults, made: tuple[Stretch, ...]) -> str:
    if not results.has("participants", None, ("time_in_project",)):
        return _("This release does not hold how long people stay. The next one will.")
    if not made:
        return _("Nobody is counted yet, or too few to show.")
    return _("Too few people have left within half a year to show how long it takes.")


def _layers(made, reached: tuple[Point, ...], elsewhere: tuple[Point, ...]) -> tuple[Layer, ...]:
    """The five outcomes, where all are shown for at least a year; else two ways out."""
    five = {code: incidence(made, code) for code in REPORTING_GROUPS}
    shown = min(len(points) for points in five.values())
    if shown and max(point.months for point in five["work"][:shown]) >= YEAR:
        return tuple(
            Layer(code, destination_label(code), (0.0, *(point.share for point in points[:shown])))
            for code, points in five.items()
        )
    return (
        Layer("work", _("Work or studies"), (0.0, *(point.share for point in reached))),
        Layer("other", _("Left in another way"), (0.0, *(point.share for point in elsewhere))),
    )


def _says(reached: tuple[Point, ...], elsewhere: tuple[Point, ...]) -> str:
    at = at_a_year(reached)
    other = next(point for point in elsewhere if point.months == at.months)
    to, away = round(at.share * 100), round(other.share * 100)
    told = {"time": _time(at.months), "reached": to, "elsewhere": away, "there": max(0, 100 - to - away)}
    sentence = _(
        "%(time)s after the start %(reached)s of 100 had gone to work or studies, %(elsewhere)s had left in another "
        "way and %(there)s were still there."
    )
    unsure = _("With chance taken into account, to work or studies is %(between)s.")
    return f"{sentence % told} {unsure % {'between': words.between_text(at.interval)}}"


def _time(months: float) -> str:
    return {6: _("Half a year"), 12: _("One year"), 24: _("Two years")}.get(
        int(months), _("%(months)s months") % {"months": round(months)}
    )


def at_a_year(points: tuple[Point, ...]) -> Point:
    """The point at one year, or the last before it."""
    within = [point for point in points if point.months <= YEAR]
    return within[-1] if within else points[0]


def _half(everyone: tuple[Point, ...]) -> str:
    middle, early, late = months_until(everyone)
    if middle is None:
        return _("Less than half had left in the time that is shown.")
    told = {"months": words.months_text(middle), "early": round(early or 0), "late": round(late or 0)}
    if early is None or late is None:
        return _("Half had left after %(months)s.") % told
    return _("Half had left after %(months)s (chance: between %(early)s and %(late)s).") % told


def _mean(made: tuple[Stretch, ...]) -> str:
    """The mean time within what is seen, with an interval by drawing the same people again."""
    until = [stretch.until for stretch in made if stretch.until is not None and stretch.left is not None]
    mean = mean_months(made)
    if mean is None or not until:
        return ""
    interval = interval_of([number for s in made for number in (s.left or 0, s.people - (s.left or 0))], _mean_of(made))
    told = {"mean": _decimal(mean), "until": round(until[-1])}
    if interval is None:
        return _("Of the first %(until)s months people spend %(mean)s months in the project on average.") % told
    told |= {"low": _decimal(interval[0]), "high": _decimal(interval[1])}
    return (
        _(
            "Of the first %(until)s months people spend %(mean)s months in the project on average "
            "(chance: between %(low)s and %(high)s)."
        )
        % told
    )


def _mean_of(made: tuple[Stretch, ...]):
    def number(drawn) -> float | None:
        pairs = list(zip(drawn[::2], drawn[1::2], strict=True))
        again = [
            Stretch(stretch.until, left + more, None if stretch.left is None else left, {})
            for stretch, (left, more) in zip(made, pairs, strict=True)
        ]
        return mean_months(again)

    return number


def _decimal(number: float) -> str:
    from django.utils.formats import number_format

    return number_format(round(number, 1), 1)


def _caution(made: tuple[Stretch, ...], held: bool) -> str:
    there = sum(stretch.people - stretch.left for stretch in made if stretch.left is not None)
    parts = [_("Everybody who has started is counted. It says how long it usually takes, not why.")]
    if there:
        parts.append(
            ngettext(
                "%(number)s is still there and counts for as long as is known.",
                "%(number)s are still there and count for as long as is known.",
                there,
            )
            % {"number": words.count_text(there)}
        )
    if held:
        parts.append(
            _(
                "In municipalities that stand as in the release before, up to four people each may have left since. "
                "They count as still there."
            )
        )
    return " ".join(parts)


def _table(made: tuple[Stretch, ...]) -> TableView:
    everyone = incidence(made)
    curves = {way: incidence(made, way) for way in (REACHED, ELSEWHERE)}
    lines = []
    for place, point in enumerate(everyone):
        cells = []
        for points in curves.values():
            shown = points[place] if place < len(points) else None
            cells += [words.share_text(shown.share), words.between_text(shown.interval)] if shown else ["–", "–"]
        lines.append(
            (
                words.months_text(point.months),
                words.count_text(round(point.followed)),
                *cells,
                words.share_text(1 - point.share),
            )
        )
    return TableView(
        caption=_("How long it takes: shares of all who have started"),
        heads=(
            _("Time since the start"),
            _("Followed that far"),
            _("To work or studies"),
            _("Uncertainty"),
            _("Left in another way"),
            _("Uncertainty"),
            _("Still there"),
        ),
        rows=tuple(lines),
    )
