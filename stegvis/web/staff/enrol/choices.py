"""What the enrolment form may offer: units where the viewer may enrol, their projects, and coaches."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from stegvis.access.models import Membership, User
from stegvis.access.rules import Viewer
from stegvis.organisation.models import Project, Unit


def units_for(viewer: Viewer) -> QuerySet[Unit]:
    """Units where the viewer may enrol."""
    reach = viewer.reach("enrolment", "create")
    units = Unit.objects.select_related("organisation")
    if reach.everything:
        return units
    return units.filter(Q(pk__in=reach.unit_ids) | Q(organisation_id__in=reach.organisation_ids))


def projects_for(units) -> QuerySet[Project]:
    """Projects the units take part in, newest first. Ended ones too: people are registered afterwards."""
    return Project.objects.filter(parts__unit__in=units).distinct()


def elsewhere(viewer: Viewer, running) -> bool:
    """Is there a project where the viewer may enrol, beside those of the enrolments that are `running`?"""
    taken = [each.project_id for each in running]
    return projects_for(units_for(viewer)).exclude(pk__in=taken).exists()


def coaches_for(units) -> QuerySet[User]:
    """Coaches of the units with a membership in force today."""
    today = timezone.localdate()
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    held = Membership.objects.filter(in_force, unit__in=units, role="coach", starts_on__lte=today)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)
