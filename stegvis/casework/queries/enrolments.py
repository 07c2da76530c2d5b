"""Find enrolments."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import Enrolment, Protection
from stegvis.casework.queries import sight

_RIGHTS = (*(("enrolment", verb) for verb in ("change", "close", "reopen", "void")), ("sensitive_exit", "read"))
_WITH = ("participant", "project", "unit", "coach", "referral")


def visible_to(viewer: Viewer) -> QuerySet[Enrolment]:
    """Every enrolment the viewer may have in a list, also those registered by mistake (state `void`).

    Each comes with `protected`: whether the person has a protected identity.
    """
    return (
        _marked(Enrolment.objects.filter(sight.of_enrolments(viewer, "participant", "list")))
        .select_related(*_WITH)
        .order_by("participant__sort_key", "participant_id", "started_on", "id")
    )


def _marked(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    held = Protection.objects.filter(participant=OuterRef("participant_id"), lifted_at__isnull=True)
    return enrolments.annotate(protected=Exists(held))


def active_of(viewer: Viewer) -> QuerySet[Enrolment]:
    """Those going on now, in Swedish order of family name."""
    return visible_to(viewer).filter(state="active")


def closed_of(viewer: Viewer) -> QuerySet[Enrolment]:
    """Those closed, the latest end first."""
    return visible_to(viewer).filter(state="closed").order_by("-ended_on", "participant__sort_key", "id")


def by_name(viewer: Viewer, state: str) -> QuerySet[Enrolment]:
    """Those in a state (`active`, `closed`; empty: both), for a page in order of name among very many.

    The same rows as `active_of` and `closed_of`, asked so that the database walks the people of the organisation in
    order of name and stops when the page is full, rather than sorting everybody first: what the viewer may see and the
    state are judged row by row, so that no index on units or states is worth taking.
    """
    unwanted = [one for one in ("active", "closed", "void") if one != state and (state or one == "void")]
    places = controllers(viewer)
    if len(places) != 1:  # an order of name runs within one organisation
        return visible_to(viewer).exclude(state__in=unwanted)
    theirs = Enrolment.objects.filter(sight.of_enrolments(viewer, "participant", "list"), pk=OuterRef("pk"))
    rows = _marked(Enrolment.objects.filter(Exists(theirs), participant__controller_id__in=places))
    return rows.exclude(state__in=unwanted).select_related(*_WITH)


def controllers(viewer: Viewer) -> set[int]:
    """The organisations outside which the viewer can see nobody; empty when that is not known."""
    reach = viewer.reach("participant", "list")
    if reach.everything:
        return set()
    return {grant.organisation_id for grant in viewer.grants} | set(reach.organisation_ids)


def among(ids: QuerySet) -> QuerySet[Enrolment]:
    """The enrolments whose ids a query gives, marked as in `visible_to`; the ids are already the viewer's own."""
    return _marked(Enrolment.objects.filter(pk__in=ids))


def of_participant(viewer: Viewer, participant) -> QuerySet[Enrolment]:
    """One person's enrolments as far as the viewer may read them, the earliest first, voided ones included."""
    readable = sight.of_enrolments(viewer, "participant", "read")
    return participant.enrolments.filter(readable).select_related(*_WITH).order_by("started_on", "id")


def page_of_participant(viewer: Viewer, participant) -> list[Enrolment]:
    """The same, the latest first, each with its groups, income, outcomes and coaches, and the rights on it."""
    found = kept.rows(viewer, _latest_first, given=(participant.pk,))
    kept_queries.load(found, "target_groups", "income_periods", "outcomes")
    kept_queries.load(found, "coach_periods", following=("coach",))
    for one in found:
        one.participant = participant
    return with_rights(viewer, found)


def _latest_first(viewer: Viewer, participant_id) -> QuerySet[Enrolment]:
    found = Enrolment.objects.filter(sight.of_enrolments(viewer, "participant", "read"), participant=participant_id)
    return found.select_related("project", "unit", "coach", "referral").order_by("-started_on", "-pk")


def find(viewer: Viewer, enrolment_id: UUID | str) -> Enrolment:
    """Look up and access check in one. Raises NotFound outside one's organisations and for a hidden person, NotAllowed
    inside them."""
    found = next(iter(kept.rows(viewer, _readable, given=(UUID(str(enrolment_id)),))), None)
    if found is None:
        there = Enrolment.objects.filter(~Q(participant_id__in=sight.hidden_from(viewer)), pk=enrolment_id)
        sight.refuse(viewer, there.values_list("unit__organisation_id", flat=True).first())
    return found


def _readable(viewer: Viewer, enrolment_id) -> QuerySet[Enrolment]:
    readable = sight.of_enrolments(viewer, "participant", "read")
    return _marked(Enrolment.objects.filter(readable, pk=enrolment_id)).select_related(*_WITH)


def may(viewer: Viewer, verb: str, enrolment: Enrolment) -> bool:
    """May the viewer do `verb` (`close`, `reopen`, `void`, `change`) on this enrolment? For what a page offers."""
    return sight.has_right(viewer, "enrolment", verb, enrolment)


def with_rights(viewer: Viewer, found: Iterable[Enrolment]) -> list[Enrolment]:
    """The same enrolments; what `may` and the destinations ask about each is then known without further queries."""
    rows = list(found)
    sight.rights_on(viewer, rows, _RIGHTS)
    return rows
