"""Put off a row of what needs somebody, and take it up again."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import DueSnooze, Participant
from stegvis.casework.queries import sight
from stegvis.casework.rules import cleaned

#: A row can be put off so far, in days: what waits longer is a plan, not a reminder.
MOST_DAYS = 92


def put_off(*, participant: Participant, kind: str, until_on: dt.date, reason: str, by: Viewer) -> DueSnooze:
    """Let the person's row of that kind rest until the day; a later word about the same row takes its place.

    Raises NotFound, NotAllowed; NotPossible with code `required` (no reason), `too_long` or `out_of_range`.
    """
    sight.check_participant(by, "note", "write", participant)
    said = cleaned(reason, "reason", 200, required=True)
    today = timezone.localdate()
    if not today < until_on <= today + dt.timedelta(days=MOST_DAYS):
        raise NotPossible(
            _("Choose a day from tomorrow up to three months ahead."), field="until_on", code="out_of_range"
        )
    with transaction.atomic():
        facts = {"until_on": until_on, "reason": said, "set_at": timezone.now(), "set_by_id": by.user_id}
        made, _new = DueSnooze.objects.update_or_create(participant=participant, kind=kind[:40], defaults=facts)
        _log(by, "put_off", participant, {"kind": kind, "until": until_on.isoformat()})
    return made


def take_up(*, participant: Participant, kind: str, by: Viewer) -> None:
    """Show the row again at once. Nothing happens when it was not put off. Raises NotFound, NotAllowed."""
    sight.check_participant(by, "note", "write", participant)
    with transaction.atomic():
        gone, _each = DueSnooze.objects.filter(participant=participant, kind=kind).delete()
        if gone:
            _log(by, "take_up", participant, {"kind": kind})


def _log(by: Viewer, verb: str, participant: Participant, facts: dict) -> None:
    log_about(by, verb, "reminder", participant.pk, participant, facts)
