"""Attempts to enrol somebody whom the asker may not see: noted, told to those who see the person, and settled."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import NotFound, Viewer
from stegvis.casework.models import EnrolAttempt, FormerNumber, Participant
from stegvis.casework.queries import protections
from stegvis.organisation.models import Organisation, Project, Unit


def note(*, project: Project, unit: Unit, numbers: Iterable[str], by: Viewer) -> int:
    """Note that the viewer tried to enrol the people with these numbers at the unit; how many were in the register.

    Those who see a person find the attempt on their first page. The log says `refused`. The asker is told nothing;
    two attempts about the same person while the first waits are one.
    """
    return _note(unit.organisation_id, project, unit, set(numbers), by)


def note_registering(*, controller: Organisation, number: str, by: Viewer) -> int:
    """As `note`, when a number was to be registered or given to somebody else, without any unit or project."""
    return _note(controller.pk, None, None, {number}, by)


def _note(controller: int, project: Project | None, unit: Unit | None, wanted: set[str], by: Viewer) -> int:
    with transaction.atomic():
        former = FormerNumber.objects.filter(controller_id=controller, identity_number__in=wanted)
        people = Participant.objects.filter(controller_id=controller, identity_number__in=wanted)
        ids = {*people.values_list("pk", flat=True), *former.values_list("participant_id", flat=True)}
        waiting = EnrolAttempt.objects.filter(
            participant_id__in=ids, user_id=by.user_id, unit=unit, settled_at__isnull=True
        )
        told = set(waiting.values_list("participant_id", flat=True))
        now = timezone.now()
        EnrolAttempt.objects.bulk_create(
            EnrolAttempt(participant_id=each, user_id=by.user_id, unit=unit, project=project, tried_at=now)
            for each in sorted(ids - told)
        )
        audit.record_all(
            by=by, acts=[audit.Act("refused", "enrolment", "", each, controller, {}) for each in sorted(ids)]
        )
    return len(ids)


def settle(*, attempt_id: UUID | int | str, by: Viewer) -> EnrolAttempt:
    """Note that somebody has taken care of an attempt. Raises NotFound for one the viewer may not see."""
    with transaction.atomic():
        attempt = protections.attempts(by).filter(pk=attempt_id).first()
        if attempt is None:
            raise NotFound
        attempt.settled_at, attempt.settled_by = timezone.now(), by.actor_id[:64]
        attempt.save(update_fields=["settled_at", "settled_by"])
        audit.record(
            by=by,
            verb="settle_attempt",
            record="enrolment",
            subject_id=attempt.participant_id,
            organisation_id=attempt.participant.controller_id,
        )
    return attempt
