"""Pages of a list read by key: the page after a row, or before it. Stays quick and steady however long the list is.

The address holds the opaque id of a row, never what the list is sorted by (that would be a name).
"""

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

SIZE = 25


@dataclass(frozen=True)
class KeySetPage:
    """The rows of a page, and the ids to continue from; empty at either end."""

    rows: list
    after: str
    before: str


def page(
    rows: QuerySet, keys: tuple[str, ...], *, after=None, before=None, size: int = SIZE, latest_first: bool = False
) -> KeySetPage:
    """The page of `rows` after or before a row's id (from the start without either, or when that row is gone).

    `keys` are field names that together order the rows and name each; the last is `pk` or as unique.
    `latest_first`: from the greatest key downwards.
    """
    rows = rows.order_by(*(f"-{key}" for key in keys) if latest_first else keys)
    beyond, ahead = ("lt", "gt") if latest_first else ("gt", "lt")
    backwards = before is not None
    place = rows.filter(pk=before if backwards else after).values_list(*keys).first() if after or before else None
    if place is None:
        found = list(rows[: size + 1])
        return KeySetPage(found[:size], _id(found[size - 1]) if len(found) > size else "", "")
    if backwards:
        found = list(rows.filter(_beyond(keys, place, ahead)).reverse()[: size + 1])
        shown = found[:size][::-1]
        if not shown:
            return page(rows, keys, size=size, latest_first=latest_first)
        return KeySetPage(shown, _id(shown[-1]), _id(shown[0]) if len(found) > size else "")
    found = list(rows.filter(_beyond(keys, place, beyond))[: size + 1])
    shown = found[:size]
    if not shown:
        return page(rows, keys, size=size, latest_first=latest_first)
    return KeySetPage(shown, _id(shown[-1]) if len(found) > size else "", _id(shown[0]))


def _beyond(keys: tuple[str, ...], place: tuple, way: str) -> Q:
    """(a, b) > (x, y) written out, since not every database compares rows by index."""
    found = Q()
    for last in range(len(keys)):
        same = {key: value for key, value in zip(keys[:last], place[:last], strict=True)}
        found |= Q(**same, **{f"{keys[last]}__{way}": place[last]})
    return found


def _id(row) -> str:
    return str(row.pk)


def row_id(text: str | None) -> uuid.UUID | None:
    """The opaque id of a row from an address; None for anything else."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
