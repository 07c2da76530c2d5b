"""The share that has reached work or studies within a year, group by group, from the published cells of a release."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.evaluation.statistics.incidence import Point, Stretch, incidence, months_until
from stegvis.reporting import words
from stegvis.reporting.charts.pictures import ShareDot
from stegvis.reporting.closer.leaving import REACHED, YEAR, stretches
from stegvis.reporting.frozen import FrozenResults
from stegvis.reporting.story import TableView, group_label


@dataclass(frozen=True)
class Within:
    """Groups beside each other: dots to draw, the share of all together (0–1), sentences, and the figures."""

    dots: tuple[ShareDot, ...]
    whole: float | None
    says: str
    hidden: str
    table: TableView | None

    @property
    def drawn(self) -> bool:
        """Is there anything to compare?"""
        return self.whole is not None and sum(dot.share is not None for dot in self.dots) > 1


@dataclass(frozen=True)
class _Group:
    label: str
    people: int | None
    half: Point | None
    year: Point | None
    median: tuple[float | None, float | None, float | None]


def within_a_year(results: FrozenResults) -> Within:
    """Everybody, women and men, age groups and municipalities, each at a year after their start."""
    if not results.has("participants", None, ("time_in_project",)):
        return Within((), None, "", "", None)
    groups = [
        _Group(_label(by), _people(results, by), *_read(stretches(results, dimension, **by)))
        for dimension, by in _all_groups(results)
    ]
    whole = groups[0].year.share if groups and groups[0].year else None
    dots = tuple(
        ShareDot(
            group.label,
            group.year.share if group.year else None,
            group.year.interval if group.year else None,
            words.share_text(group.year.share) if group.year else _("too few to show"),
        )
        for group in groups
    )
    hidden = [group.label for group in groups if group.year is None]
    return Within(dots, whole, _says(groups), _hidden(hidden), _table(groups))


def _all_groups(results: FrozenResults) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = [("time_in_project", {})]
    found += [("time_in_project", {"sex": sex}) for sex in "FM"]
    for name in ("age_group", "municipality"):
        rows = results.table("participants", None, (name,)).rows
        if len(rows) < 2:
            continue  # one group is all together once more
        found += [("half_years_in_project", dict(row.by)) for row in rows]
    return found


def _label(by: dict[str, str]) -> str:
    label = group_label(by)
    return label[:1].upper() + label[1:]


def _people(results: FrozenResults, by: dict[str, str]) -> int | None:
    return results.one("participants", None, **by).numerator


def _read(made: tuple[Stretch, ...]) -> tuple:
    points = {point.months: point for point in incidence(made, REACHED)}
    return points.get(YEAR / 2), points.get(YEAR), months_until(incidence(made))


def _says(groups: list[_Group]) -> str:
    whole = groups[0].year if groups else None
    shown = [group for group in groups[1:] if group.year]
    if whole is None:
        return _("Too few people have been followed for a year to compare groups.")
    if not shown:
        return _("No group has enough people to be shown, so there is nothing to compare.")
    apart = [group for group in shown if not group.year.interval[0] <= whole.share <= group.year.interval[1]]
    if not apart:
        return _("No group differs from all together by more than its own uncertainty.")
    return _(
        "%(names)s may differ from all together (%(share)s). A difference says nothing about why: groups differ in "
        "more than one way."
    ) % {"names": words.join([group.label for group in apart]), "share": words.share_text(whole.share)}


def _hidden(names: list[str]) -> str:
    if not names:
        return ""
    return _("Not shown, because so few people could be recognised: %(names)s.") % {"names": words.join(names)}


def caution(number: int) -> str:
    """What not to conclude from so many intervals at once."""
    return _(
        "Of %(number)s intervals about one in twenty misses by chance alone. Groups stand in a fixed order; nobody is "
        "ranked."
    ) % {"number": number}


def _table(groups: list[_Group]) -> TableView:
    lines = []
    for group in groups:
        middle, early, late = group.median
        chance = "–"
        if early is not None and late is not None:
            chance = _("between %(low)s and %(high)s") % {"low": round(early), "high": round(late)}
        lines.append(
            (
                group.label,
                words.count_text(group.people),
                words.share_text(group.half.share) if group.half else "–",
                words.between_text(group.half.interval) if group.half else "–",
                words.share_text(group.year.share) if group.year else "–",
                words.between_text(group.year.interval) if group.year else "–",
                words.months_text(middle),
                chance,
            )
        )
    return TableView(
        caption=_("To work or studies within half a year and a year, and when half had left"),
        heads=(
            _("Who"),
            _("People"),
            _("Within half a year"),
            _("Uncertainty"),
            _("Within a year"),
            _("Uncertainty"),
            _("Half had left after"),
            _("Uncertainty of that"),
        ),
        rows=tuple(lines),
    )
