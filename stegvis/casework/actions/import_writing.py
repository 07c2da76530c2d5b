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
from stegvis.base.ids import new_id
from stegvis.base.inserting import insert
from stegvis.base.keys import seal
from stegvis.casework.actions.participants import keep_former
from stegvis.casework.importing.judging import Verdict
from stegvis.casework.importing.rows import Row
from stegvis.casework.importing.standing import Standing, Stay
from stegvis.casework.models import (
    CoachPeriod,
    Enrolment,
    EnrolmentTargetGroup,
    EntryException,
    ExitOutcome,
    ImportEffect,
    IncomePeriod,
    Participant,
    Referral,
)
from stegvis.casework.models.participant import keys_of_name
from stegvis.casework.vocabulary import TARGET_GROUPS
from stegvis.organisation.models import Project, Unit

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
    participants: list[dict] = field(default_factory=list)
    referrals: list[dict] = field(default_factory=list)
    enrolments: dict[UUID, dict] = field(default_factory=dict)
    groups: list[dict] = field(default_factory=list)
    closings: dict[UUID, dt.date] = field(default_factory=dict)
    outcomes: list[dict] = field(default_factory=list)
    income: list[dict] = field(default_factory=list)
    formers: dict[UUID, UUID] = field(default_factory=dict)
    numbers: dict[UUID, Row] = field(default_factory=dict)
    exceptions: dict[UUID, list[dict]] = field(default_factory=lambda: defaultdict(list))
    effects: list[dict] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)

    def create(
        self,
        row: Row,
        unit: Unit,
        standing: Standing,
        verdict: Verdict,
        neighbours: tuple[Stay | None, Stay | None],
    ) -> None:
        """A new enrolment, with the person if they are new; closed at once if the row has an end.

        `neighbours`: the stays before and after it in the project; each is linked to the one before.
        """
        stay = verdict.stay
        if verdict.new_person:
            self._register(row, standing)
        where = {"participant_id": standing.participant_id, "project_id": self.project.pk, "unit_id": unit.pk}
        referral = {
            "id": new_id(),
            **where,
            "channel": stay.channel,
            "received_on": row.started_on,
            "state": "enrolled",
            "taken_by_id": self.by.user_id,
        }
        self.referrals.append(referral)
        self.enrolments[stay.id] = {
            "id": stay.id,
            **where,
            "referral_id": referral["id"],
            "started_on": row.started_on,
            "registered_by": self.by.actor_id[:64],
            "sex_at_enrolment": standing.sex,
            "age_at_start": verdict.age,
            "age_exception": verdict.age_exception,
        }
        since = {"enrolment_id": stay.id, "since_on": row.started_on}
        self.groups += [{**since, "code": code} for code in row.target_groups]
        self.income.append({**since, "source": "unknown"})
        if verdict.outside_groups:
            rule = ", ".join(TARGET_GROUPS.label(code) for code in verdict.outside_groups)
            self._ask_exception("target_group", rule, row.group_exception, unit, standing, stay)
        if verdict.stop:
            self._ask_exception("stop", verdict.stop, row.stop_exception, unit, standing, stay)
        before, after = neighbours
        if before:
            self.formers[stay.id] = before.id
        if after:
            self.formers[after.id] = stay.id
        self._log("create", "enrolment", stay.id, standing, {"target_groups": len(row.target_groups)})
        self._note("created", row, standing, stay, new_person=verdict.new_person)
        if row.ended_on:
            self._close(row, standing, stay)

    def _ask_exception(self, kind: str, rule: str, why: str, unit: Unit, standing: Standing, stay: Stay) -> None:
        """A rule of the unit says otherwise; whoever leads the unit decides, as on the screen."""
        self.exceptions[stay.id].append(
            {
                "id": new_id(),
                "participant_id": standing.participant_id,
                "unit_id": unit.pk,
                "kind": kind,
                "rule": rule[:300],
                "reason": why,
                "asked_on": timezone.localdate(),
                "asked_by_id": self.by.user_id,
            }
        )
        self._log("ask_exception", "intake", standing.participant_id, standing, {"kind": kind})

    def renumber(self, row: Row, standing: Standing, stay: Stay) -> None:
        """Give the person the row's number, with the legal sex it says."""
        self.numbers[standing.participant_id] = row
        self._log("change", "participant", standing.participant_id, standing, {"fields": ["identity_number"]})
        self._note("renumbered", row, standing, stay)

    def close(self, row: Row, standing: Standing, stay: Stay) -> None:
        """End a known stay as the row says."""
        self._close(row, standing, stay)
        self._note("closed", row, standing, stay)

    def _close(self, row: Row, standing: Standing, stay: Stay) -> None:
        self.closings[stay.id] = row.ended_on
        self.outcomes += [{"enrolment_id": stay.id, **vars(outcome)} for outcome in row.outcomes]
        self._log("close", "enrolment", stay.id, standing, {"outcomes": len(row.outcomes)})

    def write(self) -> None:
        """Write everything in the transaction of the caller."""
        now, who = timezone.now(), self.by.actor_id[:64]
        before = self._before()
        self._write_numbers()
        self._write_closings({"state": "closed", "closed_at": now, "closed_by": who})
        for later, former_id in self.formers.items():
            if later in self.enrolments:
                self.enrolments[later]["former_id"] = former_id
        # in one order, so that two imports that meet the same new people wait for each other and not in a ring
        self.participants.sort(key=lambda person: (person["controller_id"], person["identity_number"]))
        for model, rows in (
            (Participant, self.participants),
            (Referral, self.referrals),
            (Enrolment, self.enrolments.values()),
            (EnrolmentTargetGroup, self.groups),
            (ExitOutcome, self.outcomes),
            (IncomePeriod, self.income),
            (EntryException, [one for asked in self.exceptions.values() for one in asked]),
        ):
            insert(model, rows)
        for later, former_id in self.formers.items():
            if later not in self.enrolments:
                Enrolment.objects.filter(pk=later).update(former_id=former_id)
        events = record_all(by=self.by, acts=self.acts, last_only=True)
        if self.effects:
            self._write_effects(before, events[-1].number)

    # --- parts ---------------------------------------------------------------------------------------------------
    def _register(self, row: Row, standing: Standing) -> None:
        self.participants.append(
            {
                "id": standing.participant_id,
                "controller_id": standing.controller_id,
                "identity_number": standing.number,
                "given_name": row.given_name,
                "family_name": row.family_name,
                "legal_sex": standing.sex,
                **keys_of_name(row.given_name, row.family_name),
            }
        )
        self._log("create", "participant", standing.participant_id, standing, {"contact_ways": 0})

    def _write_closings(self, closed: dict) -> None:
        """Close the new ones in memory and the known ones in the table, with what people live on afterwards."""
        known: dict[dt.date, list[UUID]] = defaultdict(list)
        for enrolment_id, ended_on in self.closings.items():
            if enrolment_id in self.enrolments:
                self.enrolments[enrolment_id] |= {**closed, "ended_on": ended_on}
            else:
                known[ended_on].append(enrolment_id)
        for ended_on, ids in known.items():
            Enrolment.objects.filter(pk__in=ids).update(**closed, ended_on=ended_on, version=F("version") + 1)
            for periods in (IncomePeriod, CoachPeriod):
                periods.objects.filter(enrolment_id__in=ids, until_on__isnull=True).update(until_on=ended_on)
        for period in self.income:
            period["until_on"] = self.closings.get(period["enrolment_id"])
        self.income += [
            {"enrolment_id": enrolment_id, "source": "unknown", "since_on": ended_on + dt.timedelta(days=1)}
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
            {
                "participant_import_id": self.import_id,
                "line": row.line,
                "kind": kind,
                "subject": str(standing.participant_id),
                "enrolment_id": stay.id,
                "new_person": new_person,
            }
        )

    def _before(self) -> dict[UUID, dict]:
        """By enrolment or person: what stands in the tables now and will be changed."""
        if not self.effects:
            return {}
        before: dict[UUID, dict] = defaultdict(dict)
        for enrolment_id, asked in self.exceptions.items():
            before[enrolment_id]["exceptions"] = [str(exception["id"]) for exception in asked]
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
            about = UUID(effect["subject"]) if effect["kind"] == "renumbered" else effect["enrolment_id"]
            effect["event"] = event
            effect["sealed_before"] = seal(json.dumps(before[about]), SEALED_FOR) if about in before else ""
        insert(ImportEffect, self.effects)

    def _log(self, verb: str, record: str, record_id: UUID, standing: Standing, facts: dict) -> None:
        if record == "enrolment":
            facts = {"project": self.project.code, **facts}
        if self.import_id:
            facts = {**facts, "import": str(self.import_id)}
        self.acts.append(Act(verb, record, record_id, standing.participant_id, standing.controller_id, facts))


def _former_numbers(person: Participant) -> list[dict]:
    """The person's former numbers as JSON, to be put back exactly."""
    return json.loads(serializers.serialize("json", person.former_numbers.order_by("pk")))
