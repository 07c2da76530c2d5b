"""What the first screen shows: what needs somebody now, how long people have taken part, what happened lately."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.access.queries import kept
from stegvis.access.rules import Viewer
from stegvis.base import kept_queries
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import caseload, enrolments, gaps, handover, lacking, sight

#: Rows of each kind on the first screen; the list shows the rest.
MOST = 5
#: Of so many of the newest enrolments it is asked whether they lack facts: all of a coach's, some of a leader's.
SEARCHED = 1000
#: More than so many that lack facts are not counted: the list shows them all.
COUNTED = 20
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
    rows = caseload.first(viewer, _outlived, MOST + 1, given=(today,), order=caseload.by_start)
    return [
        Need(
            one, "close", _("%(project)s has ended. Close, or note that the person goes on.") % {"project": one.project}
        )
        for one in rows
    ]


def _outlived(viewer: Viewer, by: str, most: int, today: dt.date, strand: int) -> QuerySet[Enrolment]:
    rows = caseload.along(_named(caseload.of(viewer)), by, strand)
    rows = rows.filter(state="active", ended_on=None, project__ends_on__lt=today)
    return rows.order_by("started_on", "pk")[:most]


def uncoached(viewer: Viewer) -> list[Need]:
    """Going on without a coach, among all the viewer may see."""
    by_unit = sight.units(viewer, "participant", "list")
    rows = caseload.first_along(viewer, by_unit, _uncoached, MOST + 1, order=caseload.by_start)
    return [Need(one, "coach", _("Has no coach in %(project)s.") % {"project": one.project}) for one in rows]


def _uncoached(viewer: Viewer, by: str, most: int, strand: int) -> QuerySet[Enrolment]:
    rows = caseload.along(_named(enrolments.active_of(viewer)), by, strand).filter(coach=None)
    return rows.order_by("started_on", "pk")[:most]


def handed_over(viewer: Viewer) -> list[Need]:
    """Whose coach leaves or has left: for whoever leads the unit, who gives them another."""
    if caseload.is_coach(viewer):
        return []
    gone = handover.gone(viewer, handover.in_two_months())
    if not gone:
        return []
    rows = kept.rows(viewer, _handed_over, given=(handover.in_two_months(), kept_queries.padded(sorted(gone))))
    words = _("%(coach)s leaves or has left. Choose another coach.")
    return [Need(one, "coach", words % {"coach": one.coach}) for one in rows]


def _handed_over(viewer: Viewer, day: dt.date, coaches: tuple) -> QuerySet[Enrolment]:
    rows = _named(handover.waiting(viewer, day)).filter(coach_id__in=coaches)
    rows = rows.select_related("participant", "project", "coach")
    return rows.order_by("coach__sort_key", "participant__sort_key", "pk")[: MOST + 1]


def incomplete(viewer: Viewer) -> tuple[list[Need], int]:
    """The first enrolments that lack facts, the newest first, and how many there are: at most COUNTED and one.

    The newest SEARCHED are looked at, as many of each strand of the caseload going on and closed, from the newest on
    and no further than needed: where there are many strands, a few of each are mostly more than are counted.
    """
    by, ids = caseload.strands(viewer)
    each = [(one, state) for one in ids for state in ("active", "closed")]
    if not each:
        return [], 0
    edges = kept_queries.rows_for_each(_searched_back_to, by, SEARCHED // len(each), each=each)
    since = {(strand, state): day for strand, state, day in edges}
    each = [(*one, since.get(one, dt.date(1900, 1, 1))) for one in each]
    few = max(MOST, COUNTED // len(each) + 1) if len(each) > 2 else COUNTED + 1
    found = kept.rows_for_each(viewer, _incomplete, by, few, each=each)
    if few <= len(found) <= COUNTED:
        found = kept.rows_for_each(viewer, _incomplete, by, COUNTED + 1, each=each)
    found = sorted(found, key=lambda row: (-row[1].toordinal(), row[0]))[: COUNTED + 1]
    if not found:
        return [], 0
    rows = kept_queries.rows(_to_fill_in, given=(kept_queries.padded(pk for pk, _day in found[:MOST]),))
    kept_queries.load(rows, "target_groups", "income_periods")
    return [Need(one, "gaps", _what_is_missing(viewer, one)) for one in rows], len(found)


def _searched_back_to(by: str, most: int, strand: int, state: str) -> QuerySet:
    """The day on which the last of the newest `most` of a strand began; nothing when it holds no more than that."""
    rows = caseload.along(Enrolment.objects.filter(state=state), by, strand).order_by("-started_on")
    return rows.values_list(by or Value(strand), "state", "started_on")[most : most + 1]


def _incomplete(viewer: Viewer, by: str, most: int, strand: int, state: str, since: dt.date) -> QuerySet:
    """Ids and days alone: the rows of all who lack something would be read to be counted."""
    rows = caseload.along(caseload.of(viewer), by, strand).filter(state=state, started_on__gte=since)
    return lacking.only(rows.select_related(None)).order_by("-started_on", "pk").values_list("pk", "started_on")[:most]


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
    return (
        caseload.of(viewer).filter(state="active").order_by().values_list("started_on").annotate(Count("participant"))
    )


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
    rows = [
        *caseload.first(viewer, _begun, MOST, given=(since,), order=_latest_first),
        *caseload.first(viewer, _closed, MOST, given=(since,), order=_latest_first),
    ]
    rows = sorted(rows, key=_latest_first)[:MOST]
    events = [Event(one.started_on, one, _("was enrolled"), "contact") for one in rows if one.started_on >= since]
    events += [Event(one.ended_on, one, _("was closed"), "work") for one in rows if one.ended_on]
    return sorted(events, key=lambda event: event.on, reverse=True)[:MOST]


def _latest_first(enrolment: Enrolment) -> tuple:
    return -(enrolment.ended_on or enrolment.started_on).toordinal(), enrolment.pk


def _begun(viewer: Viewer, by: str, most: int, since: dt.date, strand: int) -> QuerySet[Enrolment]:
    rows = caseload.along(_named(caseload.of(viewer)), by, strand).filter(state="active", started_on__gte=since)
    return rows.order_by("-started_on", "pk")[:most]


def _closed(viewer: Viewer, by: str, most: int, since: dt.date, strand: int) -> QuerySet[Enrolment]:
    rows = caseload.along(_named(caseload.of(viewer)), by, strand).filter(state="closed", ended_on__gte=since)
    return rows.order_by("-ended_on", "pk")[:most]


def count_words(viewer: Viewer, count: int) -> str:
    """ "34 participants" for those I coach, "34 participants in the unit" for those I lead."""
    if caseload.is_coach(viewer):
        return ngettext("%(count)s participant", "%(count)s participants", count) % {"count": count}
    return ngettext("%(count)s participant in all I follow", "%(count)s participants in all I follow", count) % {
        "count": count
    }
