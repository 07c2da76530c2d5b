"""Which participants and enrolments a permission of the viewer reaches. Every query and action of the room asks here.

`assigned` reaches one's own participants, but only inside the organisations where one holds that role: whoever
changes municipality does not take their old participants along. Somebody with a protected identity is reached by
nobody but the users named for that person, and then only as far as their role reaches: to everybody else, an operator
at the shell and another system with a named user's token included, the person does not exist.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from stegvis.access.queries import kept
from stegvis.access.roles import scopes
from stegvis.access.rules import NotAllowed, NotFound, Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import Enrolment, NamedViewer, Participant, Protection
from stegvis.organisation.models import Organisation, Unit

_NOTHING = Q(pk__in=())
#: Who reaches more units than this is asked about all of them at once.
MOST_UNITS = 60


_HIDDEN = f"""
    SELECT held.participant_id FROM {Protection._meta.db_table} held
    WHERE held.lifted_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM {NamedViewer._meta.db_table} named
        WHERE named.participant_id = held.participant_id AND named.user_id = %s AND named.removed_at IS NULL
          AND named.since_on <= %s AND (named.until_on IS NULL OR named.until_on >= %s))"""  # noqa: S608


def hidden_from(viewer: Viewer) -> RawSQL:
    """The ids of people with a protected identity whose list of named users does not name the viewer today.

    Few rows, asked for once per query of a list: it costs the same whether anybody is hidden or not. It stands in
    nearly every query, and is kept as text because making it anew took longer than answering it.
    """
    day = viewer.as_of.isoformat() if connection.vendor == "sqlite" else viewer.as_of
    named = viewer.user_id if viewer.in_person else None  # another system with a user's key is never named
    return RawSQL(_HIDDEN, [named, day, day])  # noqa: S611 - no text from outside


def of_enrolments(viewer: Viewer, record: str, verb: str) -> Q:
    """The enrolments on which the viewer may do `verb` as regards `record`."""
    found = _reached(viewer, record, verb)
    return found if found is _NOTHING else found & ~Q(participant_id__in=hidden_from(viewer))


def of_participants(viewer: Viewer, record: str, verb: str) -> Q:
    """The participants on whom the viewer may do `verb`: through an enrolment (also a voided one) or the register.

    Somebody registered but never enrolled is within reach of those who may register people at the controller.
    """
    reach = viewer.reach(record, verb)
    if not reach:
        return _NOTHING
    return unhidden(viewer) if reach.everything else _through(viewer, record, verb) & unhidden(viewer)


def units(viewer: Viewer, record: str, verb: str) -> tuple[str, list[int]]:
    """The units that a permission reaches whole, to ask about each in turn: the column they stand in, and their ids.

    An empty column with one value where they are too many to be told apart, or all there are.
    """
    reach = viewer.reach(record, verb)
    ids = set(reach.unit_ids)
    if reach.organisation_ids:
        known = viewer.__dict__.setdefault("_units", {})  # of one viewer, who lives as long as a request
        if reach.organisation_ids not in known:
            known[reach.organisation_ids] = kept.rows(viewer, _units_of, record, verb)
        ids.update(known[reach.organisation_ids])
    return ("", [0]) if reach.everything or len(ids) > MOST_UNITS else ("unit_id", sorted(ids))


def _units_of(viewer: Viewer, record: str, verb: str) -> QuerySet:
    places = viewer.reach(record, verb).organisation_ids
    return Unit.objects.filter(organisation_id__in=places).order_by().values_list("pk", flat=True)


def rights_on(viewer: Viewer, enrolments: Iterable[Enrolment], wanted: Iterable[tuple[str, str]]) -> None:
    """Give each enrolment `rights`: which of the wanted (record, verb) the viewer has on it.

    For pages that show several: as many queries as there are different reaches (mostly one), however many enrolments.
    """
    rows, alike = list(enrolments), defaultdict(list)
    for record, verb in wanted:
        own = frozenset(_organisations_of_own(viewer, record, verb))
        alike[viewer.reach(record, verb), own].append((record, verb))
    held = defaultdict(set)
    for permissions in alike.values():
        ids = kept_queries.padded(one.pk for one in rows)
        for pk in kept.rows(viewer, _reached_among, *permissions[0], given=(ids,)) if ids else ():
            held[pk].update(permissions)
    for one in rows:
        one.rights = Rights(viewer, frozenset(wanted), frozenset(held[one.pk]))


def _reached_among(viewer: Viewer, record: str, verb: str, ids: tuple) -> QuerySet:
    reached = Enrolment.objects.filter(of_enrolments(viewer, record, verb), pk__in=ids)
    return reached.order_by().values_list("pk", flat=True)


@dataclass(frozen=True)
class Rights:
    """What a viewer may do on one enrolment or person, of what was asked."""

    viewer: Viewer
    asked: frozenset[tuple[str, str]]
    held: frozenset[tuple[str, str]]


def has_right(viewer: Viewer, record: str, verb: str, enrolment: Enrolment) -> bool:
    """May the viewer do that on the enrolment? From `rights_on` when it was asked there, else by a query."""
    known = getattr(enrolment, "rights", None)
    if known and known.viewer == viewer and (record, verb) in known.asked:
        return (record, verb) in known.held
    return kept.exists(viewer, _reached_among, record, verb, given=((enrolment.pk,),))


def rights_on_person(viewer: Viewer, participant: Participant, wanted: Iterable[tuple[str, str]]) -> None:
    """Give the person `rights`, as `rights_on` does for enrolments: what `reaches` then tells without a query.

    For the page of one person, which offers much: one query, however many permissions are asked about.
    """
    alike = defaultdict(list)
    for record, verb in wanted:
        own = frozenset(_organisations_of_own(viewer, record, verb))
        alike[viewer.reach(record, verb), own].append((record, verb))
    asked = tuple(permissions[0] for permissions in alike.values())
    told = next(iter(kept.rows(viewer, _each_reached, asked, given=(participant.pk,))), (False,) * len(asked))
    held = {each for reached, permissions in zip(told, alike.values(), strict=True) if reached for each in permissions}
    participant.rights = Rights(viewer, frozenset(wanted), frozenset(held))


def _each_reached(viewer: Viewer, asked: tuple[tuple[str, str], ...], participant_id) -> QuerySet:
    """One row, with a truth for each of the permissions."""
    reached = [Participant.objects.filter(of_participants(viewer, *each), pk=participant_id) for each in asked]
    return Participant.objects.filter(pk=participant_id).order_by().values_list(*map(Exists, reached))


def reaches(viewer: Viewer, record: str, verb: str, participant: Participant) -> bool:
    """Does the viewer's permission reach the participant, who is not hidden from them?

    From `rights_on_person` when it was asked there, else by a query.
    """
    known = getattr(participant, "rights", None)
    if known and known.viewer == viewer and (record, verb) in known.asked:
        return (record, verb) in known.held
    return kept.exists(viewer, _reached_person, record, verb, given=(participant.pk,))


def _reached_person(viewer: Viewer, record: str, verb: str, participant_id) -> QuerySet[Participant]:
    return Participant.objects.filter(of_participants(viewer, record, verb), pk=participant_id)


def reaches_unprotected(viewer: Viewer, record: str, verb: str, participant: Participant) -> bool:
    """Would the viewer's permission reach the person if nothing were protected? For naming users, not for showing."""
    reach = viewer.reach(record, verb)
    reached = Q() if reach.everything else _through(viewer, record, verb)
    return bool(reach) and Participant.objects.filter(reached, pk=participant.pk).exists()


