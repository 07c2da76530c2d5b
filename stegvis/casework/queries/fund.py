"""What the fund's rules need to know of people one may see: records for the page of data quality, never for figures.

Live, inside the controller: no count goes further than those who may list the people (see decision 0020). Figures come
from extracts.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from stegvis.access.rules import Viewer
from stegvis.casework.models import Attainment, Enrolment, EnrolmentTargetGroup, ExitOutcome, FollowUp, Word
from stegvis.casework.queries import enrolments, sight
from stegvis.casework.rules import coarsened
from stegvis.evaluation.fund.checks import Around, broken
from stegvis.evaluation.fund.records import Record, Stay, gather
from stegvis.evaluation.fund.tables import QUALIFICATIONS, table_for
from stegvis.organisation.models import Project, Unit


@dataclass(frozen=True)
class Checked:
    """One person's record, the unit of the first enrolment, and the codes of the checks it breaks."""

    record: Record
    unit_id: int
    breaks: tuple[str, ...]

    @property
    def enrolment_id(self) -> UUID:
        """The enrolment to mend: the last for what is about the exit, else the first."""
        return UUID(self.record.first.enrolment)

    @property
    def last_enrolment_id(self) -> UUID:
        """The enrolment that tells of the exit."""
        return UUID(self.record.last.enrolment)


@dataclass(frozen=True)
class Quality:
    """The units within sight that have people in the project, and every record of theirs."""

    units: tuple[Unit, ...]
    checked: tuple[Checked, ...]

    def at(self, unit_id: int, check: str = "") -> int:
        """How many records at a unit break a check; all of them without one."""
        return sum(one.unit_id == unit_id and (not check or check in one.breaks) for one in self.checked)

    def complete(self, unit_id: int) -> int:
        """How many records at a unit are complete."""
        return sum(one.unit_id == unit_id and one.record.complete for one in self.checked)


def projects_of(viewer: Viewer) -> QuerySet[Project]:
    """The projects in which the viewer may list anybody, the newest first."""
    listed = Enrolment.objects.filter(sight.of_enrolments(viewer, "participant", "list")).exclude(state="void")
    return Project.objects.filter(pk__in=listed.order_by().values("project")).order_by("-starts_on", "code")


def quality(viewer: Viewer, project: Project, today: dt.date) -> Quality:
    """Every record of the project that the viewer may list, checked against the rules. Seven queries for any number."""
    around = Around(table_for(project.starts_on), project.starts_on, project.ends_on, today)
    unit_of, stays = {}, []
    for unit_id, stay in _stays(viewer, project):
        unit_of[stay.enrolment] = unit_id
        stays.append(stay)
    checked = tuple(
        Checked(record, unit_of[record.first.enrolment], broken(record, around)) for record in gather(stays, today)
    )
    units = Unit.objects.filter(pk__in={one.unit_id for one in checked}).order_by("sort_key")
    return Quality(tuple(units), checked)


def page_of(viewer: Viewer, found: list[Checked]) -> list[tuple[Checked, Enrolment]]:
    """The records with their enrolments, for one page of a list; who has gone out of sight is left out."""
    ids = [one.enrolment_id for one in found]
    there = {one.pk: one for one in enrolments.visible_to(viewer).filter(pk__in=ids)}
    return [(one, there[one.enrolment_id]) for one in found if one.enrolment_id in there]


def _stays(viewer: Viewer, project: Project):
    seen = Enrolment.objects.filter(sight.of_enrolments(viewer, "participant", "list"), project=project)
    seen = seen.exclude(state="void")
    ids = seen.order_by().values("pk")
    groups = _by(EnrolmentTargetGroup.objects.filter(enrolment__in=ids).values_list("enrolment_id", "code"))
    exits = _by(ExitOutcome.objects.filter(enrolment__in=ids).values_list("enrolment_id", "destination"))
    asked = FollowUp.objects.filter(enrolment__in=ids, result="answered")
    answers = _by(asked.values_list("enrolment_id", "asked_on", "destination"))
    completed = Attainment.objects.filter(
        participant__in=seen.order_by().values("participant"),
        kind__in=QUALIFICATIONS, result="completed", struck_at__isnull=True,
    )  # fmt: skip
    attained = _by(completed.values_list("participant_id", "on", "kind"))
    own = dict(Word.objects.filter(list_name="target_groups", added=True).values_list("code", "under"))
    fields = (
        "id", "participant_id", "unit_id", "sex_at_enrolment", "age_at_start", "started_on", "ended_on", "state",
        "employment_status", "employment_status_months", "education",
    )  # fmt: skip
    for pk, person, unit, sex, age, start, end, state, status, months, education in seen.order_by().values_list(
        *fields
    ):
        ended = end if state == "closed" else None
        found = [(end, code) for (code,) in exits[pk]] + list(answers[pk]) if ended else []
        yield unit, Stay(
            str(person), str(pk), sex, age, start, ended, status, months, education,
            frozenset(filter(None, (own.get(code, code) for (code,) in groups[pk]))),
            tuple((day, coarsened([code])[0]) for day, code in found),
            tuple(attained[person]),
        )  # fmt: skip


def _by(rows) -> dict:
    found = defaultdict(list)
    for key, *told in rows:
        found[key].append(tuple(told))
    return found
