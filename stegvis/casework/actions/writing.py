"""How the actions lock, count versions, write and log."""

from django.db.models import F

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import deputies, sight


def locked(by: Viewer, verb: str, enrolment: Enrolment, version: int | None = None) -> Enrolment:
    """The enrolment as it stands now, with its participant locked, after the permission check.

    `version`: what the asker has seen. Raises ChangedMeanwhile when the enrolment has another by now.
    """
    sight.check_enrolment(by, "enrolment", verb, enrolment)
    Participant.objects.select_for_update(of=("self",)).get(pk=enrolment.participant_id)
    found = Enrolment.objects.select_related("participant", "project", "unit", "referral", "coach").get(pk=enrolment.pk)
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found


def next_version(record: Participant | Enrolment) -> int:
    """Count a change of the record, comparing and writing in one statement. Raises ChangedMeanwhile when it is late."""
    same = type(record).objects.filter(pk=record.pk, version=record.version)
    if not same.update(version=F("version") + 1):
        raise ChangedMeanwhile
    record.version += 1
    return record.version


def set_fields(enrolment: Enrolment, **fields) -> None:
    """Write these fields and no others."""
    for name, value in fields.items():
        setattr(enrolment, name, value)
    enrolment.save(update_fields=list(fields))


def log(by: Viewer, verb: str, enrolment: Enrolment, facts: dict) -> None:
    """The audit event of an act on an enrolment: whose record, which project, at which organisation.

    Whatever is logged of an enrolment that was there before is a change of it, and gives it its next version.
    """
    if verb != "create":
        facts = {**facts, "version": next_version(enrolment)}
    audit.record(
        by=deputies.with_purpose(by, enrolment.participant_id),
        verb=verb,
        record="enrolment",
        record_id=enrolment.pk,
        subject_id=enrolment.participant_id,
        organisation_id=enrolment.unit.organisation_id,
        facts={"project": enrolment.project.code, **facts},
    )


def log_about(by: Viewer, verb: str, record: str, record_id: object, person: Participant, facts: dict) -> None:
    """The audit event of an act on a record about a person: counts and names of fields, never what stands in them."""
    audit.record(
        by=deputies.with_purpose(by, person.pk),
        verb=verb,
        record=record,
        record_id=record_id,
        subject_id=person.pk,
        organisation_id=person.controller_id,
        facts=facts,
    )
