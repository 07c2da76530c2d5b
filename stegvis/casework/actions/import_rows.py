"""The rows of an import, a chunk at a time: look at them, or take them in, by the same rules as on the screens.

Taking in locks in one order, so that two imports never wait for each other in a ring: the controllers by id, the
known people by id, then new rows by number, last the log.
"""

from collections.abc import Iterable, Iterator, Sequence
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
from stegvis.casework.importing.judging import Places, Standing, Verdict, by_hand, judge, meanwhile, new_number
from stegvis.casework.importing.matching import NO_CHOICES, Choices
from stegvis.casework.importing.rows import Row
from stegvis.casework.queries import protections, standings
from stegvis.organisation.models import Organisation, Project, Unit

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
    if not enrol_at:
        raise NotAllowed(_("You may not enrol people in this project."))
    places = Places(
        units,
        enrol_at=enrol_at,
        close_at=_reached(by, "enrolment", "close", units),
        change_at=_reached(by, "participant", "change", units),
        choices=choices,
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
    return _judged(rows, seen, work)[0]


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
    outcome, plan = _judged(rows, seen, work)
    plan.write()
    note_attempts(outcome, work)
    return outcome


def note_attempts(outcome: Outcome, work: Work) -> None:
    """Tell those who see them that the file holds people whom the importer may not see, also when only looking."""
    for unit, numbers in outcome.attempts.items():
        attempts.note(project=work.project, unit=unit, numbers=numbers, by=work.by)


def _numbers(rows: Sequence[Row]) -> set[str]:
    return {row.number.value for row in rows} | {row.former.value for row in rows if row.former}


def _judged(rows: Sequence[Row], seen: Seen, work: Work) -> tuple[Outcome, Plan]:
    plan = Plan(work.project, work.by, work.import_id)
    verdicts = [_one(row, seen, plan, work) for row in rows]
    return Outcome(verdicts, len(plan.participants), len(plan.numbers), plan.attempts), plan


def _one(row: Row, seen: Seen, plan: Plan, work: Work) -> Verdict:
    unit = work.places.find(row.place)
    if isinstance(unit, Fault):
        return Verdict("rejected", (unit,))
    key = (unit.organisation_id, row.number.value)
    standing = seen.get(key) or Standing(*key)
    former = seen.get((unit.organisation_id, row.former.value)) if row.former else None
    renumbers = former is not None and former.registered and former is not standing
    if standing.sealed or (former and former.sealed):
        known = {row.number.value} if standing.sealed else {row.former.value}
        plan.attempts.setdefault(unit, set()).update(known)
        return by_hand()
    if renumbers:
        stays = protections.number_stays(former.participant_id)
        if refusal := new_number(row, standing, former, unit, work.places, stays=stays):
            return refusal
        standing = former
    verdict = _verdict(row, unit, standing, seen, work)
    if verdict.kind in ("created", "closed", "unchanged") and renumbers:
        seen[unit.organisation_id, row.former.value] = Standing(unit.organisation_id, row.former.value)
        seen[key] = standing
        plan.renumber(row, standing, verdict.stay)
    if verdict.kind == "created":
        verdict = replace(verdict, new_person=not standing.registered)
        seen[key] = standing
        plan.create(row, unit, standing, verdict)
    elif verdict.kind == "closed":
        plan.close(row, standing, verdict.stay)
    return verdict


def _verdict(row: Row, unit: Unit, standing: Standing, seen: Seen, work: Work) -> Verdict:
    others = ((other, row.number.value) for other in work.controllers if other != unit.organisation_id)
    elsewhere = [seen[key] for key in others if key in seen and not seen[key].sealed]
    return judge(row, unit, standing, elsewhere, project=work.project, places=work.places, today=timezone.localdate())
