"""The viewer: who is asking, and how far each of their permissions reaches. No queries here.

Every query takes a viewer as its first argument and every action takes one as `by=`; the audit log writes it down.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import lru_cache

from stegvis.access.roles import PERSONAL_RECORDS, ROLES, STRONG_PERMISSIONS, scopes


@dataclass(frozen=True)
class Grant:
    """A membership in force: role, where, the unit's setting for who sees whose participants, and the one project that
    a written assignment limits it to."""

    role: str
    organisation_id: int
    unit_id: int | None
    unit_sight: str = "unit"
    project_id: int | None = None


@dataclass(frozen=True)
class StandIn:
    """Whom the viewer stands in for now, at which organisation, and until which day (included)."""

    user_id: int
    name: str
    organisation_id: int
    until: dt.date


@dataclass(frozen=True)
class Reach:
    """How far one permission goes for one viewer."""

    everything: bool = False
    own: bool = False
    unit_ids: frozenset[int] = frozenset()
    organisation_ids: frozenset[int] = frozenset()
    project_unit_ids: frozenset[int] = frozenset()
    project_organisation_ids: frozenset[int] = frozenset()
    project_ids: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(
            self.everything
            or self.own
            or self.unit_ids
            or self.organisation_ids
            or self.project_unit_ids
            or self.project_organisation_ids
            or self.project_ids
        )


NOWHERE = Reach()


@dataclass(frozen=True)
class Viewer:
    """Who asks: a signed-in user with grants, or a named operator at the shell (`kind` operator reaches everything).

    `narrowed_to` are the permissions a token was given, when another system asks in the user's name; None otherwise.
    """

    kind: str
    user_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    screen: str = ""
    purpose: str = ""
    as_of: dt.date = field(default_factory=dt.date.today)
    stands_in_for: tuple[StandIn, ...] = ()
    narrowed_to: frozenset[tuple[str, str]] | None = None

    def reach(self, record: str, verb: str) -> Reach:
        """How far the viewer may do `verb` on records of class `record`; falsy when not at all."""
        if self.narrowed_to is not None and (record, verb) not in self.narrowed_to:
            return NOWHERE
        if self.kind == "operator":
            return Reach(everything=True)
        reaches = [_reach_of(scope, grant) for grant in self.grants for scope in scopes(grant.role, record, verb)]
        return reaches[0] if len(reaches) == 1 else _joined(reaches)

    def may(self, record: str, verb: str) -> bool:
        """Has the viewer the permission anywhere at all?"""
        if self.narrowed_to is not None and (record, verb) not in self.narrowed_to:
            return False
        return self.kind == "operator" or any(scopes(grant.role, record, verb) for grant in self.grants)

    def narrowed(self, permissions: frozenset[tuple[str, str]]) -> "Viewer":
        """The same viewer through a token: nothing but these permissions, and those only as far as before."""
        return replace(self, narrowed_to=permissions)

    @property
    def in_person(self) -> bool:
        """Does the person ask themselves, and no other system in their name?"""
        return self.narrowed_to is None

    @property
    def needs_second_factor(self) -> bool:
        """Can the viewer see people, and must therefore sign in with a second factor?"""
        lines = [line for grant in self.grants for line in ROLES[grant.role].permissions()]
        return any(line.record in PERSONAL_RECORDS or (line.record, line.verb) in STRONG_PERMISSIONS for line in lines)

    @property
    def actor_id(self) -> str:
        """The opaque id that stands in the audit log."""
        return str(self.user_id) if self.user_id is not None else self.name

    def at(self, screen: str, purpose: str = "") -> "Viewer":
        """The same viewer, named with the screen and purpose that the log shall show."""
        return replace(self, screen=screen, purpose=purpose or self.purpose)


def _joined(reaches: list[Reach]) -> Reach:
    return Reach(
        everything=any(reach.everything for reach in reaches),
        own=any(reach.own for reach in reaches),
        unit_ids=frozenset().union(*(reach.unit_ids for reach in reaches)),
        organisation_ids=frozenset().union(*(reach.organisation_ids for reach in reaches)),
        project_unit_ids=frozenset().union(*(reach.project_unit_ids for reach in reaches)),
        project_organisation_ids=frozenset().union(*(reach.project_organisation_ids for reach in reaches)),
        project_ids=frozenset().union(*(reach.project_ids for reach in reaches)),
    )


@lru_cache(maxsize=4096)
def _reach_of(scope: str, grant: Grant) -> Reach:
    """How far one line of the matrix goes for one membership."""
    unit = frozenset([grant.unit_id] if grant.unit_id else [])
    organisation = frozenset([grant.organisation_id])
    match scope:
        case "all":
            return Reach(everything=True)
        case "self":
            return Reach(own=True)
        case "assigned":
            return Reach(own=True, unit_ids=unit if grant.unit_sight == "unit" else frozenset())
        case "unit":
            return Reach(unit_ids=unit) if unit else Reach(organisation_ids=organisation)
        case "organisation":
            return Reach(organisation_ids=organisation)
        case _ if grant.project_id:
            return Reach(project_ids=frozenset([grant.project_id]))
        case _:
            return Reach(project_unit_ids=unit, project_organisation_ids=organisation)


def operator(name: str, *, screen: str = "shell", purpose: str = "") -> Viewer:
    """A named person at the shell of the server. They reach everything; every command stands in the log."""
    return Viewer("operator", None, name, (), screen, purpose)


class NotAllowed(Exception):
    """Inside one's world but without the right (403)."""


class NotFound(Exception):
    """Outside one's world, or not existing at all: the asker cannot tell which (404)."""


#: Standings in which nobody signs in.
SHUT = frozenset({"closed", "left", "dormant"})


def standing(user, *, today: dt.date, dormant_days: int) -> str:
    """How an account stands: `closed` by an administrator, `left`, `invited` (never used), `dormant` or `active`.

    Dormant is who has not signed in for so many days, counted from the last sign-in, from when an administrator last
    woke the account, or from when it was made.
    """
    if not user.is_active:
        return "closed"
    if user.leaves_on and user.leaves_on < today:
        return "left"
    last = max(moment.date() for moment in (user.last_login, user.reactivated_at, user.created_at) if moment)
    if (today - last).days > dormant_days:
        return "dormant"
    return "active" if user.last_login or user.has_usable_password() else "invited"
