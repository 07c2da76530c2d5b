"""The rows of an import, a chunk at a time: look at them, or take them in, by the same rules as on the screens.

Taking in locks in one order, so that two imports never wait for each other in a ring: the controllers by id, the
known people by id, then new rows by number, last the log.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import NotAllowed, Viewer
from stegvis.casework.actions import attempts
from stegvis.casework.actions.import_writing import Plan
from stegvis.casework.importing.faults import Fault
from stegvis.casework.importing.judging import Places, Verdict, by_hand, judge, meanwhile, new_number
from stegvis.casework.importing.matching import NO_CHOICES, Choices
from stegvis.casework.importing.rows import Row
from stegvis.casework.importing.standing import Standing
from stegvis.casework.queries import protections, standings, unit_intake
from stegvis.organisation.models import Organisation, Project, Unit

#: Rows in one transaction: on SQLite everybody else's writing waits for it.
CHUNK = 500
#: How often a chunk is tried again when somebody registered one of its people at the same moment.
TRIES = 3
Seen = dict[standings.Key, Standing]
_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Work:
    """What stays the same through one import."""

    project: Project
    by: Viewer
    places: Places
    controllers: frozenset[int]
    choices: Choices = NO_CHOICES
    import_id: UUID | None = None
    today: dt.date = field(default_factory=timezone.localdate)


@dataclass
class Outcome:
    """What became of some rows, one verdict each; how many people are new, and how many got a new number."""

    verdicts: list[Verdict] = field(default_factory=list)
    new_people: int = 0
    renumbered: int = 0
    attempts: dict[Unit, set[str]] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Rows by kind, and the two numbers of people."""
        kinds = ("created", "closed", "unchanged", "rejected", "conflicts")
        rows = {kind: sum(verdict.kind == kind for verdict in self.verdicts) for kind in kinds}
        return rows | {"read": len(self.verdicts), "new_people": self.new_people, "renumbered": self.renumbered}


def units_of(project: Project, by: Viewer) -> list[Unit]:
    """The project's units where the viewer may enrol."""
    units = list(project.units.select_related("organisation"))
    reached = _reached(by, "enrolment", "create", units)
    return [unit for unit in units if unit.pk in reached]


def begin(project: Project, by: Viewer, *, choices: Choices = NO_CHOICES, import_id: UUID | None = None) -> Work:
    """Ready to look at rows or take them in. Raises NotAllowed when the viewer may enrol at none of the units."""
    units = list(project.units.select_related("organisation"))
    enrol_at = _reached(by, "enrolment", "create", units)
    choices = choices.for_one_file()
    if not enrol_at:
        raise NotAllowed(_("You may not enrol people in this project."))
    places = Places(
        units,
        enrol_at=enrol_at,
        close_at=_reached(by, "enrolment", "close", units),
        change_at=_reached(by, "participant", "change", units),
        choices=choices,
        groups_on=unit_intake.groups_by_day(units),
        stop_on=unit_intake.stops_by_day(units, project),
    )
    controllers = frozenset(unit.organisation_id for unit in units if unit.pk in enrol_at)
    return Work(project, by, places, controllers, choices, import_id)


def _reached(by: Viewer, record: str, verb: str, units: list[Unit]) -> set[int]:
    reach = by.reach(record, verb)
    return {
        unit.pk
        for unit in units
        if reach.everything or unit.pk in reach.unit_ids or unit.organisation_id in reach.organisation_ids
    }


def chunks(items: Iterable[_Item], size: int = CHUNK) -> Iterator[list[_Item]]:
    """The items in lists of at most `size`."""
    items = iter(items)
    while chunk := list(islice(items, size)):
        yield chunk


def look_at(rows: Sequence[Row], work: Work, seen: Seen) -> Outcome:
    """What would become of the rows; nothing is written. `seen` is what earlier rows of the file would have made.

    The caller notes the outcome's attempts with `note_attempts`.
    """
    missing = _numbers(rows) - {number for _controller, number in seen}
    seen |= standings.load(work.by, work.project, work.controllers, missing, lock=False)
    return _judged(rows, seen, work, None)


def take_in(rows: Sequence[Row], work: Work) -> Outcome:
    """Write the rows in one transaction with their audit events (a savepoint of the caller's transaction, if any).

    Where somebody registers the same people at the same moment the chunk is judged anew, in the end row by row.
    """
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _judge_and_write(rows, work)
        except IntegrityError:
            continue
    if len(rows) == 1:
        return Outcome([meanwhile()])
    whole = Outcome()
    for row in rows:
        one = take_in([row], work)
        whole.verdicts += one.verdicts
        whole.new_people += one.new_people
        whole.renumbered += one.renumbered
    return whole


