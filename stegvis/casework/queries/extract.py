"""The single door through which identity numbers leave casework: to reporting, which turns them into pseudonyms."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from stegvis.access.rules import NotAllowed, Viewer
from stegvis.casework.models import Enrolment, EnrolmentTargetGroup, ExitOutcome, FollowUp, FormerNumber, Word
from stegvis.casework.queries.follow_ups import PLANNED
from stegvis.casework.rules import coarsened, headline
from stegvis.organisation.models import Project


@dataclass(frozen=True)
class Asked:
    """How it went after an exit, at one of the planned occasions. `destination` is None when nobody answered."""

    occasion: str
    asked_on: dt.date
    destination: str | None


@dataclass(frozen=True)
class Row:
    """One enrolment as the numbers need it. `destinations` are already coarsened; `headline` is one of them, or None.

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


def rows(viewer: Viewer, project: Project) -> Iterator[Row]:
    """All enrolments of a project but those registered by mistake, by start date and id; six queries for any number.

    People with a protected identity are rows like all others: the numbers count them, and nothing marks them.
    A target group of the installation's own goes out as the built-in one it is counted as, or not at all.

    For an operator, and for those whose permission to create releases or read results covers the project. Raises
    NotAllowed at once, not at the first row.
    """
    if not _covers(viewer, project):
        raise NotAllowed
    return _rows(project)


def _covers(viewer: Viewer, project: Project) -> bool:
    reaches = [viewer.reach("release", "create"), viewer.reach("result", "read")]
    if any(reach.everything for reach in reaches):
        return True
    organisations = frozenset().union(*(reach.project_organisation_ids for reach in reaches))
    if any(project.pk in reach.project_ids for reach in reaches):
        return True
    return project.owner_id in organisations or project.units.filter(organisation_id__in=organisations).exists()


def _rows(project: Project) -> Iterator[Row]:
    counted = Enrolment.objects.filter(project=project).exclude(state="void").order_by("started_on", "id")
    fields = (
        "id", "participant__identity_number", "unit__municipality", "sex_at_enrolment", "age_at_start",
        "referral__channel", "started_on", "ended_on", "state",
    )  # fmt: skip
    # enrolments first: one that is closed while we read is then still open here, and has no destinations
    found = list(counted.values_list(*fields))
    exits = _by_enrolment(ExitOutcome, "destination", project)
    groups = _by_enrolment(EnrolmentTargetGroup, "code", project)
    asked = _asked(project)
    own = dict(Word.objects.filter(list_name="target_groups", added=True).values_list("code", "under"))
    counted_by = counted_numbers(project)
    for pk, number, municipality, sex, age, channel, started_on, ended_on, state in found:
        destinations = coarsened(exits[pk]) if state == "closed" else ()
        yield Row(
            str(pk), counted_by.get(number, number), municipality, sex, age, channel or "unknown", started_on, ended_on,
            _counted(groups[pk], own), destinations, headline(destinations, project.headline_order),
            tuple(asked[pk]) if state == "closed" else (),
        )  # fmt: skip


def _asked(project: Project) -> dict:
    """The follow-ups at planned occasions, by enrolment. Those at another time stay in casework (EXT-11)."""
    found = defaultdict(list)
    stored = FollowUp.objects.filter(enrolment__project=project, occasion__in=PLANNED).exclude(enrolment__state="void")
    for pk, occasion, day, where in stored.order_by("id").values_list(
        "enrolment_id", "occasion", "asked_on", "destination"
    ):
        found[pk].append(Asked(occasion, day, coarsened([where])[0] if where else None))
    return found


def counted_numbers(project: Project) -> dict[str, str]:
    """Number → the number its person is counted by, for everybody in the project whose number has changed.

    Numbers that one register knows to be one person's belong together, also where another register of the project has
    only one of them: the person is one, whichever of the numbers each municipality holds. Counted by the number that
    was known first, so that a later extract gives the person the same pseudonym as an earlier one.
    """
    kept = FormerNumber.objects.filter(participant__enrolments__project=project).distinct()
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


def _by_enrolment(model, field: str, project: Project) -> dict:
    found = defaultdict(list)
    stored = model.objects.filter(enrolment__project=project).exclude(enrolment__state="void").order_by("id")
    for enrolment_id, code in stored.values_list("enrolment_id", field):
        found[enrolment_id].append(code)
    return found
