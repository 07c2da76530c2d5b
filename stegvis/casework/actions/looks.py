"""Write down that people were looked at: one event per list shown, one per person opened, one per search."""

from collections.abc import Sized

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.models import Participant
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


def _note(by: Viewer, verb: str, facts: dict) -> None:
    places = dict.fromkeys(grant.organisation_id for grant in by.grants) or {None: None}
    audit.record_all(
        by=deputies.with_purpose_of_list(by),
        acts=[audit.Act(verb, "participant", organisation_id=place, facts=facts) for place in places],
    )
