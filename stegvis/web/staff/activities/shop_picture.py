"""Customers drawn day by day, and what a change of display seems to do, in words."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.casework.models import DisplayChange
from stegvis.casework.queries.shop import CountedDay
from stegvis.evaluation.statistics.flow import Change
from stegvis.web.shared.words import day_short, decimal, whole

#: Sizes of the drawing, in its own units.
_TALL, _FOOT, _WIDE, _NARROWEST = 150, 24, 640, 20
#: A day's name stands below every so many columns, so that names do not meet.
_NAMED_EVERY = 5


@dataclass(frozen=True)
class Column:
    """A counted day: those who bought below, the others above."""

    day: CountedDay
    left: int
    top: int
    bought_top: int
    name: str

    @property
    def height(self) -> int:
        """Of those who did not buy."""
        return self.bought_top - self.top

    @property
    def bought_height(self) -> int:
        """Of those who bought."""
        return _TALL - self.bought_top


@dataclass(frozen=True)
class Picture:
    """The columns, where the display was changed, and the width of it all."""

    columns: list[Column]
    changes: list[tuple[int, str]]
    wide: int
    most: int
    bar: int
    tall: int = _TALL
    foot: int = _TALL + _FOOT - 6


def drawn(days: list[CountedDay], changes: list[DisplayChange]) -> Picture | None:
    """The picture; None when nothing has been counted."""
    if not days:
        return None
    most = max(1, *(one.visitors for one in days))

    pitch = max(_NARROWEST, min(48, (_WIDE - 4) // len(days)))

    def top(number: int) -> int:
        return _TALL - round(number * (_TALL - 26) / most)

    columns = [
        Column(one, place * pitch + 2, top(one.visitors), top(one.buyers), "" if place % _NAMED_EVERY else _name(one))
        for place, one in enumerate(days)
    ]
    lines = []
    for made in changes:
        later = [place for place, one in enumerate(days) if one.on_day >= made.on_day]
        if days[0].on_day < made.on_day and later:
            lines.append((later[0] * pitch - 1, made.what))
    return Picture(columns, lines, max(len(days) * pitch + 4, _WIDE), most, pitch - 5)


def _name(one: CountedDay) -> str:
    return day_short(one.on_day, dt.date(one.on_day.year, 1, 1))


@dataclass(frozen=True)
class Told:
    """What a change seems to do: headline, and a row each for visitors and for buying (before, after, difference)."""

    headline: str
    rows: list[tuple[str, str, str, str]]


def words(change: Change) -> Told:
    """A change in words, with how far chance alone may carry it."""
    before, after = change.before, change.after
    rows = [
        (
            _("Came in, in a half day"),
            _of_half_days(before.visitors, before.half_days),
            _of_half_days(after.visitors, after.half_days),
            _times(change.visitors),
        ),
        (
            _("Bought something"),
            _of_all(before.buyers, before.visitors),
            _of_all(after.buyers, after.visitors),
            _points(change.buying),
        ),
    ]
    return Told(_headline(change), rows)


def _headline(change: Change) -> str:
    if change.buying is None:
        return _("Too little is counted before or after to compare.")
    _difference, low, high = change.buying
    if low > 0:
        return _("More of those who came in bought something afterwards.")
    if high < 0:
        return _("Fewer of those who came in bought something afterwards.")
    return _("The difference may be chance.")


def _of_half_days(number: int, half_days: int) -> str:
    if not half_days:
        return "–"
    told = {"number": whole(number), "half_days": whole(half_days)}
    return _("%(number)s in %(half_days)s half days") % told


def _of_all(some: int, every: int) -> str:
    return _("%(some)s of %(every)s") % {"some": whole(some), "every": whole(every)} if every else "–"


def _times(ratio) -> str:
    if ratio is None:
        return "–"
    told = {"times": decimal(ratio[0], 2), "low": decimal(ratio[1], 2), "high": decimal(ratio[2], 2)}
    return _("%(times)s times as many (%(low)s–%(high)s)") % told


def _points(difference) -> str:
    if difference is None:
        return "–"
    points, low, high = (decimal(100 * end, 0) for end in difference)
    sign = "+" if difference[0] > 0 else ""
    return _("%(points)s percentage points (%(low)s to %(high)s)") % {
        "points": f"{sign}{points}", "low": low, "high": high,
    }  # fmt: skip
