"""Give a participant to another coach, and take over; the message that something waits."""

import logging

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.models import User
from stegvis.access.rules import Viewer, operator
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import enrolment_facts
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Enrolment, HandOver
from stegvis.casework.queries import hand_overs
from stegvis.gateways.messages import Carrier, Message, OutOfReach, Refused

LOG = logging.getLogger("stegvis.mail")


def give(*, enrolment: Enrolment, to: User, words: str = "", version: int | None = None, by: Viewer) -> Enrolment:
    """Another coach of the unit takes over from today, with words on the way and the plan as it stands.

    Raises NotFound, NotAllowed, ChangedMeanwhile; NotPossible with code `same_coach`, `not_active`, `too_long` and as
    `enrolment_facts.change`.
    """
    with whole():
        if enrolment.state != "active":
            raise NotPossible(_("The enrolment is closed: nothing is left to hand over."), code="not_active")
        if enrolment.coach_id == to.pk:
            raise NotPossible(_("%(name)s is the coach already.") % {"name": to.full_name}, "to", "same_coach")
        return enrolment_facts.change(enrolment=enrolment, version=version, coach=to, words_on_the_way=words, by=by)


def take(*, hand_over: HandOver, by: Viewer) -> HandOver:
    """The new coach, or who stands in, has read it and taken over. Twice is once. Raises NotFound, NotAllowed."""
    with whole():
        found = hand_overs.find(by, hand_over.pk)
        if found.taken_at is None:
            found.taken_at = timezone.now()
            found.save(update_fields=["taken_at"])
            log_about(by, "take_over", "hand_over", found.pk, found.enrolment.participant, {})
    return found


def anything_untold(user_id: int) -> bool:
    """Does something wait for the coach of which nobody has told them?"""
    return hand_overs.untold(user_id).exists()


def begin_telling(user_id: int) -> None:
    """Mark all that waits for the coach, and nobody has told of, as told: what follows is one message, or none."""
    hand_overs.untold(user_id).update(told_at=timezone.now())


def tell(user_id: int, carrier: Carrier) -> str:
    """Send the message that something waits in Stegvis. It names nobody. Writes nothing; gives how it went.

    It is sent at most once: what it is about stands on the coach's first screen in any case.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return "dropped"
    with translation.override(user.language):
        subject = _("Something waits for you in Stegvis")
        text = _(
            "Hello %(name)s,\n\nA colleague has handed something over to you. Sign in to read it: it stands on My week."
            "\n\n%(link)s\n\nNothing more stands here, because mail is not a safe way.\n\nRegards\nStegvis\n"
        ) % {"name": user.get_short_name(), "link": f"{settings.STEGVIS_URL}/"}
    try:
        carrier.send(Message(user.email, text, f"hand-over-{user.pk}-{timezone.now():%Y%m%d%H%M%S}", subject))
    except (Refused, OutOfReach) as problem:
        LOG.error("a message of a hand-over could not be sent: %s", type(problem).__name__)
        return "failed"
    return "sent"


def note_told(user_id: int, state: str) -> None:
    """The line in the log of a message to a coach: who got it and how it went, nothing of whom it was about."""
    audit.record(
        by=operator("hand-overs"), verb="send", record="hand_over_message", record_id=user_id, facts={"state": state}
    )
