"""A believable life for every invented participant: what coaches would have written and booked along the way.

One module for each capability, with one function; LIVES names them in the order in which they are lived. Each makes
rows for all enrolments in their own period, the same for the same people and day, and nothing when there are rows of
its kind already. Rows are written many at a time, with one audit event for each batch: a year of life for five hundred
people, one action for each contact, would take longer than the rest of the demonstration.
"""

import datetime as dt
from collections.abc import Callable

from stegvis.access.rules import Viewer
from stegvis.demo.life import (
    activities,
    attainments,
    contacts,
    follow_ups,
    hand_overs,
    intake,
    mappings,
    meetings,
    needs,
    onward,
    own_parts,
    plans,
    shop,
    team,
    team_meetings,
)

#: Takes the day the demonstration is made for and who makes it; gives the number of rows made.
Life = Callable[..., int]
LIVES: tuple[Life, ...] = (
    contacts.live,
    activities.live,
    shop.live,
    plans.plans,
    follow_ups.live,
    meetings.live,
    intake.live,
    mappings.live,
    own_parts.live,
    needs.live,
    team.live,
    team_meetings.live,
    onward.live,
    attainments.live,
    hand_overs.live,
)


def live_all(*, today: dt.date, by: Viewer) -> int:
    """Let everybody live up to the day. Gives the number of rows made: none when all was there."""
    return sum(life(today=today, by=by) for life in LIVES)
