"""Municipalities as if they had met people of the same ages: from the published cells of a release.

Twice: by direct standardisation where a municipality's every age is shown, and by a model that also reads
municipalities of which only some ages are shown.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.evaluation.statistics.model import Modelled, Observed, modelled
from stegvis.evaluation.statistics.standardisation import Adjusted, Stratum, standardised
from stegvis.reporting import words
from stegvis.reporting.charts.pictures import ShareDot
from stegvis.reporting.closer.within_a_year import caution as several
from stegvis.reporting.frozen import FrozenResults
from stegvis.reporting.story import TableView, base_label

_INDICATOR, _BY = "work_or_studies_crossed", ("municipality", "age_group")
_LITTLE = 0.03
"""A change of share up to this (0–1) is called little."""


@dataclass(frozen=True)
class Mix:
    """The municipalities with equal ages: dots to draw, the share of all (0–1), sentences, and the figures."""

    dots: tuple[ShareDot, ...]
    whole: float | None
    says: str
    caution: str
    table: TableView | None

    @property
    def drawn(self) -> bool:
        """Are there at least two municipalities to compare?"""
        return self.whole is not None and sum(dot.share is not None for dot in self.dots) > 1


@dataclass(frozen=True)
class _Place:
    name: str
    own: float | None
    direct: Adjusted | None
    model: Modelled | None

    @property
    def best(self) -> Adjusted | Modelled | None:
        """Direct standardisation assumes less, so it goes before the model."""
        return self.direct or self.model


def mix(results: FrozenResults, base: str) -> Mix:
    """The municipalities of a release with equal ages, on a base; says why when that cannot be told."""
    if not results.has(_INDICATOR, base, _BY):
        if base == "ended_not_transferred":
            return Mix((), None, _("On this base ages are not counted municipality by municipality."), "", None)
        return Mix((), None, _("This release does not hold ages by municipality. The next one will."), "", None)
    weights = {
        row.by["age_group"]: row.denominator or 0
        for row in results.table("work_or_studies", base, ("age_group",)).rows
        if not row.suppressed
    }
    cells = {(row.by["municipality"], row.by["age_group"]): row for row in results.table(_INDICATOR, base, _BY).rows}
    by_model = {one.group: one for one in _modelled(cells, weights)}
    places = [
        _Place(
            name=row.by["municipality"],
            own=None if row.suppressed else row.value,
            direct=_direct(cells, row.by["municipality"], weights),
            model=by_model.get(row.by["municipality"]),
        )
        for row in results.table("work_or_studies", base, ("municipality",)).rows
    ]
    whole = results.one("work_or_studies", base)
    return Mix(
        dots=tuple(_dot(place) for place in places),
        whole=whole.value if not whole.suppressed else None,
        says=_says(places, len(weights)),
        caution=f"{_what_it_assumes()} {several(sum(place.best is not None for place in places))}",
        table=_table(places, base),
    )


def _what_it_assumes() -> str:
    return _(
        "It takes away what age explains and nothing else: people differ in more than age. Where only some ages "
        "are shown, the model takes the difference between ages to be alike everywhere."
    )


def _modelled(cells, weights: dict[str, int]) -> tuple[Modelled, ...]:
    shown = [
        Observed(place, age, row.numerator, row.denominator)
        for (place, age), row in cells.items()
        if not row.suppressed and row.denominator
    ]
    return modelled(shown, weights)


def _direct(cells, place: str, weights: dict[str, int]) -> Adjusted | None:
    found = [(cells.get((place, age)), weight) for age, weight in weights.items()]
    if len(weights) < 2 or any(row is None or row.suppressed for row, _weight in found):
        return None
    return standardised([Stratum(row.numerator, row.denominator, weight) for row, weight in found])


def _dot(place: _Place) -> ShareDot:
    best = place.best
    if best is None:
        return ShareDot(place.name, None, None, _("too few to show"))
    return ShareDot(place.name, best.share, best.interval, words.share_text(best.share))


def _says(places: list[_Place], ages: int) -> str:
    if ages < 2:
        return _("All participants are of the same age group, so age cannot explain a difference.")
    told = [place for place in places if place.best]
    if len(told) < 2:
        return _("Too few municipalities can be shown by age to compare them.")
    moved = [place for place in told if place.own is not None]
    furthest = max(moved, key=lambda place: abs(place.best.share - place.own), default=None)
    if furthest is None:
        return _("No municipality is shown both as it is and with equal ages.")
    if abs(furthest.best.share - furthest.own) <= _LITTLE:
        return _(
            "With equal ages no municipality changes by more than three percentage points: age does not explain the "
            "differences."
        )
    return _(
        "With equal ages %(name)s changes most, from %(own)s to %(best)s: part of its difference is how old its "
        "participants are."
    ) % {
        "name": furthest.name,
        "own": words.share_text(furthest.own),
        "best": words.share_text(furthest.best.share),
    }


def _table(places: list[_Place], base: str) -> TableView:
    return TableView(
        caption=_("With equal ages: to work or studies, %(base)s") % {"base": base_label(base).lower()},
        heads=(
            _("Municipality"),
            _("Share as it is"),
            _("With equal ages"),
            _("Uncertainty"),
            _("By the model"),
            _("Uncertainty"),
        ),
        rows=tuple(
            (
                place.name,
                words.share_text(place.own) if place.own is not None else "–",
                *(_share_and_interval(place.direct)),
                *(_share_and_interval(place.model)),
            )
            for place in places
        ),
    )


def _share_and_interval(found: Adjusted | Modelled | None) -> tuple[str, str]:
    return (words.share_text(found.share), words.between_text(found.interval)) if found else ("–", "–")
