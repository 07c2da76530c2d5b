"""Protected identities: what is known of one, who is named, who should be told. Hidden people stay hidden here too."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from stegvis.access.models import Membership, User
from stegvis.access.queries import kept
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.roles import matrix
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.casework.models import EnrolAttempt, FormerNumber, NamedViewer, Participant, Protection
from stegvis.casework.queries import sight
from stegvis.casework.vocabulary import UNLINKABLE
from stegvis.organisation.models import Unit

#: A number in a controller's register.
Key = tuple[int, str]


def of(participant: Participant) -> Protection | None:
    """The protection in force of somebody the viewer has fetched, or None."""
    return Protection.objects.filter(participant=participant, lifted_at__isnull=True).first()


def named_for(participant: Participant) -> QuerySet[NamedViewer]:
    """The users named for the person and not removed, the earliest first; also those whose days are over."""
    return NamedViewer.objects.filter(participant=participant, removed_at__isnull=True).select_related(
        "user", "participant"
    )


def history_of(participant: Participant) -> QuerySet[NamedViewer]:
    """Those who have been taken off the list, the latest first."""
    gone = NamedViewer.objects.filter(participant=participant, removed_at__isnull=False)
    return gone.select_related("user").order_by("-removed_at", "-pk")


def lasting(named: Iterable[NamedViewer]) -> list[NamedViewer]:
    """Those named without an end who still see the person: at least one such must always remain.

    An account that is closed, or somebody whose role no longer reaches the person, does not count.
    """
    return [
        one
        for one in named
        if one.until_on is None
        and sight.reaches_unprotected(viewer_of(one.user), "participant", "read", one.participant)
    ]


def may(viewer: Viewer, verb: str, participant: Participant) -> bool:
    """May the viewer do `verb` (`set`, `lift`, `name`) with the person's protection? For what a page offers."""
    return viewer.may("protection", verb) and sight.reaches(viewer, "protection", verb, participant)


def leaders_of(unit: Unit, on: dt.date) -> list[User]:
    """The unit's managers that day, who are named from the start; its project leaders if it has none."""
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), unit=unit, starts_on__lte=on, user__is_active=True
    ).select_related("user")
    for role in ("unit_manager", "local_project_leader"):
        found = [one.user for one in held.filter(role=role).order_by("user__sort_key", "pk")]
        if found:
            return list(dict.fromkeys(found))
    return []


def nameable(viewer: Viewer, participant: Participant) -> QuerySet[User]:
    """Active users at the person's controller who may read people: whom a list could name, in Swedish order."""
    today = viewer.as_of
    readers = {line.role for line in matrix() if (line.record, line.verb) == ("participant", "read")}
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        organisation_id=participant.controller_id,
        starts_on__lte=today,
        role__in=readers,
    )
    named = NamedViewer.objects.filter(participant=participant, removed_at__isnull=True)
    people = User.objects.filter(pk__in=held.values("user_id"), is_active=True).exclude(pk__in=named.values("user_id"))
    return people.order_by("sort_key", "pk")


def hidden_among(viewer: Viewer, keys: Iterable[Key]) -> set[Key]:
    """Those of the keys (controller id, number) that belong to somebody hidden from the viewer, in two queries.

    For imports: such a row is answered with `importing.judging.by_hand`, whatever it says, and noted with
    `actions.attempts.note`; nothing else of the person may be read.
    """
    wanted = set(keys)
    hidden = sight.hidden_from(viewer)
    controllers, numbers = {controller for controller, _ in wanted}, {number for _, number in wanted}
    people = Participant.objects.filter(pk__in=hidden, controller_id__in=controllers, identity_number__in=numbers)
    former = FormerNumber.objects.filter(
        participant_id__in=hidden, controller_id__in=controllers, identity_number__in=numbers
    )
    fields = ("controller_id", "identity_number")
    return wanted & {*people.values_list(*fields), *former.values_list(*fields)}


def attempts(viewer: Viewer) -> QuerySet[EnrolAttempt]:
    """Attempts by others to enrol people whom the viewer sees and they do not, not yet settled, the latest first."""
    # asked of each attempt, of which there are few: the other way round everybody would be gone through
    theirs = Participant.objects.filter(
        sight.of_participants(viewer, "participant", "list"), pk=OuterRef("participant_id")
    )
    waiting = EnrolAttempt.objects.filter(Exists(theirs), settled_at__isnull=True).order_by()
    # by their ids: joined with the person at once, SQLite begins with everybody when it knows nothing of the attempts
    found = EnrolAttempt.objects.filter(pk__in=waiting.values("pk"))
    return found.select_related("participant", "user", "unit", "project").order_by("-tried_at", "pk")


def attempts_on(viewer: Viewer, participant: Participant) -> list[EnrolAttempt]:
    """Those to enrol this person."""
    return kept.rows(viewer, _attempts_on, given=(participant.pk,))


def _attempts_on(viewer: Viewer, participant_id) -> QuerySet[EnrolAttempt]:
    return attempts(viewer).filter(participant=participant_id)


def opaque_ids(viewer: Viewer) -> list[str]:
    """The opaque ids of all who have or had a protected identity at the organisations whose log the viewer reviews.

    For choosing lines of the log; the reviewer gets no name. Raises NotAllowed without that task.
    """
    reach = viewer.reach("audit_log", "read")
    if not reach:
        raise NotAllowed
    held = Protection.objects.order_by("participant_id")
    if not reach.everything:
        held = held.filter(participant__controller_id__in=reach.organisation_ids)
    return [str(pk) for pk in held.values_list("participant_id", flat=True).distinct()]


@dataclass(frozen=True)
class InForce:
    """A protection as an operator may know of it. `named`: how many see the person without an end date."""

    participant_id: UUID
    organisation: str
    named: int
    review_on: dt.date


def overview(viewer: Viewer) -> list[InForce]:
    """Every protection in force, so that an operator sees whom nobody can reach any longer. Ids only, no names.

    Raises NotAllowed for everybody but an operator.
    """
    if viewer.kind != "operator":
        raise NotAllowed
    held = Protection.objects.filter(lifted_at__isnull=True).select_related("participant__controller")
    return [
        InForce(
            one.participant_id,
            one.participant.controller.name,
            len(lasting(named_for(one.participant))),
            one.review_on,
        )
        for one in held.order_by("review_on", "pk")
    ]


def orphaned(protection: Protection) -> bool:
    """Is there nobody left who sees the person, and could name others?"""
    return not lasting(named_for(protection.participant))


def number_stays(participant_id: UUID) -> bool:
    """Must the person's number never be linked to another?"""
    held = Protection.objects.filter(participant_id=participant_id, lifted_at__isnull=True, level__in=UNLINKABLE)
    return held.exists()
