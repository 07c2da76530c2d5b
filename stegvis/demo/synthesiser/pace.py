"""When people start and end: working days, uneven months, stays of very different length."""

import math
import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from stegvis.demo.synthesiser.figures import DemoProject

_SHORTEST_DAYS = 21
_TYPICAL_DAYS = 340
_SPREAD = 0.55
_TRIES = 200
_HOLIDAYS = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}
# How long people stay, against the typical stay, by destination.
_STAY = {
    "no_contact": 0.5,
    "own_request": 0.6,
    "misconduct": 0.5,
    "imprisoned": 0.6,
    "moved": 0.75,
    "employment_service": 0.9,
    "correct_compensation": 1.35,
    "daily_activity": 1.3,
    "pension": 1.2,
}


def draw_start(rng: random.Random, project: DemoProject, *, late: bool = False) -> date:
    """Draw a start on a working day, up to a month before the outcomes were counted.

    `late` draws from the last year only: people who were still enrolled had mostly come recently.
    """
    days, weights = _starts(project, late)
    return rng.choices(days, cum_weights=weights)[0]


@dataclass(frozen=True)
class Window:
    """Between two days on which outcomes were counted: after the one (None: from the beginning), by the other."""

    after: date | None
    by: date


def draw_period(rng: random.Random, project: DemoProject, destination: str, window: Window) -> tuple[date, date]:
    """Draw a start and an end on working days, the end in the window."""
    typical = _TYPICAL_DAYS * _STAY.get(destination, 1.0)
    if window.after is not None:
        return _period_ending_in(rng, project, typical, window)
    for _ in range(_TRIES):
        start = draw_start(rng, project)
        end = _working_day_before(start + timedelta(days=_stay(rng, typical)))
        if start < end <= window.by:
            return start, end
    start = draw_start(rng, project)
    return start, _working_day_before(window.by)


def _period_ending_in(rng: random.Random, project: DemoProject, typical: float, window: Window) -> tuple[date, date]:
    """Those who ended in a later window: first the end, then back to a start on which people may start."""
    days = [window.after + timedelta(days=n + 1) for n in range((window.by - window.after).days)]
    end = rng.choice([day for day in days if is_working_day(day)])
    for _ in range(_TRIES):
        start = _working_day_before(end - timedelta(days=_stay(rng, typical)))
        if project.start_on <= start <= window.after:
            return start, end
    return project.start_on, end


def _stay(rng: random.Random, typical: float) -> int:
    return max(_SHORTEST_DAYS, round(rng.lognormvariate(math.log(typical), _SPREAD)))


def is_working_day(day: date) -> bool:
    """Monday to Friday, and not one of the holidays with a fixed date."""
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


@lru_cache(maxsize=4)
def _starts(project: DemoProject, late: bool) -> tuple[list[date], list[float]]:
    """Working days on which people may start, with their cumulative weights."""
    last = date(project.outcomes_at.year, project.outcomes_at.month, 1) - timedelta(days=1)
    first = max(project.start_on, last - timedelta(days=365)) if late else project.start_on
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    days = [day for day in days if is_working_day(day)]
    return days, list(accumulate(_start_weight(day, project) for day in days))


def _start_weight(day: date, project: DemoProject) -> float:
    if project.few_starts is not None and project.few_starts.holds(day):
        return 0.35
    if day.month == 7:
        return 0.4
    return 1.4 if day.month in (1, 8, 9) else 1.0


def _working_day_before(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
