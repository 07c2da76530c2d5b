"""What the first screen shows: what needs somebody now, how long people have taken part, what happened lately."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Window
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import caseload, enrolments, gaps, handover, lacking

#: Rows of each kind on the first screen; the list shows the rest.
MOST = 5
#: Of so many of the newest enrolments it is asked whether they lack facts: all of a coach's, some of a leader's.
SEARCHED = 1000
#: How far back "lately" reaches.
LATELY_DAYS = 30


@dataclass(frozen=True)
class Need:
    """A row that needs somebody now."""

    enrolment: Enrolment
    kind: str
    words: str


def outlived(viewer: Viewer, today: dt.date) -> list[Need]:
    """Going on although the project has ended: to be closed, or to go on in ordinary operation."""
    rows = kept.rows(viewer, _outlived, given=(today,))
    return [
        Need(
            one, "close", _("%(project)s has ended. Close, or note that the person goes on.") % {"project": one.project}
        )
        for one in rows
    ]


def _outlived(viewer: Viewer, today: dt.date) -> QuerySet[Enrolment]:
    rows = _named(caseload.of(viewer)).filter(state="active", project__ends_on__lt=today)
    return rows.order_by("started_on", "pk")[: MOST + 1]


def uncoached(viewer: Viewer) -> list[Need]:
    """Going on without a coach, among all the viewer may see."""
    rows = kept.rows(viewer, _uncoached)
    return [Need(one, "coach", _("Has no coach in %(project)s.") % {"project": one.project}) for one in rows]


def _uncoached(viewer: Viewer) -> QuerySet[Enrolment]:
    return _named(enrolments.active_of(viewer)).filter(coach=None).order_by("started_on", "pk")[: MOST + 1]


def handed_over(viewer: Viewer) -> list[Need]:
    """Whose coach leaves or has left: for whoever leads the unit, who gives them another."""
    if caseload.is_coach(viewer):
        return []
    rows = kept.rows(viewer, _handed_over, given=(handover.in_two_months(),))
    words = _("%(coach)s leaves or has left. Choose another coach.")
    return [Need(one, "coach", words % {"coach": one.coach}) for one in rows]


def _handed_over(viewer: Viewer, day: dt.date) -> QuerySet[Enrolment]:
    rows = _named(handover.waiting(viewer, day)).select_related("participant", "project", "coach")
    return rows.order_by("coach__sort_key", "participant__sort_key", "pk")[: MOST + 1]


def incomplete(viewer: Viewer) -> tuple[list[Need], int]:
    """The first enrolments that lack facts, the newest first, and how many there are among the newest SEARCHED."""
    found = kept.rows(viewer, _incomplete)
    if not found:
        return [], 0
    rows = kept_queries.rows(_to_fill_in, given=(kept_queries.padded(pk for pk, _in_all in found),))
    kept_queries.load(rows, "target_groups", "income_periods")
    return [Need(one, "gaps", _what_is_missing(viewer, one)) for one in rows], found[0][1]


def _incomplete(viewer: Viewer) -> QuerySet:
    """Ids alone, and how many there are: the rows of all who lack something would be read to be counted."""
    newest = caseload.of(viewer).order_by("-started_on", "pk").values("pk")[:SEARCHED]
    found = lacking.only(Enrolment.objects.filter(pk__in=newest)).order_by("-started_on", "pk")
    return found.values_list("pk", Window(Count("*")))[:MOST]


def _to_fill_in(ids: tuple) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(pk__in=ids).select_related("participant", "project", "referral")
    return rows.order_by("-started_on", "pk")


def _named(found: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """The same enrolments with what a row of this screen names: the person and the project."""
    return found.select_related(None).select_related("participant", "project")


def _what_is_missing(viewer: Viewer, enrolment: Enrolment) -> str:
    """The first gap by name and how many more. For a closed one without names: each would ask the database again."""
    if enrolment.state == "closed":
        return _("Facts about the start or the end are missing.")
    first, *more = [gap.label for gap in gaps.of(viewer, enrolment)] or [_("Facts about the start are missing.")]
    if not more:
        return f"{first}."
    return ngettext("%(first)s, and %(count)s thing more.", "%(first)s, and %(count)s things more.", len(more)) % {
        "first": first,
        "count": len(more),
    }


# --- the picture ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Part:
    """A part of the bar: how many, where it begins and how wide it is (shares as SVG writes them)."""

    number: int
    words: str
    count: int
    left: str
    width: str
    middle: str
    wide_enough: bool


#: Upper ends in days of the spans, and their words are in `_span_words`.
_SPANS = (91, 182, 365, 730, None)


def _span_words() -> tuple[str, ...]:
    return (
        _("under 3 months"),
        _("3–6 months"),
        _("6–12 months"),
        _("1–2 years"),
        _("over 2 years"),
    )


def by_time(viewer: Viewer, today: dt.date) -> list[Part]:
    """My active people by time in the project; parts without anybody are left out."""
    counts = [0] * len(_SPANS)
    for started_on, count in kept.rows(viewer, _beginnings):
        days = (today - started_on).days
        counts[next(place for place, most in enumerate(_SPANS) if most is None or days < most)] += count
    total, parts, before = sum(counts), [], 0
    for number, (words, count) in enumerate(zip(_span_words(), counts, strict=True), start=1):
        if count:
            left, width = 100 * before / total, 100 * count / total
            parts.append(
                Part(number, words, count, f"{left:.2f}%", f"{width:.2f}%", f"{left + width / 2:.2f}%", width >= 5)
            )
            before += count
    return parts


def _beginnings(viewer: Viewer) -> QuerySet:
    """How many of those going on began on each day."""
    return caseload.of(viewer).filter(state="active").order_by().values_list("started_on").annotate(Count("pk"))


# --- lately -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Event:
    """Something that happened to one of my people on a day."""

    on: dt.date
    enrolment: Enrolment
    words: str
    about: str


def lately(viewer: Viewer, today: dt.date) -> list[Event]:
    """Enrolments and closings of the last weeks, the latest first, a handful."""
    since = today - dt.timedelta(days=LATELY_DAYS)
    # two questions, each of which an index answers; one for both would sort all the viewer may see
    rows = [*kept.rows(viewer, _begun, given=(since,)), *kept.rows(viewer, _closed, given=(since,))]
    rows = sorted(sorted(rows, key=lambda one: one.pk), key=lambda one: one.ended_on or one.started_on, reverse=True)
    rows = rows[:MOST]
    events = [Event(one.started_on, one, _("was enrolled"), "contact") for one in rows if one.started_on >= since]
    events += [Event(one.ended_on, one, _("was closed"), "work") for one in rows if one.ended_on]
    return sorted(events, key=lambda event: event.on, reverse=True)[:MOST]


def _begun(viewer: Viewer, since: dt.date) -> QuerySet[Enrolment]:
    rows = _named(caseload.of(viewer)).filter(state="active", started_on__gte=since)
    return rows.order_by("-started_on", "pk")[:MOST]


def _closed(viewer: Viewer, since: dt.date) -> QuerySet[Enrolment]:
    rows = _named(caseload.of(viewer)).filter(state="closed", ended_on__gte=since)
    return rows.order_by("-ended_on", "pk")[:MOST]


def count_words(viewer: Viewer, count: int) -> str:
    """ "34 participants" for those I coach, "34 participants in the unit" for those I lead."""
    if caseload.is_coach(viewer):
        return ngettext("%(count)s participant", "%(count)s participants", count) % {"count": count}
    return ngettext("%(count)s participant in all I follow", "%(count)s participants in all I follow", count) % {
        "count": count
    }
