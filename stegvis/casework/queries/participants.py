"""Find participants. Nothing here is logged: the faces call `actions.looks` for what they show."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.base.identity_number import IdentityNumber, InvalidIdentityNumber, parse
from stegvis.base.text_keys import search_key
from stegvis.casework.models import FormerNumber, Participant, Protection
from stegvis.casework.queries import enrolments, sight
from stegvis.organisation.models import Organisation

#: Most people one search shows: whoever needs more asks with more of the name.
MOST_HITS = 50
#: What the page of a person asks about.
_RIGHTS = (
    ("participant", "change"), ("participant", "merge"), ("protection", "set"), ("sensitive_note", "read"),
    ("plan", "change"), ("team", "change"),
)  # fmt: skip


def visible_to(viewer: Viewer) -> QuerySet[Participant]:
    """Everybody the viewer may have in a list, in Swedish order of family name, each with `protected`."""
    return marked(Participant.objects.filter(sight.of_participants(viewer, "participant", "list")))


def marked(people: QuerySet[Participant]) -> QuerySet[Participant]:
    """The same people, each with `protected` saying whether they have a protected identity."""
    held = Protection.objects.filter(participant=OuterRef("pk"), lifted_at__isnull=True)
    return people.annotate(protected=Exists(held))


def find(viewer: Viewer, participant_id: UUID | str) -> Participant:
    """Look up and access check in one; the person comes with `protected`.

    Raises NotFound outside one's organisations and for who is hidden from the viewer, NotAllowed inside them.
    """
    found = kept.rows(viewer, _readable, given=(UUID(str(participant_id)),))
    if not found:
        sight.refuse_about(viewer, participant_id)
    return found[0]


def _readable(viewer: Viewer, participant_id) -> QuerySet[Participant]:
    readable = sight.of_participants(viewer, "participant", "read")
    return marked(Participant.objects.filter(readable, pk=participant_id)).select_related("controller")


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
    fit, one last hit without details says so. Nobody outside the organisation, and nobody with a protected identity
    whose list does not name the viewer, is ever found or hinted at. A former number finds its person too.
    """
    wanted = _wanted(text)
    if wanted is None or not viewer.may("participant", "search"):
        return []
    reach = viewer.reach("participant", "search")
    within = Q() if reach.everything else Q(controller_id__in=reach.organisation_ids)
    matches = marked(Participant.objects.filter(within, wanted, sight.unhidden(viewer)))
    readable = sight.of_participants(viewer, "participant", "read")
    shown = list(matches.filter(readable)[:MOST_HITS])
    beyond = matches.exclude(pk__in=Participant.objects.filter(readable, within, wanted).values("pk")).exists()
    return [*map(Hit, shown), *([Hit(None)] if beyond else [])]


def _wanted(text: str) -> Q | None:
    if any(char.isdigit() for char in text):
        try:
            return _has_number(parse(text).value)
        except InvalidIdentityNumber:
            return None
    words = search_key(text).split()
    if len("".join(words)) < 2:
        return None
    wanted = Q()
    for word in words:
        wanted &= Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")
    return wanted


def _has_number(value: str) -> Q:
    former = FormerNumber.objects.filter(identity_number=value)
    return Q(identity_number=value) | Q(pk__in=former.values("participant_id"))


def same_number(viewer: Viewer, controller: Organisation, identity_number: IdentityNumber | str) -> Participant | None:
    """The participant with this number (or who had it) in the controller's own register, if the viewer may read them.

    Whoever searches or registers there may ask. None, after the same queries, when nobody has the number and when it
    is somebody the viewer may not read: whether the number can be registered, `taken` says when it is sent.
    Raises NotFound, NotAllowed, InvalidIdentityNumber.
    """
    searching = viewer.reach("participant", "search")
    if not (searching.everything or controller.pk in searching.organisation_ids):
        sight.check_organisation(viewer, "participant", "create", controller)
    number = identity_number if isinstance(identity_number, IdentityNumber) else parse(identity_number)
    readable = sight.of_participants(viewer, "participant", "read")
    return marked(Participant.objects.filter(readable, _has_number(number.value), controller=controller)).first()


def taken(controller: Organisation | int, identity_number: str, *, but: Participant | None = None) -> bool:
    """Does anybody in the controller's register have, or have they had, the number? For actions, which show nobody."""
    others = Participant.objects.filter(_has_number(identity_number), controller=controller)
    return (others.exclude(pk=but.pk) if but else others).exists()


def may(viewer: Viewer, verb: str, participant: Participant) -> bool:
    """May the viewer do `verb` (`read`, `change`) on this person? For what a page offers."""
    return viewer.may("participant", verb) and sight.reaches(viewer, "participant", verb, participant)


def with_rights(viewer: Viewer, participant: Participant) -> None:
    """Ask at once what the page of a person offers: `may` here and of the other parts then need no query."""
    sight.rights_on_person(viewer, participant, _RIGHTS)


def has_enrolment_in(viewer: Viewer, participants: QuerySet[Participant], **where) -> QuerySet[Participant]:
    """Narrow a list to people with an enrolment the viewer may list that also fits `where` (fields of Enrolment)."""
    theirs = enrolments.visible_to(viewer).filter(participant=OuterRef("pk"), **where)
    return participants.filter(Exists(theirs))
