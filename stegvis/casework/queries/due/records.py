"""Sources whose rows are records of people: steps, plans, talks, meetings. All of them are asked by one question.

Each says which records are due, whoever's they are, and what a row says of one. Whose they may be is worked out once
for all sources; what comes back are ids, and only the records that are shown are read.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Model, QuerySet, TextField, Value
from django.db.models.functions import Cast

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.base import kept_queries
from stegvis.casework.queries import caseload, sight
from stegvis.casework.queries.due.row import Due

#: Limits stand in the text of the question; they are rounded up to one of these, so that there are few texts.
_LIMITS = (5, 10, 30, 105)


@dataclass(frozen=True)
class Records:
    """A source. `due(*days(today))` finds the records in order, `told` makes the row of one.

    `permission`: without it there are no rows. `readers`: only of people whose plan the viewer may read. `times`: so
    many records are read for each row, where one person may have several and gets one row.
    """

    model: type[Model]
    permission: tuple[str, str]
    days: Callable[[dt.date], tuple]
    due: Callable[..., QuerySet]
    told: Callable[[Model, dt.date], Due]
    readers: bool = False
    times: int = 1


def rows(viewer: Viewer, today: dt.date, sources: Mapping[str, Records], most: int) -> dict[str, list[Due]]:
    """The rows of each source by its kind, at least `most` where there are so many, in the order of the source."""
    asked = {kind: one for kind, one in sources.items() if viewer.may(*one.permission)}
    if not asked:
        return {}
    limit, numbered = next((each for each in _LIMITS if most <= each), most), list(asked.items())
    parts = [
        (_ids, (number, one.due, "readers" if one.readers else "people", limit * one.times), one.days(today))
        for number, (_kind, one) in enumerate(numbered)
    ]
    people = (("people", _people, (), ()), ("readers", _readers, (), ()))
    ids: dict[int, list] = {}
    for number, text in kept.rows_together(viewer, parts, within=people):
        ids.setdefault(number, []).append(numbered[number][1].model._meta.pk.to_python(text))
    return {numbered[number][0]: _told(numbered[number][1], today, found) for number, found in ids.items()}


def _told(source: Records, today: dt.date, ids: list) -> list[Due]:
    found = kept_queries.rows(_these, source.due, given=(*source.days(today), kept_queries.padded(ids)))
    told = [source.told(each, today) for each in found]
    if source.times == 1:
        return told
    first: dict = {}
    for due in told:
        first.setdefault(due.participant.pk, due)
    return list(first.values())


def _these(due: Callable[..., QuerySet], *given) -> QuerySet:
    *days, ids = given
    return due(*days).filter(pk__in=ids)


def _ids(viewer: Viewer, number: int, due: Callable[..., QuerySet], table: str, most: int, *days) -> QuerySet:
    found = kept_queries.of_those(due(*days).select_related(None), "participant_id", table)
    return found.values_list(Value(number), Cast("pk", TextField()))[:most]


def _people(viewer: Viewer) -> QuerySet:
    return caseload.of(viewer).filter(state="active").order_by().values_list("participant", flat=True)


def _readers(viewer: Viewer) -> QuerySet:
    # judged by the enrolment: asked by the person, SQLite would go through everybody in the register
    readable = caseload.active(viewer).filter(sight.of_enrolments(viewer, "plan", "read"))
    return readable.select_related(None).order_by().values_list("participant", flat=True)
