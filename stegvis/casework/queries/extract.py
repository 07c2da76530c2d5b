"""The single door through which identity numbers leave casework: to reporting, which turns them into pseudonyms."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from stegvis.access.rules import NotAllowed, Viewer
from stegvis.casework.models import (
    Attainment,
    Enrolment,
    EnrolmentTargetGroup,
    ExitOutcome,
    FollowUp,
    FormerNumber,
    IncomePeriod,
    LifeWheel,
    LifeWheelScore,
    Note,
    Step,
    Word,
)
from stegvis.casework.queries.follow_ups import PLANNED
from stegvis.casework.queries.notes import CONTACT_KINDS
from stegvis.casework.rules import coarsened, headline, income_group
from stegvis.evaluation.codes import FUND_FACTS
from stegvis.organisation.models import Project

#: How many enrolments are asked for in one query when not all are.
_AT_ONCE = 500
#: The tracks of steps that bring somebody closer; `internal` ones are the unit's own.
_TOWARDS = ("health", "study", "work")


@dataclass(frozen=True)
class Asked:
    """How it went after an exit, at one of the planned occasions. `destination` is None when nobody answered."""

    occasion: str
    asked_on: dt.date
    destination: str | None


@dataclass(frozen=True)
class Row:
    """One enrolment as the numbers need it. `destinations` are already coarsened; `headline` is one of them, or None.
    `incomes`: what the person lived on at the start and after the end, in the few words of an extract. `contacts`: how
    many the journal holds up to the end, of one that has ended; `steps`: how many of the plan were carried out by then.
    `wheels`: the person's life wheels in the project, by day.

    `identity_number` is there to be made a pseudonym and must not be kept or shown; so is `enrolment_id`. It is the
    number the person is counted by: for somebody whose number has changed, the first one (see `counted_numbers`).
    """

    enrolment_id: str
    identity_number: str
    municipality: str
    sex: str
    age: int
    inflow_channel: str
    started_on: dt.date
    ended_on: dt.date | None
    target_groups: tuple[str, ...]
    destinations: tuple[str, ...]
    headline: str | None
    follow_ups: tuple[Asked, ...] = ()
    fund_facts: tuple[tuple[str, str, dt.date], ...] = ()
    incomes: tuple[str | None, str | None] = (None, None)
    contacts: int = 0
    steps: int = 0
    wheels: tuple[tuple[dt.date, dict[str, int]], ...] = ()


def rows(viewer: Viewer, project: Project, only: Collection[str] | None = None) -> Iterator[Row]:
    """All enrolments of a project but those registered by mistake, by start date and id; eleven queries for any number.

    `only`: of these enrolments (ids) alone, some hundred at a time.

    People with a protected identity are rows like all others: the numbers count them, and nothing marks them.
    A target group of the installation's own goes out as the built-in one it is counted as, or not at all.

    For an operator, and for those whose permission to create releases or read results covers the project. Raises
    NotAllowed at once, not at the first row.
    """
    if not _covers(viewer, project):
        raise NotAllowed
    if only is None:
        return _rows(project, [Enrolment.objects.filter(project=project)], some=False)
    return _rows(project, _named(project, filter(_is_id, only)), some=True)


def _named(project: Project, only: Iterable[str]) -> Iterator[QuerySet[Enrolment]]:
    """Those of the project. Asked for by ids alone: a planner that began with the project would read all of it."""
    ordered = sorted(only)
    for start in range(0, len(ordered), _AT_ONCE):
        these = Enrolment.objects.filter(pk__in=ordered[start : start + _AT_ONCE]).order_by()
        mine = list(_of_project(project, these.values_list("pk", "project_id")))
        yield Enrolment.objects.filter(pk__in=mine).order_by()


def count(project: Project, at: dt.date) -> int:
    """How many enrolments an extract of that day holds."""
    return Enrolment.objects.filter(project=project, started_on__lte=at).exclude(state="void").count()


def touched(project: Project, participants: Collection[str], *, after: dt.date, until: dt.date) -> set[str]:
    """The enrolments (ids) of these participants in the project, with those of which something has become true since.

    What an extract tells depends on its day. Here stands every kind of day that it reads: of an enrolment that begins,
    ends or is followed up after `after` and no later than `until`, or whose person then completes schooling or makes a
    life wheel, a later extract tells more.
    """
    between = (after + dt.timedelta(days=1), until)
    found: set = set()
    people = set(filter(_is_id, participants))
    if after < until:
        whole = Enrolment.objects.filter(project=project).order_by()
        found.update(whole.filter(started_on__range=between).values_list("pk", flat=True))
        found.update(whole.filter(ended_on__range=between).values_list("pk", flat=True))
        asked = FollowUp.objects.filter(asked_on__range=between).order_by()
        found.update(_of_project(project, asked.values_list("enrolment_id", "enrolment__project_id")))
        attained = Attainment.objects.filter(on__range=between, kind__in=FUND_FACTS["attained"]).order_by()
        people.update(map(str, attained.values_list("participant_id", flat=True)))
        wheels = LifeWheel.objects.filter(scored_on__range=between, enrolment__isnull=False).order_by()
        people.update(map(str, wheels.values_list("participant_id", flat=True)))
    ordered = sorted(people)
    for start in range(0, len(ordered), _AT_ONCE):
        of_these = Enrolment.objects.filter(participant__in=ordered[start : start + _AT_ONCE]).order_by()
        found.update(_of_project(project, of_these.values_list("pk", "project_id")))
    return {str(each) for each in found}


def _of_project(project: Project, pairs: Iterable[tuple]) -> Iterator:
    return (enrolment for enrolment, its_project in pairs if its_project == project.pk)


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _covers(viewer: Viewer, project: Project) -> bool:
    reaches = [viewer.reach("release", "create"), viewer.reach("result", "read")]
    if any(reach.everything for reach in reaches):
        return True
    organisations = frozenset().union(*(reach.project_organisation_ids for reach in reaches))
    if any(project.pk in reach.project_ids for reach in reaches):
        return True
    return project.owner_id in organisations or project.units.filter(organisation_id__in=organisations).exists()


def _rows(project: Project, parts: Iterable[QuerySet[Enrolment]], *, some: bool) -> Iterator[Row]:
    own = own_groups()
    counted_by = counted_numbers(project)
    for enrolments in parts:
        yield from _rows_of(project, enrolments.exclude(state="void"), own, counted_by, some=some)


def _rows_of(
    project: Project, enrolments: QuerySet[Enrolment], own: dict[str, str], counted_by: dict[str, str], *, some: bool
) -> Iterator[Row]:
    """`some`: few enough to be named when what belongs to them is asked for; all are asked for by a subquery."""
    fields = (
        "id", "participant__identity_number", "unit__municipality", "sex_at_enrolment", "age_at_start",
        "referral__channel", "started_on", "ended_on", "state", "participant_id",
        "employment_status", "employment_status_months", "education",
    )  # fmt: skip
    # enrolments first: one that is closed while we read is then still open here, and has no destinations
    found = sorted(enrolments.order_by().values_list(*fields), key=lambda row: (row[6], row[0]))
    these = [row[0] for row in found] if some else enrolments
    people = [row[9] for row in found] if some else enrolments.order_by().values("participant")
    exits = _by_enrolment(ExitOutcome, "destination", these)
    groups = _by_enrolment(EnrolmentTargetGroup, "code", these)
    asked = _asked(these)
    incomes = _incomes(these)
    contacts = _contacts(these)
    steps = _steps(these)
    wheels = _wheels(project, people)
    attained = _attained(people)
    for pk, number, municipality, sex, age, channel, started_on, ended_on, state, person, *entry in found:
        destinations = coarsened(exits[pk]) if state == "closed" else ()
        yield Row(
            str(pk), counted_by.get(number, number), municipality, sex, age, channel or "unknown", started_on, ended_on,
            _counted(groups[pk], own), destinations, headline(destinations, project.headline_order),
            tuple(asked[pk]) if state == "closed" else (),
            (*_at_entry(started_on, *entry), *attained[person]),
            _at_both_ends(incomes[pk], ended_on) if state == "closed" else (None, None),
            contacts.get(pk, 0) if state == "closed" else 0,
            steps.get(pk, 0) if state == "closed" else 0,
            tuple(wheels[person].values()),
        )  # fmt: skip


def _at_entry(started_on: dt.date, status: str, months: int | None, education: str) -> list[tuple]:
    """What the fund's rules ask of the start, as far as it is known: (kind, code, day)."""
    told = {"status": status, "months": "" if months is None else str(months), "education": education}
    return [(kind, code, started_on) for kind, code in told.items() if code]


