"""Find organisations, units and projects by what people call them. These facts are open inside the installation."""

from django.db.models import QuerySet

from stegvis.base.text_keys import search_key
from stegvis.organisation.models import Organisation, Project, Unit


def organisations() -> QuerySet[Organisation]:
    """All organisations in Swedish order."""
    return Organisation.objects.all()


def organisation_named(name: str) -> Organisation | None:
    """The organisation of that name, without regard to case and accents."""
    wanted = search_key(name)
    return next((one for one in Organisation.objects.all() if search_key(one.name) == wanted), None)


def units_called(text: str) -> list[Unit]:
    """Units whose name or municipality is the text, without regard to case and accents; a name wins over a place."""
    wanted = search_key(text)
    units = list(Unit.objects.select_related("organisation"))
    named = [unit for unit in units if search_key(unit.name) == wanted]
    return named or [unit for unit in units if search_key(unit.municipality) == wanted]


def projects() -> QuerySet[Project]:
    """All projects, newest first, with owner and units at hand."""
    return Project.objects.select_related("owner").prefetch_related("units__organisation")


def project_with(code: str) -> Project | None:
    """The project with that code, or None."""
    return projects().filter(code=code.strip().lower()).first()
