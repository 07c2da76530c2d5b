"""Lists of participants a page at a time, with what a line of the list shows. Always the same number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import enrolments, participants

LARGEST_PAGE = 200
#: What a list may be narrowed by: fields of the enrolment.
FILTERS = frozenset({"state", "project", "unit", "coach"})


@dataclass(frozen=True)
class Line:
    """A participant and the latest enrolment the viewer may list (None: registered but not enrolled)."""

    participant: Participant
    enrolment: Enrolment | None


@dataclass(frozen=True)
class Page:
    """Some lines, and the cursor for the lines after them (None: these were the last)."""

    lines: tuple[Line, ...]
    next_cursor: UUID | None


def page_after(
    viewer: Viewer, cursor: UUID | str | None = None, size: int = 50, filters: Mapping[str, object] | None = None
) -> Page:
    """The next `size` participants after the cursor in Swedish order of family name (key-set pagination).

    The cursor is an opaque id and carries no name, so it may stand in an address. `filters` narrows by fields of the
    enrolment (FILTERS). Raises ValueError for another filter, or a cursor that is none.
    """
    filters = {name: value for name, value in (filters or {}).items() if value not in (None, "")}
    if unknown := set(filters) - FILTERS:
        raise ValueError(f"a list cannot be narrowed by {', '.join(sorted(unknown))}")
    size = max(1, min(size, LARGEST_PAGE))
    people = participants.visible_to(viewer).order_by("sort_key", "id")
    if filters:
        people = participants.has_enrolment_in(viewer, people, **filters)
    if cursor:
        last = UUID(str(cursor))
        key = Participant.objects.filter(pk=last).values("sort_key")[:1]
        people = people.filter(Q(sort_key__gt=key) | Q(sort_key=key, pk__gt=last))
    found = list(people[: size + 1])
    shown = found[:size]
    latest = _latest(viewer, shown, filters)
    return Page(
        tuple(Line(person, latest.get(person.pk)) for person in shown), shown[-1].pk if len(found) > size else None
    )


def _latest(viewer: Viewer, people: list[Participant], filters: Mapping[str, object]) -> dict:
    shown = enrolments.visible_to(viewer).filter(participant__in=people, **filters)
    if "state" not in filters:
        shown = shown.exclude(state="void")
    return {enrolment.participant_id: enrolment for enrolment in shown.order_by("started_on", "id")}
