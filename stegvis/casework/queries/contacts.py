"""A controller's directory of contacts at other parties. It names no participant, and is no list of people helped."""

from uuid import UUID

from django.db.models import Q, QuerySet

from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.models import Contact
from stegvis.casework.queries import sight
from stegvis.organisation.models import Organisation, Unit


def controllers(viewer: Viewer, verb: str = "read") -> QuerySet[Organisation]:
    """The organisations whose directory the viewer may `read` or `change`."""
    reach = viewer.reach("contact", verb)
    if reach.everything:
        return Organisation.objects.filter(pk__in=Unit.objects.values("organisation"))
    through = Unit.objects.filter(pk__in=reach.unit_ids).values("organisation")
    return Organisation.objects.filter(Q(pk__in=through) | Q(pk__in=reach.organisation_ids))


def of(viewer: Viewer, *, words: str = "", party: str = "") -> QuerySet[Contact]:
    """The contacts in use that hold all the words (name, organisation, role, ways), of the party if one is named."""
    found = Contact.objects.filter(controller__in=controllers(viewer).order_by().values("pk"), retired_at=None)
    if party:
        found = found.filter(party=party)
    for word in words.split()[:6]:
        hit = Q(name__icontains=word) | Q(organisation__icontains=word) | Q(role__icontains=word)
        found = found.filter(hit | Q(ways__icontains=word))
    return found


def find(viewer: Viewer, contact_id: UUID | str, verb: str = "read") -> Contact:
    """Look up and access check in one. Raises NotFound, NotAllowed."""
    found = Contact.objects.select_related("controller").filter(pk=contact_id).first()
    if found is None:
        raise NotFound
    sight.check_organisation(viewer, "contact", verb, found.controller)
    return found
