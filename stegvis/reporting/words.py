"""Say frozen numbers in words a politician understands and cannot misread. Swedish and English."""

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stegvis.evaluation.shares import percent
from stegvis.reporting.frozen import FrozenRow

NBSP = "\u00a0"


def percent_text(row: FrozenRow) -> str:
    """`49 %` from numerator and denominator by the rounding rule half up; empty when hidden or nobody is there."""
    if row.suppressed or row.numerator is None or not row.denominator:
        return ""
    return f"{percent(row.numerator, row.denominator)}{NBSP}%"


def share_text(share: float) -> str:
    """A limit of an interval, or another project's printed share, in whole percent."""
    return f"{percent(round(share * 100_000), 100_000)}{NBSP}%"


def count_text(number: int | None) -> str:
    """`1 250` with a non-breaking space between thousands; a dash when hidden."""
    return "–" if number is None else f"{number:,}".replace(",", NBSP)


def interval_text(row: FrozenRow) -> str:
    """`between 44 and 54 %`; empty when hidden."""
    if row.suppressed or row.interval is None:
        return ""
    return between_text(row.interval)


def between_text(interval: tuple[float, float]) -> str:
    """`between 44 and 54 %`."""
    low, high = (share_text(edge) for edge in interval)
    return _("between %(low)s and %(high)s") % {"low": low.replace(f"{NBSP}%", ""), "high": high}


def of_text(row: FrozenRow) -> str:
    """`203 of 414`; empty when hidden."""
    if row.suppressed or row.numerator is None or row.denominator is None:
        return ""
    return _("%(part)s of %(whole)s") % {"part": count_text(row.numerator), "whole": count_text(row.denominator)}


def day_text(day) -> str:
    """`31 oktober 2022`."""
    text = date_format(day, "j F Y")
    return text.lower() if (get_language() or "sv").startswith("sv") else text


def age_or_time_text(dimension: str, value: str) -> str:
    """The words for an age group, a half-year or a stretch of time; anything else is its own words."""
    if dimension == "age_group":
        return {"under_30": _("under 30 years"), "30_and_over": _("30 years and over")}[value]
    if dimension == "start_half_year":
        year, half = value.split("-")
        return (_("Jan–Jun %(year)s") if half == "h1" else _("Jul–Dec %(year)s")) % {"year": year}
    if dimension in ("time_in_project", "half_years_in_project"):
        begins, ends = value.split("_")
        if ends == "more":
            return _("%(months)s months or more") % {"months": begins}
        return _("%(from)s–%(to)s months") % {"from": begins, "to": ends}
    return value


def months_text(months: float | None) -> str:
    """`9 months`, in whole months; a dash when it was not seen."""
    return (
        "–"
        if months is None
        else ngettext("%(number)s month", "%(number)s months", round(months)) % {"number": round(months)}
    )


def destination_title(by: tuple[str, ...]) -> str:
    """The picture of destinations by name. Each split has its own, so that a list of figures tells them apart."""
    if "municipality" in by:
        return _("Where people went, by municipality")
    if "start_half_year" in by:
        return _("Where people went, by half-year of start")
    return _("Where women and men went") if "sex" in by else _("Where people went")


def headline(row: FrozenRow) -> str:
    """The result in one sentence, as plain fractions where they hold to within two percentage points."""
    if row.suppressed or row.value is None:
        return _("Too few people to show a result")
    sentences = (
        (0.5, _("Every second person went to work or studies")),
        (1 / 3, _("Every third person went to work or studies")),
        (2 / 3, _("Two in three went to work or studies")),
        (1 / 4, _("Every fourth person went to work or studies")),
        (3 / 4, _("Three in four went to work or studies")),
        (1 / 5, _("Every fifth person went to work or studies")),
    )
    for fraction, sentence in sentences:
        if abs(row.value - fraction) <= 0.02:
            return sentence
    return _("%(percent)s went to work or studies") % {"percent": percent_text(row)}


def held_text(held: list[str], since) -> str:
    """Which municipalities keep their figures of the release before, and why."""
    if not held:
        return ""
    return ngettext(
        "%(names)s is shown as on %(day)s: since then fewer than five people have changed, too few to show.",
        "%(names)s are shown as on %(day)s: since then fewer than five people in each have changed, too few to show.",
        len(held),
    ) % {"names": join(held), "day": day_text(since)}


def band_names(bands: Mapping[str, int], *, none: str, between: str, most: str) -> dict[str, str]:
    """Band → what it is called. `bands`: code → the fewest, from 0; `between` has first and last, `most` a number."""
    named = {}
    for (code, least), after in zip(bands.items(), [*list(bands.values())[1:], None], strict=True):
        if not least:
            named[code] = none
        else:
            named[code] = most % {"number": least} if after is None else between % {"first": least, "last": after - 1}
    return named


def join(names: list[str]) -> str:
    """`Borgholm, Torsås and Vimmerby`."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
