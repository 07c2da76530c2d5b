"""Activities the person has taken part in, each as long as it went on without a long pause."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import Attendance, Enrolment, Participant
from stegvis.casework.queries.lanes.lane import Lane, Point, Span
from stegvis.casework.vocabulary.plan import TRACKS

#: After so long without coming, the activity begins anew.
PAUSE = dt.timedelta(days=35)
#: So many of the latest marks.
MOST = 800


def activities(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> list[Lane]:
    """A lane of activities for each track, and one of absences, for who may read attendance."""
    if not viewer.may("attendance", "read"):
        return []
    came: dict[tuple[str, str], list[dt.date]] = defaultdict(list)
    away = []
    for on, state, name, track in kept_queries.rows(_marks, given=(person.pk,)):
        if state == "present":
            came[name, track].append(on)
        else:
            away.append(Point(_("Away: %(reason)s") % {"reason": name}, on, hollow=True))
    lanes = []
    for track in TRACKS:
        spans = [span for (name, of), days in came.items() if of == track.code for span in _spans(name, sorted(days))]
        spans.sort(key=lambda span: (span.starts_on, span.label))
        lanes.append(Lane(track.code, _("Activities: %(track)s") % {"track": track.label}, spans=tuple(spans)))
    return [*lanes, Lane("absence", _("Absences"), points=tuple(away))]


def _marks(person_id) -> QuerySet:
    found = Attendance.objects.filter(participant=person_id).order_by("-on", "id")
    return found.values_list("on", "state", "session__activity__name", "session__activity__track")[:MOST]


def _spans(name: str, days: list[dt.date]) -> list[Span]:
    found, first, last = [], days[0], days[0]
    for day in days[1:]:
        if day - last > PAUSE:
            found.append(Span(name, first, last))
            first = day
        last = day
    return [*found, Span(name, first, last)]
