from django.db import models

from stegvis.base.fields import KeyField
from stegvis.base.identity_number import IdentityNumber
from stegvis.base.ids import new_id
from stegvis.base.text_keys import search_key, sort_key
from stegvis.casework.vocabulary import SEXES
from stegvis.organisation.models import Organisation


def keys_of_name(given_name: str, family_name: str, name_in_use: str = "") -> dict[str, str]:
    """The order and search keys of a name, by field."""
    return {
        "sort_key": sort_key(f"{family_name}, {given_name}")[:210],
        "search_key": search_key(f"{given_name} {family_name} {name_in_use}")[:320],
    }


class Participant(models.Model):
    """A person helped, in the register of one controller. The same person in two municipalities is two participants.

    `version` counts the changes of the person and the contact ways, so that two who write at once find out.
    `language` holds a code of the list of languages, also one of the installation's own (see `models.word`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    identity_number = models.CharField(max_length=12)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    name_in_use = models.CharField(max_length=100, blank=True)
    pronoun = models.CharField(max_length=40, blank=True)
    legal_sex = models.CharField(max_length=1)
    language = models.CharField(max_length=10, default="sv")
    interpreter = models.BooleanField(default=False)
    sort_key = KeyField(max_length=210, editable=False)
    search_key = KeyField(max_length=320, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["sort_key", "id"]
        indexes = [models.Index(fields=["controller", "sort_key", "id"], name="participant_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["controller", "identity_number"], name="participant_once_per_controller"),
            models.CheckConstraint(condition=models.Q(legal_sex__in=SEXES.fixed_codes), name="participant_sex_known"),
        ]

    class Privacy:
        personal = {
            "identity_number",
            "given_name",
            "family_name",
            "name_in_use",
            "pronoun",
            "sort_key",
            "search_key",
            "language",
            "interpreter",
        }
        sensitive = {"legal_sex"}
        kept = {"id", "controller", "created_at", "version"}

    def __str__(self):
        return f"participant {self.pk}"  # never a name: this ends up in logs

    def save(self, *args, **kwargs):
        self.set_keys()
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        """Make the order and search keys from the names (also before bulk writes, which skip `save`)."""
        for name, key in keys_of_name(self.given_name, self.family_name, self.name_in_use).items():
            setattr(self, name, key)

    @property
    def number(self) -> IdentityNumber:
        """The identity number, already checked when it was registered."""
        return IdentityNumber(self.identity_number)

    @property
    def called(self) -> str:
        """The name to use when speaking with and about the person."""
        return f"{self.name_in_use or self.given_name} {self.family_name}"


class ContactWay(models.Model):
    """A way to reach a participant, and whether a message may be left there."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="contact_ways")
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=200)
    may_leave_message = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["phone", "email", "other"]), name="contact_kind_known")
        ]

    class Privacy:
        personal = {"participant", "kind", "value", "may_leave_message", "note"}
        sensitive: set[str] = set()
        kept = {"id"}
