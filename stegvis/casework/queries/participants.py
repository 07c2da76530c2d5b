"""Find participants. Nothing here is logged: the faces call `actions.looks` for what they show."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from stegvis.access.rules import Viewer
from stegvis.base.identity_number import IdentityNumber, InvalidIdentityNumber, parse
from stegvis.base.text_keys import search_key
from stegvis.casework.models import Participant
from stegvis.casework.queries import enrolments, sight
from stegvis.organisation.models import Organisation

#: Most people one search shows: whoever needs more asks with more of the name.
MOST_HITS = 50


def visible_to(viewer: Viewer) -> QuerySet[Participant]:
    """Everybody the viewer may have in a list, in Swedish order of family name."""
    return Participant.objects.filter(sight.of_participants(viewer, "participant", "list"))


def find(viewer: Viewer, participant_id: UUID | str) -> Participant:
    """Look up and access check in one. Raises NotFound outside one's organisations, NotAllowed inside them."""
    readable = sight.of_participants(viewer, "participant", "read")
    found = Participant.objects.filter(readable, pk=participant_id).select_related("controller").first()
    if found is None:
        controller = Participant.objects.filter(pk=participant_id).values_list("controller_id", flat=True).first()
        sight.refuse(viewer, controller)
    return found


@dataclass(frozen=True)
class Hit:
    """A person found, or (without a participant) only the word that another unit of the organisation has a match."""

    participant: Participant | None

    @property
    def elsewhere(self) -> bool:
        """Does somebody fit whom the viewer may not see?"""
        return self.participant is None


def search(viewer: Viewer, text: str) -> list[Hit]:
    """People in the viewer's organisations by whole identity number or by beginnings of names (at least two letters).

    Those the viewer may read come as participants, at most MOST_HITS in Swedish order. If others in the organisation
    fit, one last hit without details says so. Nobody outside the organisation is ever found or hinted at.
    """
    wanted = _wanted(text)
    if wanted is None or not viewer.may("participant", "search"):
        return []
    reach = viewer.reach("participant", "search")
    within = Q() if reach.everything else Q(controller_id__in=reach.organisation_ids)
    matches = Participant.objects.filter(within, wanted)
    readable = sight.of_participants(viewer, "participant", "read")
    shown = list(matches.filter(readable)[:MOST_HITS])
    beyond = matches.exclude(pk__in=Participant.objects.filter(readable, within, wanted).values("pk")).exists()
    return [*map(Hit, shown), *([Hit(None)] if beyond else [])]


def _wanted(text: str) -> Q | None:
    if any(char.isdigit() for char in text):
        try:
            return Q(identity_number=parse(text).value)
        except InvalidIdentityNumber:
            return None
    words = search_key(text).split()
    if len("".join(words)) < 2:
        return None
    wanted = Q()
    for word in words:
        wanted &= Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")
    return wanted


def same_number(viewer: Viewer, controller: Organisation, identity_number: IdentityNumber | str) -> Participant | None:
    """The participant with this number in the controller's own register, for the duplicate warning and for imports.

    Whoever may search or register there may ask. The person may be another unit's: show no more than that they are
    registered unless `may(viewer, "read", …)` allows. Raises NotFound, NotAllowed, InvalidIdentityNumber.
    """
    searching = viewer.reach("participant", "search")
    if not (searching.everything or controller.pk in searching.organisation_ids):
        sight.check_organisation(viewer, "participant", "create", controller)
    number = identity_number if isinstance(identity_number, IdentityNumber) else parse(identity_number)
    return Participant.objects.filter(controller=controller, identity_number=number.value).first()


def may(viewer: Viewer, verb: str, participant: Participant) -> bool:
    """May the viewer do `verb` (`read`, `change`) on this person? For what a page offers."""
    reached = sight.of_participants(viewer, "participant", verb)
    return Participant.objects.filter(reached, pk=participant.pk).exists()


def has_enrolment_in(viewer: Viewer, participants: QuerySet[Participant], **where) -> QuerySet[Participant]:
    """Narrow a list to people with an enrolment the viewer may list that also fits `where` (fields of Enrolment)."""
    theirs = enrolments.visible_to(viewer).filter(participant=OuterRef("pk"), **where)
    return participants.filter(Exists(theirs))
