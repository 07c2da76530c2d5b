"""Write down who must hear of a change of a session, and let the queue tell them: both or neither."""

from uuid import UUID

from django.utils import timezone

from stegvis.access.rules import Viewer
from stegvis.base.ids import new_id
from stegvis.casework.models import ActivityNotice, ActivitySession, Booking
from stegvis.workqueue.actions import enqueue_named

#: What is told to everybody concerned, and under which word.
_TOLD = (("starts_at", "moved"), ("mode", "mode"), ("place", "place"), ("room", "place"))


def tell(session: ActivitySession, before: dict, after: dict, by: Viewer, change_id=None) -> int:
    """Notice rows for what changed between two states of the session (`starts_at`, `mode`, `place`, `room`)."""
    made, change_id, done = 0, change_id or new_id(), set()
    for name, kind in _TOLD:
        if before[name] != after[name] and kind not in done:
            done.add(kind)
            made += notices(session, kind, {name: before[name]}, {name: after[name]}, by, change_id)
    return made


def notices(session: ActivitySession, kind: str, was: dict, now: dict, by: Viewer, change_id=None, only=None) -> int:
    """Write a notice row for each participant booked or waiting (or `only` these), and for who leads. How many."""
    concerned = only
    if concerned is None:
        theirs = Booking.objects.filter(session=session, state__in=["booked", "waiting"])
        concerned = list(theirs.values_list("participant_id", flat=True))
    change_id = change_id or new_id()
    shared = {
        "change_id": change_id,
        "session": session,
        "kind": kind,
        "was": was,
        "now": now,
        "made_at": timezone.now(),
        "made_by": by.actor_id[:64],
    }
    rows = [ActivityNotice(participant_id=each, **shared) for each in concerned]
    if only is None and session.leader_id and session.leader_id != by.user_id:
        rows.append(ActivityNotice(user_id=session.leader_id, **shared))
    ActivityNotice.objects.bulk_create(rows)
    if concerned:
        _order_telling(change_id)
    return len(rows)


def _order_telling(change_id: UUID) -> None:
    """One job for each change, however many sessions it is about."""
    enqueue_named("stegvis.casework.jobs.tell_of_sessions", change_id=change_id, unique_key=f"tell:{change_id}")