def unhidden(viewer: Viewer) -> Q:
    """Participants who are not hidden from the viewer by a protected identity, whatever the viewer's reach."""
    return ~Q(pk__in=hidden_from(viewer))


def _reached(viewer: Viewer, record: str, verb: str) -> Q:
    reach = viewer.reach(record, verb)
    if reach.everything:
        return Q()
    found = _NOTHING
    if reach.own and viewer.user_id is not None:
        places = _organisations_of_own(viewer, record, verb)
        found |= Q(coach_id=viewer.user_id, unit__organisation_id__in=places)
        for colleague in viewer.stands_in_for:
            if colleague.organisation_id in places:
                found |= Q(coach_id=colleague.user_id, unit__organisation_id=colleague.organisation_id)
    if reach.unit_ids:
        found |= Q(unit_id__in=reach.unit_ids)
    if reach.organisation_ids:
        found |= Q(unit__organisation_id__in=reach.organisation_ids)
    return found


def _through(viewer: Viewer, record: str, verb: str) -> Q:
    reach = viewer.reach(record, verb)
    theirs = Enrolment.objects.filter(_reached(viewer, record, verb), participant=OuterRef("pk"))
    unenrolled = ~Exists(Enrolment.objects.filter(participant=OuterRef("pk")))
    makers = viewer.reach("participant", "create")
    registers = Exists(Unit.objects.filter(pk__in=makers.unit_ids, organisation=OuterRef("controller")))
    found = Q(Exists(theirs)) | Q(unenrolled) & Q(registers)
    if makers.organisation_ids:
        found |= Q(unenrolled) & Q(controller_id__in=makers.organisation_ids)
    if reach.organisation_ids:
        found |= Q(controller_id__in=reach.organisation_ids)
    return found