def _attained(people: Collection) -> dict:
    """Schooling that these people have completed, by participant; struck lines are left out. The first time counts."""
    found = defaultdict(list)
    stored = Attainment.objects.filter(
        participant__in=people, kind__in=FUND_FACTS["attained"], result="completed", struck_at__isnull=True
    )
    for person, kind, day in stored.order_by("on", "id").values_list("participant_id", "kind", "on"):
        if all(kind != known for _attained, known, _day in found[person]):
            found[person].append(("attained", kind, day))
    return found


def _asked(enrolments: Collection) -> dict:
    """The follow-ups at planned occasions, by enrolment. Those at another time stay in casework (EXT-11)."""
    found = defaultdict(list)
    stored = FollowUp.objects.filter(enrolment__in=enrolments, occasion__in=PLANNED)
    for pk, occasion, day, where in stored.order_by("id").values_list(
        "enrolment_id", "occasion", "asked_on", "destination"
    ):
        found[pk].append(Asked(occasion, day, coarsened([where])[0] if where else None))
    return found


def _wheels(project: Project, people: Collection) -> dict:
    """The life wheels that these people made in the project: participant → wheel → day and scores, in order."""
    found: dict = defaultdict(dict)
    stored = LifeWheelScore.objects.filter(
        wheel__participant__in=people, wheel__enrolment__project=project, wheel__withdrawn_at=None
    ).order_by("wheel__scored_on", "wheel__noted_at", "wheel_id")
    columns = ("wheel__participant_id", "wheel_id", "wheel__scored_on", "area", "score")
    for person, wheel, day, area, score in stored.values_list(*columns):
        found[person].setdefault(wheel, (day, {}))[1][area] = score
    return found


