"""How the actions on enrolments lock, write and log."""

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import deputies, sight


def locked(by: Viewer, verb: str, enrolment: Enrolment) -> Enrolment:
    """The enrolment as it stands now, with its participant locked, after the permission check."""
    sight.check_enrolment(by, "enrolment", verb, enrolment)
    Participant.objects.select_for_update(of=("self",)).get(pk=enrolment.participant_id)
    return Enrolment.objects.select_related("participant", "project", "unit", "referral", "coach").get(pk=enrolment.pk)


def set_fields(enrolment: Enrolment, **fields) -> None:
    """Write these fields and no others."""
    for name, value in fields.items():
        setattr(enrolment, name, value)
    enrolment.save(update_fields=list(fields))


def log(by: Viewer, verb: str, enrolment: Enrolment, facts: dict) -> None:
    """The audit event of an act on an enrolment: whose record, which project, at which organisation."""
    audit.record(
        by=deputies.with_purpose(by, enrolment.participant_id),
        verb=verb,
        record="enrolment",
        record_id=enrolment.pk,
        subject_id=enrolment.participant_id,
        organisation_id=enrolment.unit.organisation_id,
        facts={"project": enrolment.project.code, **facts},
    )
