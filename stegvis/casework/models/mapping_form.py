from django.db import models
from django.db.models import Q

from stegvis.base.ids import new_id
from stegvis.casework.vocabulary.mapping import FORM_STATES
from stegvis.organisation.models import Unit


class MappingForm(models.Model):
    """A part of the mapping form: the common part (no unit; one in an installation), or a unit's own part.

    `last_code` counts the questions and sections made here, so that no code is ever used for two things.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    is_common = models.BooleanField(null=True, default=None, unique=True, editable=False)
    last_code = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, is_common=True) | Q(unit__isnull=False, is_common__isnull=True),
                name="mapping_form_common_or_unit",
            )
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "unit", "is_common", "last_code"}


class MappingFormVersion(models.Model):
    """A version of a part: a draft that is worked on, or published and then never changed. `content` is the document
    that `rules.mapping_form` reads. `version` counts the changes of a draft."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form = models.ForeignKey(MappingForm, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default="draft")
    content = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["form", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="mapping_form_version_once"),
            models.UniqueConstraint(fields=["form"], condition=Q(state="draft"), name="mapping_form_one_draft"),
            models.CheckConstraint(condition=Q(state__in=FORM_STATES.codes), name="mapping_form_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="mapping_form_published_when",
            ),
        ]

    class Privacy:
        personal = {"published_by"}
        sensitive: set[str] = set()
        kept = {"id", "form", "number", "state", "content", "published_at", "version"}
