from django.db import models
from django.db.models import Q

from stegvis.casework.models.participant import Participant
from stegvis.casework.vocabulary import WISH_KINDS, WISH_STATES
from stegvis.organisation.models import Unit


class TopicWish(models.Model):
    """Something participants of a unit want to hear about, visit or try (ACT-07, ACT-28). Whoever wants it votes."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, default="topic")
    words = models.CharField(max_length=150)
    state = models.CharField(max_length=10, default="open")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=WISH_KINDS.fixed_codes), name="wish_kind_known"),
            models.CheckConstraint(condition=Q(state__in=WISH_STATES.fixed_codes), name="wish_state_known"),
            models.UniqueConstraint(fields=["unit", "kind", "words"], name="wish_once_per_unit"),
        ]

    class Privacy:
        personal = {"made_by"}
        sensitive = {"words"}
        kept = {"id", "unit", "kind", "state", "made_at"}


class WishVote(models.Model):
    """A participant wants it too. One vote per person and wish."""

    wish = models.ForeignKey(TopicWish, on_delete=models.PROTECT, related_name="votes")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    voted_at = models.DateTimeField()

    class Meta:
        ordering = ["voted_at", "id"]
        constraints = [models.UniqueConstraint(fields=["wish", "participant"], name="vote_once_per_wish")]

    class Privacy:
        personal = {"participant"}
        sensitive: set[str] = set()
        kept = {"id", "wish", "voted_at"}
