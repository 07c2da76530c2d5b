"""Write down that people were looked at: one event per list shown, one per person opened, one per search."""

from collections.abc import Sized

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import deputies


def note_list(by: Viewer, screen: str, count: int) -> None:
    """A list of `count` people was shown on `screen`. One event (one per organisation for who works in several)."""
    _note(by.at(screen), "list", {"people": count})


def note_search(by: Viewer, hits: Sized | int) -> None:
    """A search was made; only the number of hits is kept, never what was searched for."""
    _note(by, "search", {"people": hits if isinstance(hits, int) else len(hits)})


def note_opened(by: Viewer, participant: Participant) -> None:
    """One person's record was opened."""
    audit.record(
        by=deputies.with_purpose(by, participant.pk),
        verb="read",
        record="participant",
        record_id=participant.pk,
        subject_id=participant.pk,
        organisation_id=participant.controller_id,
    )


def note_refused(by: Viewer, *, participant_id=None, enrolment_id=None) -> None:
    """Somebody asked for a person or an enrolment and was refused, or there is none with that id.

    The log of the person's own controller gets the line; for an id that is nobody's, that of the asker's organisation.
    """
    if participant_id is not None:
        asked = Participant.objects.filter(pk=participant_id).values_list("pk", "controller_id")
    else:
        asked = Enrolment.objects.filter(pk=enrolment_id).values_list("participant_id", "unit__organisation_id")
    own = next((grant.organisation_id for grant in by.grants), None)
    subject, place = asked.first() or (participant_id, own)
    audit.record(
        by=by,
        verb="refused",
        record="participant",
        record_id=participant_id or enrolment_id,
        subject_id=subject,
        organisation_id=place,
    )


def _note(by: Viewer, verb: str, facts: dict) -> None:
    places = dict.fromkeys(grant.organisation_id for grant in by.grants) or {None: None}
    audit.record_all(
        by=deputies.with_purpose_of_list(by),
        acts=[audit.Act(verb, "participant", organisation_id=place, facts=facts) for place in places],
    )