def _incomes(enrolments: Collection) -> dict:
    """What people live on and since when, by enrolment, in order."""
    found = defaultdict(list)
    stored = IncomePeriod.objects.filter(enrolment__in=enrolments).order_by("since_on", "id")
    for pk, since, source in stored.values_list("enrolment_id", "since_on", "source"):
        found[pk].append((since, source))
    return found


def _steps(enrolments: Collection) -> dict:
    """How many steps towards health, study or work were carried out up to the last day, by enrolment with some."""
    done = Step.objects.filter(enrolment__in=enrolments, state="done", track__in=_TOWARDS)
    before_the_end = done.filter(done_on__lte=F("enrolment__ended_on")).order_by()
    return dict(before_the_end.values_list("enrolment_id").annotate(Count("pk")))


def _contacts(enrolments: Collection) -> dict:
    """How many contacts the journal holds up to the last day, by enrolment that has some. Attempts are none."""
    held = Note.objects.filter(enrolment__in=enrolments, kind__in=CONTACT_KINDS, withdrawn_at=None)
    before_the_end = held.filter(happened_at__date__lte=F("enrolment__ended_on")).order_by()
    return dict(before_the_end.values_list("enrolment_id").annotate(Count("pk")))


def _at_both_ends(periods: list[tuple[dt.date, str]], ended_on: dt.date) -> tuple[str | None, str | None]:
    """The first that was noted, and the first from after the end."""
    before = [income_group(source) for since, source in periods if since <= ended_on]
    after = [income_group(source) for since, source in periods if since > ended_on]
    return next(iter(before), None), next(iter(after), None)


def counted_numbers(project: Project) -> dict[str, str]:
    """Number → the number its person is counted by, for everybody in the project whose number has changed.

    Numbers that one register knows to be one person's belong together, also where another register of the project has
    only one of them: the person is one, whichever of the numbers each municipality holds. Counted by the number that
    was known first, so that a later extract gives the person the same pseudonym as an earlier one.
    """
    takes_part = Enrolment.objects.filter(participant=OuterRef("participant"), project=project)
    kept = FormerNumber.objects.filter(Exists(takes_part))
    pairs = kept.order_by("known_at", "pk").values_list("identity_number", "participant__identity_number")
    above: dict[str, str] = {}
    place: dict[str, int] = {}

    def first_of(number: str) -> str:
        place.setdefault(number, len(place))
        while above.get(number, number) != number:
            number = above[number]
        return number

    for former, present in pairs:
        one, other = sorted((first_of(former), first_of(present)), key=place.__getitem__)
        above[other] = one
    return {number: first_of(number) for number in place}


def _counted(codes: list[str], own: dict[str, str]) -> tuple[str, ...]:
    """Target groups by the codes that indicators know, each once."""
    return tuple(dict.fromkeys(filter(None, (own.get(code, code) for code in codes))))


def own_groups() -> dict[str, str]:
    """Target group of the installation's own → the built-in one it is counted as, or nothing."""
    return dict(Word.objects.filter(list_name="target_groups", added=True).values_list("code", "under"))


def _by_enrolment(model, field: str, enrolments: Collection) -> dict:
    found = defaultdict(list)
    stored = model.objects.filter(enrolment__in=enrolments).order_by("id")
    for enrolment_id, code in stored.values_list("enrolment_id", field):
        found[enrolment_id].append(code)
    return found
