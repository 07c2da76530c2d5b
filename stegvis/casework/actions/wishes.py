"""What participants wish for: write it down, vote for it, say what became of it."""

from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import Participant, TopicWish, WishVote
from stegvis.casework.queries import deputies, sight
from stegvis.casework.rules import cleaned, known
from stegvis.casework.vocabulary import WISH_KINDS, WISH_STATES
from stegvis.organisation.models import Unit


def wish(
    *, unit: Unit, words: str, kind: str = "topic", participant: Participant | None = None, by: Viewer
) -> TopicWish:
    """Write a wish down; the same words again are the same wish. Whoever wished it has voted for it.

    Raises NotFound, NotAllowed; NotPossible with `required`, `too_long`, `unknown_word`.
    """
    sight.check_unit(by, "activity", "change", unit)
    text = cleaned(words, "words", 150, required=True)
    known(kind, WISH_KINDS, "kind", empty=False).require()
    with whole():
        made, is_new = TopicWish.objects.get_or_create(
            unit=unit,
            kind=kind,
            words=text,
            defaults={"made_at": timezone.now(), "made_by": by.actor_id[:64]},
        )
        if is_new:
            _log(by, "create", made)
        if participant is not None:
            vote(wish=made, participant=participant, by=by)
    return made


def vote(*, wish: TopicWish, participant: Participant, by: Viewer) -> bool:
    """The participant wants it too. Says whether that is new: twice is one vote. Raises NotFound, NotAllowed."""
    sight.check_unit(by, "activity", "change", wish.unit)
    sight.check_participant(by, "attendance", "change", participant)
    with whole():
        _vote, is_new = WishVote.objects.get_or_create(
            wish=wish, participant=participant, defaults={"voted_at": timezone.now()}
        )
        if is_new:
            _log(deputies.with_purpose(by, participant.pk), "vote", wish, participant)
    return is_new


def settle(*, wish: TopicWish, state: str, by: Viewer) -> TopicWish:
    """What became of it. Raises NotFound, NotAllowed, NotPossible (`unknown_word`)."""
    sight.check_unit(by, "activity", "change", wish.unit)
    known(state, WISH_STATES, "state", empty=False).require()
    with whole():
        changed = TopicWish.objects.filter(pk=wish.pk).exclude(state=state).update(state=state)
        wish.state = state
        if changed:
            _log(by, "settle", wish)
    return wish


def _log(by: Viewer, verb: str, wish: TopicWish, participant: Participant | None = None) -> None:
    audit.record(
        by=by,
        verb=verb,
        record="topic_wish",
        record_id=wish.pk,
        subject_id=participant.pk if participant else "",
        organisation_id=wish.unit.organisation_id,
    )
