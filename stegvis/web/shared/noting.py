"""Notes in the log for looking that only these pages know of; casework notes lists, searches and openings."""

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.queries import deputies


def number_shown(viewer: Viewer, participant) -> None:
    """The whole identity number was shown."""
    audit.record(
        by=deputies.with_purpose(viewer, participant.pk),
        verb="show_number",
        record="participant",
        record_id=participant.pk,
        subject_id=participant.pk,
        organisation_id=participant.controller_id,
    )


def contact_shown(viewer: Viewer, participant) -> None:
    """The ways to reach a protected person, and who received them, were shown."""
    audit.record(
        by=viewer,
        verb="show_contact",
        record="participant",
        record_id=participant.pk,
        subject_id=participant.pk,
        organisation_id=participant.controller_id,
    )


def looks_read(viewer: Viewer, subject_id, organisation_id: int | None) -> None:
    """Somebody read who has looked at a person."""
    audit.record(
        by=viewer,
        verb="read",
        record="access_log",
        record_id=subject_id,
        subject_id=subject_id,
        organisation_id=organisation_id,
    )


def log_read(viewer: Viewer, *, count: int) -> None:
    """Somebody read the log itself: one event in each organisation's log."""
    places = dict.fromkeys(grant.organisation_id for grant in viewer.grants) or {None: None}
    audit.record_all(
        by=viewer,
        acts=[audit.Act("read", "audit_log", organisation_id=place, facts={"rows": count}) for place in places],
    )
