"""Who is left when a project ends."""

import datetime as dt

from django.db.models import QuerySet

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import enrolments, sight
from stegvis.organisation.models import Project

#: So long before the end the list can be made ready.
AHEAD = dt.timedelta(days=92)


def projects_ending(viewer: Viewer, today: dt.date) -> QuerySet[Project]:
    """Projects that have ended or end soon and in which somebody the viewer may transfer is still enrolled."""
    theirs = Enrolment.objects.filter(sight.of_enrolments(viewer, "enrolment", "transfer"), state="active")
    ending = Project.objects.filter(ends_on__lte=today + AHEAD)
    return ending.filter(pk__in=theirs.order_by().values("project")).order_by("ends_on", "pk")


def left_in(viewer: Viewer, project: Project) -> QuerySet[Enrolment]:
    """Those still enrolled in it whom the viewer may transfer, in Swedish order of name."""
    return enrolments.active_of(viewer).filter(sight.of_enrolments(viewer, "enrolment", "transfer"), project=project)


def onward(viewer: Viewer, project: Project, today: dt.date) -> QuerySet[Project]:
    """Projects at the same units that go on after this one's end."""
    units = left_in(viewer, project).order_by().values("unit")
    later = Project.objects.filter(parts__unit__in=units).exclude(pk=project.pk)
    return later.exclude(ends_on__lt=max(today, project.ends_on)).distinct().order_by("starts_on", "pk")