def _judge_and_write(rows: Sequence[Row], work: Work) -> Outcome:
    held = Organisation.objects.filter(pk__in=work.controllers).order_by("pk").select_for_update(no_key=True)
    list(held.values_list("pk"))
    seen = standings.load(work.by, work.project, work.controllers, _numbers(rows), lock=True)
    outcome = _judged(rows, seen, work, lambda: Plan(work.project, work.by, work.import_id))
    note_attempts(outcome, work)
    return outcome


def note_attempts(outcome: Outcome, work: Work) -> None:
    """Tell those who see them that the file holds people whom the importer may not see, also when only looking."""
    for unit, numbers in outcome.attempts.items():
        attempts.note(project=work.project, unit=unit, numbers=numbers, by=work.by)


def _numbers(rows: Sequence[Row]) -> set[str]:
    return {row.number.value for row in rows} | {row.former.value for row in rows if row.former}


def _judged(rows: Sequence[Row], seen: Seen, work: Work, plans: Callable[[], Plan] | None) -> Outcome:
    course = _Course(work, seen, plans)
    for row in rows:
        course.take(row)
    return course.end()


class _Course:
    """The rows of a chunk, judged one after the other; each meets what those before it have changed.

    `plans` begins a plan of what to write, or is None when nothing shall be written.
    """

    def __init__(self, work: Work, seen: Seen, plans: Callable[[], Plan] | None):
        self.work, self.seen = work, seen
        self.outcome = Outcome()
        self._plans = plans
        self._plan = plans() if plans else None
        self._planned: set[str] = set()
        self._renumbered: set[UUID] = set()

    def end(self) -> Outcome:
        """Write what is planned; what became of the rows."""
        if self._plan:
            self._plan.write()
        self.outcome.new_people = sum(verdict.new_person for verdict in self.outcome.verdicts)
        self.outcome.renumbered = len(self._renumbered)
        return self.outcome

    def take(self, row: Row) -> None:
        """Judge a row, and plan what to write."""
        numbers = _numbers([row])
        if self._plan and row.former and numbers & self._planned:
            # a number that changes after other rows about the person: those must stand in the tables first
            self._plan.write()
            self._plan, self._planned = self._plans(), set()
        self._planned |= numbers
        self.outcome.verdicts.append(self._verdict(row))

    def _verdict(self, row: Row) -> Verdict:
        unit = self.work.places.find(row.place)
        if isinstance(unit, Fault):
            return Verdict("rejected", (unit,))
        key = (unit.organisation_id, row.number.value)
        standing = self.seen.get(key) or Standing(*key)
        former = self.seen.get((unit.organisation_id, row.former.value)) if row.former else None
        renumbers = former is not None and former.registered and former is not standing
        if standing.sealed or (former and former.sealed):
            known = {row.number.value} if standing.sealed else {row.former.value}
            self.outcome.attempts.setdefault(unit, set()).update(known)
            return by_hand()
        if renumbers:
            stays = protections.number_stays(former.participant_id)
            if refusal := new_number(row, standing, former, unit, self.work.places, stays=stays):
                return refusal
            standing = former
        verdict = self._judged(row, unit, standing)
        if renumbers and verdict.kind in ("created", "closed", "unchanged"):
            self._renumber(row, key, standing, verdict)
        if verdict.kind == "created":
            verdict = self._create(row, unit, key, standing, verdict)
        elif verdict.kind == "closed":
            standing.end(row, verdict.stay)
            if self._plan:
                self._plan.close(row, standing, verdict.stay)
        return verdict

    def _judged(self, row: Row, unit: Unit, standing: Standing) -> Verdict:
        work = self.work
        others = ((other, row.number.value) for other in work.controllers if other != unit.organisation_id)
        elsewhere = [self.seen[key] for key in others if key in self.seen and not self.seen[key].sealed]
        return judge(row, unit, standing, elsewhere, project=work.project, places=work.places, today=work.today)

    def _renumber(self, row: Row, key: standings.Key, standing: Standing, verdict: Verdict) -> None:
        self.seen[key[0], row.former.value] = Standing(key[0], row.former.value)
        self.seen[key] = standing
        self._renumbered.add(standing.participant_id)
        standing.renumber(row)
        if self._plan:
            self._plan.renumber(row, standing, verdict.stay)

    def _create(self, row: Row, unit: Unit, key: standings.Key, standing: Standing, verdict: Verdict) -> Verdict:
        verdict = replace(verdict, new_person=not standing.registered)
        self.seen[key] = standing
        if verdict.new_person:
            standing.register(row)
        neighbours = standing.enrol(row, verdict.stay, unit.pk)
        if row.ended_on:
            standing.end(row, verdict.stay)
        if self._plan:
            self._plan.create(row, unit, standing, verdict, neighbours)
        return verdict
