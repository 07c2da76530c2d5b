"""Collect what a chunk of an import shall write, then write it in a few statements with its audit events."""

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.core import serializers
from django.db.models import F
from django.utils import timezone

from stegvis.access.actions.audit import Act, record_all
from stegvis.access.rules import Viewer
from stegvis.base.keys import seal
from stegvis.casework.actions.participants import keep_former
from stegvis.casework.importing.judging import Standing, Stay, Verdict
from stegvis.casework.importing.rows import Row
from stegvis.casework.models import (
    CoachPeriod,
    Enrolment,
    EnrolmentTargetGroup,
    ExitOutcome,
    ImportEffect,
    IncomePeriod,
    Participant,
    Referral,
)
from stegvis.organisation.models import Project, Unit

_BATCH = 500
#: The key purpose of what an undo must put back.
SEALED_FOR = "import"


@dataclass
class Plan:
    """The records a chunk creates and changes. Later rows of the chunk already meet what earlier ones planned.

    With an import's id, what each row does is noted as an ImportEffect.
    """

    project: Project
    by: Viewer
    import_id: UUID | None = None
    participants: list[Participant] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    enrolments: dict[UUID, Enrolment] = field(default_factory=dict)
    groups: list[EnrolmentTargetGroup] = field(default_factory=list)
    closings: dict[UUID, dt.date] = field(default_factory=dict)
    outcomes: list[ExitOutcome] = field(default_factory=list)
    income: list[IncomePeriod] = field(default_factory=list)
    formers: dict[UUID, UUID] = field(default_factory=dict)
    numbers: dict[UUID, Row] = field(default_factory=dict)
    effects: list[ImportEffect] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    attempts: dict[Unit, set[str]] = field(default_factory=dict)

    def create(self, row: Row, unit: Unit, standing: Standing, verdict: Verdict) -> None:
        """A new enrolment, with the person if they are not registered yet; closed at once if the row has an end."""
        new = not standing.registered
        if new:
            self._register(row, standing)
        stay = verdict.stay
        stay.unit_id = unit.pk
        returns = standing.first_started_on is not None and standing.first_started_on < row.started_on
        stay.channel = (standing.first_channel if returns else "") or row.inflow_channel
        referral = Referral(
            participant_id=standing.participant_id,
            project=self.project,
            unit=unit,
            channel=stay.channel,
            received_on=row.started_on,
            state="enrolled",
            taken_by_id=self.by.user_id,
        )
        self.referrals.append(referral)
        self.enrolments[stay.id] = Enrolment(
            id=stay.id,
            participant_id=standing.participant_id,
            project=self.project,
            unit=unit,
            referral=referral,
            started_on=row.started_on,
            registered_by=self.by.actor_id[:64],
            sex_at_enrolment=standing.sex,
            age_at_start=verdict.age,
            age_exception=verdict.age_exception,
        )
        self.groups += [
            EnrolmentTargetGroup(enrolment_id=stay.id, code=code, since_on=row.started_on) for code in row.target_groups
        ]
        self.income.append(IncomePeriod(enrolment_id=stay.id, source="unknown", since_on=row.started_on))
        self._link(standing, stay)
        standing.stays.append(stay)
        if not returns:
            standing.first_started_on = row.started_on
        standing.first_channel = (standing.first_channel if returns else "") or stay.channel or standing.first_channel
        self._log("create", "enrolment", stay.id, standing, {"target_groups": len(row.target_groups)})
        self._note("created", row, standing, stay, new_person=new)
        if row.ended_on:
            self._close(row, standing, stay)

    def renumber(self, row: Row, standing: Standing, stay: Stay) -> None:
        """Give the person the row's number, with the legal sex it says."""
        self.numbers[standing.participant_id] = row
        standing.number, standing.sex = row.number.value, row.number.sex
        self._log("change", "participant", standing.participant_id, standing, {"fields": ["identity_number"]})
        self._note("renumbered", row, standing, stay)

    def close(self, row: Row, standing: Standing, stay: Stay) -> None:
        """End a known stay as the row says."""
        self._close(row, standing, stay)
        self._note("closed", row, standing, stay)

    def _close(self, row: Row, standing: Standing, stay: Stay) -> None:
        stay.state, stay.ended_on = "closed", row.ended_on
        stay.outcomes = {outcome.destination: outcome for outcome in row.outcomes}
        self.closings[stay.id] = row.ended_on
        self.outcomes += [ExitOutcome(enrolment_id=stay.id, **vars(outcome)) for outcome in row.outcomes]
        self._log("close", "enrolment", stay.id, standing, {"outcomes": len(row.outcomes)})

    def write(self) -> None:
        """Write everything in the transaction of the caller."""
        now, who = timezone.now(), self.by.actor_id[:64]
        before = self._before()
        self._write_numbers()
        self._write_closings({"state": "closed", "closed_at": now, "closed_by": who})
        for new_id, former_id in self.formers.items():
            if new_id in self.enrolments:
                self.enrolments[new_id].former_id = former_id
        for person in self.participants:
            person.set_keys()
        # in one order, so that two imports that meet the same new people wait for each other and not in a ring
        self.participants.sort(key=lambda person: (person.controller_id, person.identity_number))
        Participant.objects.bulk_create(self.participants, batch_size=_BATCH)
        Referral.objects.bulk_create(self.referrals, batch_size=_BATCH)
        Enrolment.objects.bulk_create(self.enrolments.values(), batch_size=_BATCH)
        EnrolmentTargetGroup.objects.bulk_create(self.groups, batch_size=_BATCH)
        ExitOutcome.objects.bulk_create(self.outcomes, batch_size=_BATCH)
        IncomePeriod.objects.bulk_create(self.income, batch_size=_BATCH)
        for new_id, former_id in self.formers.items():
            if new_id not in self.enrolments:
                Enrolment.objects.filter(pk=new_id).update(former_id=former_id)
        events = record_all(by=self.by, acts=self.acts)
        if self.effects:
            self._write_effects(before, events[-1].number)

    # --- parts ---------------------------------------------------------------------------------------------------
    def _register(self, row: Row, standing: Standing) -> None:
        standing.registered = True
        standing.given_name, standing.family_name = row.given_name, row.family_name
        standing.sex = row.number.sex
        self.participants.append(
            Participant(
                id=standing.participant_id,
                controller_id=standing.controller_id,
                identity_number=standing.number,
                given_name=row.given_name,
                family_name=row.family_name,
                legal_sex=row.number.sex,
            )
        )
        self._log("create", "participant", standing.participant_id, standing, {"contact_ways": 0})

    def _link(self, standing: Standing, stay: Stay) -> None:
        """Link the stay to the one before it in the project, and the one after it to this."""
        counted = standing.counted()
        before = [one for one in counted if one.started_on < stay.started_on]
        after = [one for one in counted if one.started_on > stay.started_on]
        if before:
            self.formers[stay.id] = before[-1].id
        if after:
            self.formers[after[0].id] = stay.id

    def _write_closings(self, closed: dict) -> None:
        """Close the new ones in memory and the known ones in the table, with what people live on afterwards."""
        known: dict[dt.date, list[UUID]] = defaultdict(list)
        for enrolment_id, ended_on in self.closings.items():
            if enrolment_id in self.enrolments:
                for name, value in {**closed, "ended_on": ended_on}.items():
                    setattr(self.enrolments[enrolment_id], name, value)
            else:
                known[ended_on].append(enrolment_id)
        for ended_on, ids in known.items():
            Enrolment.objects.filter(pk__in=ids).update(**closed, ended_on=ended_on, version=F("version") + 1)
            for periods in (IncomePeriod, CoachPeriod):
                periods.objects.filter(enrolment_id__in=ids, until_on__isnull=True).update(until_on=ended_on)
        for period in self.income:
            period.until_on = self.closings.get(period.enrolment_id)
        self.income += [
            IncomePeriod(enrolment_id=enrolment_id, source="unknown", since_on=ended_on + dt.timedelta(days=1))
            for enrolment_id, ended_on in self.closings.items()
        ]

    def _write_numbers(self) -> None:
        people = Participant.objects.filter(pk__in=self.numbers).prefetch_related("enrolments")
        for person in people:
            number = self.numbers[person.pk].number
            keep_former(person, number, self.by)
            person.identity_number, person.legal_sex = number.value, number.sex
            person.version += 1
            person.save(update_fields=["identity_number", "legal_sex", "version"])
            for enrolment in person.enrolments.all():
                age = number.age_on(enrolment.started_on)
                if age != enrolment.age_at_start:
                    Enrolment.objects.filter(pk=enrolment.pk).update(age_at_start=age)

    # --- what an undo will need ----------------------------------------------------------------------------------
    def _note(self, kind: str, row: Row, standing: Standing, stay: Stay, *, new_person: bool = False) -> None:
        if self.import_id is None:
            return
        self.effects.append(
            ImportEffect(
                participant_import_id=self.import_id,
                line=row.line,
                kind=kind,
                subject=str(standing.participant_id),
                enrolment_id=stay.id,
                new_person=new_person,
            )
        )

    def _before(self) -> dict[UUID, dict]:
        """By enrolment or person: what stands in the tables now and will be changed."""
        if not self.effects:
            return {}
        before: dict[UUID, dict] = defaultdict(dict)
        known = [enrolment_id for enrolment_id in self.closings if enrolment_id not in self.enrolments]
        for name, periods in (("income", IncomePeriod), ("coach", CoachPeriod)):
            open_ones = periods.objects.filter(enrolment_id__in=known, until_on__isnull=True)
            for enrolment_id, period_id in open_ones.values_list("enrolment_id", "pk"):
                before[enrolment_id].setdefault(name, []).append(period_id)
        relinked = {later: new for later, new in self.formers.items() if later not in self.enrolments}
        for later, former in Enrolment.objects.filter(pk__in=relinked).values_list("pk", "former_id"):
            before[relinked[later]].setdefault("former", []).append([str(later), former and str(former)])
        for person in Participant.objects.filter(pk__in=self.numbers).prefetch_related("enrolments"):
            before[person.pk]["number"] = [person.identity_number, person.legal_sex]
            before[person.pk]["former_numbers"] = _former_numbers(person)
            before[person.pk]["ages"] = [[str(one.pk), one.age_at_start] for one in person.enrolments.all()]
        return before

    def _write_effects(self, before: dict[UUID, dict], event: int) -> None:
        for effect in self.effects:
            about = UUID(effect.subject) if effect.kind == "renumbered" else effect.enrolment_id
            effect.event = event
            effect.sealed_before = seal(json.dumps(before[about]), SEALED_FOR) if about in before else ""
        ImportEffect.objects.bulk_create(self.effects, batch_size=_BATCH)

    def _log(self, verb: str, record: str, record_id: UUID, standing: Standing, facts: dict) -> None:
        if record == "enrolment":
            facts = {"project": self.project.code, **facts}
        if self.import_id:
            facts = {**facts, "import": str(self.import_id)}
        self.acts.append(Act(verb, record, record_id, standing.participant_id, standing.controller_id, facts))


def _former_numbers(person: Participant) -> list[dict]:
    """The person's former numbers as JSON, to be put back exactly."""
    return json.loads(serializers.serialize("json", person.former_numbers.order_by("pk")))
