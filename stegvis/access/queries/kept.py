"""Kept queries (see `base.kept_queries`) that take a viewer: written once for everybody with the same kind of grants.

Which filters a query has follows from roles, settings and permissions; the ids in them are put in each time.
"""

from collections.abc import Callable, Hashable, Sequence

from django.db.models import QuerySet

from stegvis.access.rules import Grant, StandIn, Viewer
from stegvis.base import kept_queries


def rows(viewer: Viewer, write: Callable[..., QuerySet], *form: Hashable, given: Sequence = ()) -> list:
    """What `write(viewer, *form, *given)` finds, as a list; see `kept_queries.rows`.

    `write` gets a viewer who may do the same with other ids: it asks the viewer, and never the database about them.
    """
    shape, ids = _taken_apart(viewer)
    with _as_seen_by(viewer):
        return kept_queries.rows(_for_alike, write, shape, form, given=(*ids, *given))


def rows_for_each(
    viewer: Viewer, write: Callable[..., QuerySet], *form: Hashable, given: Sequence = (), each: Sequence[tuple]
) -> list:
    """What `write(viewer, *form, *given, *one)` finds for every one in turn; see `kept_queries.rows_for_each`."""
    shape, ids = _taken_apart(viewer)
    with _as_seen_by(viewer):
        return kept_queries.rows_for_each(_for_alike, write, shape, form, given=(*ids, *given), each=each)


def rows_together(viewer: Viewer, parts: Sequence[tuple], *, within: Sequence[tuple] = ()) -> list:
    """What several queries find by one question; each part is (write, form, given) of `write(viewer, *form, *given)`.

    See `kept_queries.rows_together`; `within` likewise.
    """
    shape, ids = _taken_apart(viewer)
    with _as_seen_by(viewer):
        return kept_queries.rows_together(
            [(_for_alike, (write, shape, form), (*ids, *given)) for write, form, given in parts],
            within=[(name, _for_alike, (write, shape, form), (*ids, *given)) for name, write, form, given in within],
        )


def _as_seen_by(viewer: Viewer):
    """Plans are not kept for who sees a whole organisation: there the best way depends on how many the people are."""
    reach = viewer.reach("participant", "list")
    return kept_queries.planned_each_time(bool(reach.everything or reach.organisation_ids))


def count(viewer: Viewer, write: Callable[..., QuerySet], *form: Hashable, given: Sequence = ()) -> int:
    """How many `write(viewer, *form, *given)` finds."""
    shape, ids = _taken_apart(viewer)
    with _as_seen_by(viewer):
        return kept_queries.count(_for_alike, write, shape, form, given=(*ids, *given))


def exists(viewer: Viewer, write: Callable[..., QuerySet], *form: Hashable, given: Sequence = ()) -> bool:
    """Does `write(viewer, *form, *given)` find anything?"""
    shape, ids = _taken_apart(viewer)
    with _as_seen_by(viewer):
        return kept_queries.exists(_for_alike, write, shape, form, given=(*ids, *given))


def _for_alike(write, shape, form, as_of, users, places, units, projects, *given) -> QuerySet:
    kind, has_id, grants, stands_in_for, narrowed_to = shape
    alike = Viewer(
        kind,
        users[0] if has_id else None,
        "",
        tuple(
            Grant(role, places[place], _or_none(units, unit), sight, _or_none(projects, project))
            for role, place, unit, sight, project in grants
        ),
        as_of=as_of,
        stands_in_for=tuple(StandIn(users[user], "", places[place], as_of) for user, place in stands_in_for),
        narrowed_to=narrowed_to,
    )
    return write(alike, *form, *given)


def _or_none(known: tuple, number: int | None):
    return None if number is None else known[number]


def _taken_apart(viewer: Viewer) -> tuple[Hashable, tuple]:
    """The viewer's shape, in which numbers stand for ids (the same for the same id), and the ids.

    Worked out once for each viewer: a page asks forty questions.
    """
    known = viewer.__dict__.get("_taken_apart")
    if known is None:
        known = viewer.__dict__["_taken_apart"] = _shape_and_ids(viewer)
    return known


def _shape_and_ids(viewer: Viewer) -> tuple[Hashable, tuple]:
    users, places, units, projects = {}, {}, {}, {}
    if viewer.user_id is not None:
        users[viewer.user_id] = 0
    grants = tuple(
        (
            grant.role,
            places.setdefault(grant.organisation_id, len(places)),
            _number(units, grant.unit_id),
            grant.unit_sight,
            _number(projects, grant.project_id),
        )
        for grant in viewer.grants
    )
    colleagues = tuple(
        (users.setdefault(one.user_id, len(users)), places.setdefault(one.organisation_id, len(places)))
        for one in viewer.stands_in_for
    )
    shape = (viewer.kind, viewer.user_id is not None, grants, colleagues, viewer.narrowed_to)
    return shape, (viewer.as_of, tuple(users), tuple(places), tuple(units), tuple(projects))


def _number(known: dict, key) -> int | None:
    return None if key is None else known.setdefault(key, len(known))
