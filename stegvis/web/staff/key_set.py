"""Pages of a list read by key: the page after a row, or before it. Stays quick and steady however long the list is.

The address holds the opaque id of a row, never what the list is sorted by (that would be a name).
"""

import uuid
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer

SIZE = 25
#: So many rows are judged for a page of those that meet a condition; and so many where that does not fill the page.
LOOKED_FIRST = 300
LOOKED_AT_MOST = 3000


@dataclass(frozen=True)
class Judged:
    """Of the first LOOKED_FIRST rows of a list: how many meet a condition, and whether there are rows beyond them."""

    number: int
    beyond: bool


@dataclass(frozen=True)
class KeySetPage:
    """The rows of a page, and the ids to continue from; empty at either end."""

    rows: list
    after: str
    before: str
    judged: Judged | None = None


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


def kept_page(
    viewer: Viewer,
    write: Callable[..., QuerySet],
    keys: tuple[str, ...],
    *form: Hashable,
    given: Sequence = (),
    after: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
    size: int = SIZE,
) -> KeySetPage:
    """As `page`, for the rows of `write(viewer, *form, *given)`, a kept query (see `access.queries.kept`)."""
    backwards = before is not None
    asked, form = before if backwards else after, (write, keys, form)
    place = kept.rows(viewer, _place, *form, given=(asked, *given)) if asked else None
    way = "" if not place else "lt" if backwards else "gt"
    found = kept.rows(viewer, _beginning_there, *form, way, size + 1, given=(*(place[0] if place else ()), *given))
    shown = found[:size]
    if place and not shown:
        return kept_page(viewer, write, keys, *form[2], given=given, size=size)
    more = len(found) > size
    if way == "lt":
        return KeySetPage(shown[::-1], _id(shown[0]), _id(shown[-1]) if more else "")
    return KeySetPage(shown, _id(shown[-1]) if more else "", _id(shown[0]) if place else "")


def walked_page(
    viewer: Viewer,
    write: Callable[..., QuerySet],
    met: Callable[[Sequence[uuid.UUID]], list[uuid.UUID]],
    rows: Callable[[Sequence[uuid.UUID]], list],
    keys: tuple[str, ...],
    *form: Hashable,
    given: Sequence = (),
    after: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
    size: int = SIZE,
) -> KeySetPage:
    """As `kept_page`, for those of the rows that meet a condition which is dear to judge.

    `met` gives those of some ids that meet it, in order, and `rows` the rows of some ids, in order. No more than a
    piece of the list is judged: first the nearest LOOKED_FIRST rows, and where these do not fill a page, the nearest
    LOOKED_AT_MOST. So a page costs the same in a list of any length. It may hold fewer rows than `size`, even none,
    and still go on. A page at the start of the list tells with `judged` how the first piece was judged.
    """
    backwards = before is not None
    asked, head = before if backwards else after, (write, keys, form)
    place = kept.rows(viewer, _place, *head, given=(asked, *given)) if asked else None
    way, values = ("" if not place else "lt" if backwards else "gt"), (*(place[0] if place else ()), *given)
    found: list[uuid.UUID] = []
    done, judged = 0, None
    for most in (LOOKED_FIRST, LOOKED_AT_MOST):
        ids = kept.rows(viewer, _ids_there, *head, way, most + 1, given=values)
        found += met(ids[done:most])
        judged = judged or Judged(len(found), beyond=len(ids) > most)
        if len(found) > size or len(ids) <= most:
            break
        done = most
    shown = rows(found[:size])
    further = str(found[size - 1]) if len(found) > size else str(ids[most - 1]) if len(ids) > most else ""
    if place and not shown and not further:
        return walked_page(viewer, write, met, rows, keys, *form, given=given, size=size)
    if way == "lt":
        return KeySetPage(shown[::-1], _id(shown[0]) if shown else str(asked), further)
    if place:
        return KeySetPage(shown, further, _id(shown[0]) if shown else str(asked))
    return KeySetPage(shown, further, "", judged)


def first_judged(viewer: Viewer, write: Callable[..., QuerySet], met, keys: tuple[str, ...], *form: Hashable) -> Judged:
    """How the first piece of the list is judged, for a page elsewhere in it."""
    ids = kept.rows(viewer, _ids_there, write, keys, form, "", LOOKED_FIRST + 1)
    return Judged(len(met(ids[:LOOKED_FIRST])), beyond=len(ids) > LOOKED_FIRST)


def _ids_there(viewer, write, keys: tuple, form: tuple, way: str, most: int, *given) -> QuerySet:
    rows = _beginning_there(viewer, write, keys, form, way, most, *given)
    return rows.select_related(None).values_list("pk", flat=True)


def _place(viewer, write, keys: tuple, form: tuple, row_id, *given) -> QuerySet:
    return write(viewer, *form, *given).order_by(*keys).filter(pk=row_id).values_list(*keys)


def _beginning_there(viewer, write, keys: tuple, form: tuple, way: str, most: int, *given) -> QuerySet:
    """The first rows, or the first beyond a place: then `given` begins with the values of the keys there."""
    if not way:
        return write(viewer, *form, *given).order_by(*keys)[:most]
    place, given = given[: len(keys)], given[len(keys) :]
    rows = write(viewer, *form, *given).order_by(*keys).filter(_beyond(keys, place, way))
    return (rows.reverse() if way == "lt" else rows)[:most]


def _beyond(keys: tuple[str, ...], place: tuple, way: str) -> Q:
    """(a, b) > (x, y) written out, since not every database compares rows by index.

    That a is at least x follows from it, and is said besides: so an index is entered at x, not walked from its end.
    """
    found = Q()
    for last in range(len(keys)):
        same = {key: value for key, value in zip(keys[:last], place[:last], strict=True)}
        found |= Q(**same, **{f"{keys[last]}__{way}": place[last]})
    return found & Q(**{f"{keys[0]}__{way}e": place[0]}) if len(keys) > 1 else found


def _id(row) -> str:
    return str(row.pk)


def row_id(text: str | None) -> uuid.UUID | None:
    """The opaque id of a row from an address; None for anything else."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