def check_enrolment(viewer: Viewer, record: str, verb: str, enrolment: Enrolment) -> None:
    """Raise NotFound outside the viewer's organisations and NotAllowed inside them, unless the permission reaches."""
    if not kept.exists(viewer, _reached_among, record, verb, given=((enrolment.pk,),)):
        refuse_about(viewer, enrolment.participant_id)


def check_participant(viewer: Viewer, record: str, verb: str, participant: Participant) -> None:
    """As `check_enrolment`, for a participant."""
    if not reaches(viewer, record, verb, participant):
        refuse_about(viewer, participant.pk)


def check_organisation(viewer: Viewer, record: str, verb: str, organisation: Organisation) -> None:
    """The permission reaches the organisation itself or one of its units; else NotFound or NotAllowed."""
    reach = viewer.reach(record, verb)
    if reach.everything or organisation.pk in reach.organisation_ids:
        return
    if not Unit.objects.filter(pk__in=reach.unit_ids, organisation=organisation).exists():
        refuse(viewer, organisation.pk)


def check_unit(viewer: Viewer, record: str, verb: str, unit: Unit) -> None:
    """The permission reaches the unit; else NotFound or NotAllowed."""
    reach = viewer.reach(record, verb)
    if not (reach.everything or unit.pk in reach.unit_ids or unit.organisation_id in reach.organisation_ids):
        refuse(viewer, unit.organisation_id)


def check_unhidden(viewer: Viewer, participant: Participant) -> None:
    """Raise NotFound when a protected identity hides the person from the viewer, whatever else the viewer may."""
    if Participant.objects.filter(pk__in=hidden_from(viewer)).filter(pk=participant.pk).exists():
        raise NotFound


def refuse_about(viewer: Viewer, participant_id) -> None:
    """Raise the refusal that fits for a person: one who is hidden from the viewer is met as one who does not exist.

    One query in every case, so that the time it takes tells nothing.
    """
    there = Participant.objects.filter(unhidden(viewer), pk=participant_id)
    refuse(viewer, there.values_list("controller_id", flat=True).first())


def refuse(viewer: Viewer, organisation_id: int | None) -> None:
    """Raise the refusal that fits: outside one's organisations nothing exists (NotFound), inside it is NotAllowed."""
    if organisation_id in {grant.organisation_id for grant in viewer.grants}:
        raise NotAllowed
    raise NotFound


def _organisations_of_own(viewer: Viewer, record: str, verb: str) -> set[int]:
    return {grant.organisation_id for grant in viewer.grants if "assigned" in scopes(grant.role, record, verb)}
