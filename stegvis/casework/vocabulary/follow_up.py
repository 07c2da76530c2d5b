"""Words of the follow-up after an exit."""

import datetime as dt
from dataclasses import dataclass

from stegvis.base.vocabulary import Term, Vocabulary


@dataclass(frozen=True)
class Occasion(Term):
    """When somebody is asked how it went: `after` the last day, at the latest `until` after it."""

    after: dt.timedelta = dt.timedelta()
    until: dt.timedelta = dt.timedelta()


#: Four weeks as the funder asks (EECR01–05 are read four weeks after the exit), six months as for lasting results
#: (EECR06); and later, for what comes to light afterwards (EXT-11).
OCCASIONS = Vocabulary(
    [
        Occasion(
            "weeks_4", "Efter fyra veckor", "After four weeks",
            after=dt.timedelta(days=28), until=dt.timedelta(days=90),
        ),
        Occasion(
            "months_6", "Efter sex månader", "After six months",
            after=dt.timedelta(days=182), until=dt.timedelta(days=365),
        ),
        Occasion("later", "Senare", "Later", after=dt.timedelta(days=0), until=dt.timedelta(days=3660)),
    ]
)  # fmt: skip

FOLLOW_UP_RESULTS = Vocabulary(
    [
        Term("answered", "Fick svar", "Got an answer"),
        Term("unreachable", "Gick inte att nå", "Could not be reached"),
        Term("declined", "Ville inte svara", "Did not want to answer"),
    ]
)
