"""Which participants and enrolments a permission of the viewer reaches. Every query and action of the room asks here.

`assigned` reaches one's own participants, but only inside the organisations where one holds that role: whoever
changes municipality does not take their old participants along.
"""

from django.db.models import Exists, OuterRef, Q

from stegvis.access.roles import ROLES
from stegvis.access.rules import NotAllowed, NotFound, Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.organisation.models import Organisation, Unit

_NOTHING = Q(pk__in=())


def of_enrolments(viewer: Viewer, record: str, verb: str) -> Q:
    """The enrolments on which the viewer may do `verb` as regards `record`."""
    reach = viewer.reach(record, verb)
    if reach.everything:
        return Q()
    found = _NOTHING
    if reach.own and viewer.user_id is not None:
        places = _organisations_of_own(viewer, record, verb)
        found |= Q(coach_id=viewer.user_id, unit__organisation_id__in=places)
    if reach.unit_ids:
        found |= Q(unit_id__in=reach.unit_ids)
    if reach.organisation_ids:
        found |= Q(unit__organisation_id__in=reach.organisation_ids)
    return found


def of_participants(viewer: Viewer, record: str, verb: str) -> Q:
    """The participants on whom the viewer may do `verb`: through an enrolment (also a voided one) or the register.

    Somebody registered but never enrolled is within reach of those who may register people at the controller.
    """
    reach = viewer.reach(record, verb)
    if reach.everything:
        return Q()
    if not reach:
        return _NOTHING
    theirs = Enrolment.objects.filter(of_enrolments(viewer, record, verb), participant=OuterRef("pk"))
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
    if not Enrolment.objects.filter(of_enrolments(viewer, record, verb), pk=enrolment.pk).exists():
        refuse(viewer, enrolment.unit.organisation_id)


def check_participant(viewer: Viewer, record: str, verb: str, participant: Participant) -> None:
    """As `check_enrolment`, for a participant."""
    if not Participant.objects.filter(of_participants(viewer, record, verb), pk=participant.pk).exists():
        refuse(viewer, participant.controller_id)


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


def refuse(viewer: Viewer, organisation_id: int) -> None:
    """Raise the refusal that fits: outside one's organisations nothing exists (NotFound), inside it is NotAllowed."""
    if organisation_id in {grant.organisation_id for grant in viewer.grants}:
        raise NotAllowed
    raise NotFound


def _organisations_of_own(viewer: Viewer, record: str, verb: str) -> set[int]:
    return {
        grant.organisation_id
        for grant in viewer.grants
        for line in ROLES[grant.role].permissions()
        if (line.record, line.verb, line.scope) == (record, verb, "assigned")
    }
