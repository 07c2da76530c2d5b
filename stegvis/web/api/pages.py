"""Some rows of a list at a time, going on after the last one that was given."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.base.decision import NotPossible

LARGEST_PAGE = 100


def page(rows: QuerySet, keys: tuple[str, ...], *, after: UUID | None, size: int, latest_first: bool = False):
    """(rows, id to go on after or None). The order is that of `keys`, of which the last must tell all rows apart.

    Raises NotPossible when `after` is no row of the list.
    """
    sign, beyond = ("-", "lt") if latest_first else ("", "gt")
    if after is not None:
        last = rows.order_by().filter(pk=after).values_list(*keys).first()
        if last is None:
            raise NotPossible(_("The list has no such row. Begin anew."), field="after", code="unknown_row")
        condition = Q()
        for place, name in enumerate(keys):
            same = dict(zip(keys[:place], last[:place], strict=True))
            condition |= Q(**same, **{f"{name}__{beyond}": last[place]})
        rows = rows.filter(condition)
    found = list(rows.order_by(*(f"{sign}{name}" for name in keys))[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None
