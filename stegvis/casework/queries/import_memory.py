"""What an organisation has chosen for headings and words of its files."""

from django.db.models import QuerySet

from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.importing.matching import Word
from stegvis.casework.models import RememberedChoice
from stegvis.organisation.models import Organisation, Unit


def organisations_of(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations whose choices the viewer may see and remove: those they may import for."""
    reach = viewer.reach("import", "create")
    if reach.everything:
        return Organisation.objects.all()
    own = Unit.objects.filter(pk__in=reach.unit_ids).values("organisation_id")
    return Organisation.objects.filter(pk__in=own) | Organisation.objects.filter(pk__in=reach.organisation_ids)


def visible_to(viewer: Viewer) -> QuerySet[RememberedChoice]:
    """Every choice the viewer may see."""
    found = RememberedChoice.objects.filter(organisation__in=organisations_of(viewer)).select_related("organisation")
    return found.order_by("organisation__sort_key", "kind", "column", "context", "key", "pk")


def find(viewer: Viewer, choice_id: int) -> RememberedChoice:
    """One of them. Raises NotFound."""
    choice = visible_to(viewer).filter(pk=choice_id).first()
    if choice is None:
        raise NotFound
    return choice


def columns_of(organisation: Organisation) -> dict[str, str]:
    """Our columns by folded heading, for an import of the organisation."""
    kept = RememberedChoice.objects.filter(organisation=organisation, kind="column")
    return dict(kept.values_list("key", "target"))


def words_of(organisation: Organisation) -> dict[Word, str]:
    """What the organisation's words mean, for an import of the organisation."""
    kept = RememberedChoice.objects.filter(organisation=organisation, kind="word")
    return {Word(column, context, key): target for column, context, key, target in
            kept.values_list("column", "context", "key", "target")}  # fmt: skip
