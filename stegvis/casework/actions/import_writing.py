"""Collect what a chunk of an import shall write, then write it in a few statements with its audit events."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from stegvis.access.actions.audit import Act, record_all
from stegvis.access.rules import Viewer
from stegvis.casework.actions import attempts
from stegvis.casework.importing.judging import Standing, Stay, Verdict
from stegvis.casework.importing.rows import Row
from stegvis.casework.models import (
    CoachPeriod,
    Enrolment,
    EnrolmentTargetGroup,
    ExitOutcome,
    IncomePeriod,
    Participant,
    Referral,
)
from stegvis.organisation.models import Project, Unit

_BATCH = 500


@dataclass
class Plan:
    """The records a chunk creates and changes. Later rows of the chunk already meet what earlier ones planned."""

    project: Project
    by: Viewer
    participants: list[Participant] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    enrolments: dict[UUID, Enrolment] = field(default_factory=dict)
    groups: list[EnrolmentTargetGroup] = field(default_factory=list)
    closings: dict[UUID, dt.date] = field(default_factory=dict)
    outcomes: list[ExitOutcome] = field(default_factory=list)
    income: list[IncomePeriod] = field(default_factory=list)
    formers: dict[UUID, UUID] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    attempts: dict[Unit, set[str]] = field(default_factory=dict)

    def create(self, row: Row, unit: Unit, standing: Standing, verdict: Verdict) -> None:
        """A new enrolment, with the person if they are not registered yet; closed at once if the row has an end."""
        if not standing.registered:
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
        if row.ended_on:
            self.close(row, standing, stay)

    def close(self, row: Row, standing: Standing, stay: Stay) -> None:
        """End the stay as the row says."""
        stay.state, stay.ended_on = "closed", row.ended_on
        stay.outcomes = {outcome.destination: outcome for outcome in row.outcomes}
        self.closings[stay.id] = row.ended_on
        self.outcomes += [ExitOutcome(enrolment_id=stay.id, **vars(outcome)) for outcome in row.outcomes]
        self._log("close", "enrolment", stay.id, standing, {"outcomes": len(row.outcomes)})

    def write(self) -> None:
        """Write everything in the transaction of the caller."""
        now, who = timezone.now(), self.by.actor_id[:64]
        closed = {"state": "closed", "closed_at": now, "closed_by": who}
        self._write_closings(closed)
        for new_id, former_id in self.formers.items():
            if new_id in self.enrolments:
                self.enrolments[new_id].former_id = former_id
        for person in self.participants:
            person.set_keys()
        Participant.objects.bulk_create(self.participants, batch_size=_BATCH)
        Referral.objects.bulk_create(self.referrals, batch_size=_BATCH)
        Enrolment.objects.bulk_create(self.enrolments.values(), batch_size=_BATCH)
        EnrolmentTargetGroup.objects.bulk_create(self.groups, batch_size=_BATCH)
        ExitOutcome.objects.bulk_create(self.outcomes, batch_size=_BATCH)
        IncomePeriod.objects.bulk_create(self.income, batch_size=_BATCH)
        for new_id, former_id in self.formers.items():
            if new_id not in self.enrolments:
                Enrolment.objects.filter(pk=new_id).update(former_id=former_id)
        record_all(by=self.by, acts=self.acts)

    def note_attempts(self) -> None:
        """Tell those who see them that the file holds people whom the importer may not see, also in a trial run."""
        for unit, numbers in self.attempts.items():
            attempts.note(project=self.project, unit=unit, numbers=numbers, by=self.by)

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
        self._log("create", "participant", standing.participant_id, standing, {})

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
        for enrolment_id, ended_on in self.closings.items():
            if enrolment_id in self.enrolments:
                for name, value in {**closed, "ended_on": ended_on}.items():
                    setattr(self.enrolments[enrolment_id], name, value)
            else:
                Enrolment.objects.filter(pk=enrolment_id).update(**closed, ended_on=ended_on, version=F("version") + 1)
                CoachPeriod.objects.filter(enrolment_id=enrolment_id, until_on__isnull=True).update(until_on=ended_on)
                open_periods = IncomePeriod.objects.filter(enrolment_id=enrolment_id, until_on__isnull=True)
                open_periods.update(until_on=ended_on)
        for period in self.income:
            period.until_on = self.closings.get(period.enrolment_id)
        self.income += [
            IncomePeriod(enrolment_id=enrolment_id, source="unknown", since_on=ended_on + dt.timedelta(days=1))
            for enrolment_id, ended_on in self.closings.items()
        ]

    def _log(self, verb: str, record: str, record_id: UUID, standing: Standing, facts: dict) -> None:
        facts = {"project": self.project.code, **facts} if record == "enrolment" else {"contact_ways": 0}
        self.acts.append(Act(verb, record, record_id, standing.participant_id, standing.controller_id, facts))
