from django.db import models
from django.db.models import Q

#: The lists that may get words of the installation's own; all others have fixed codes.
OPEN_LISTS = ("target_groups", "reasons", "languages", "coaching_methods")


class Word(models.Model):
    """A word of a list as this installation uses it: a built-in one changed, or one of its own (`added`).

    What does not stand here is as the program brings it. A code never changes and is never taken away; a word that is
    no longer used is retired with a day. `under` is the destination of a finer reason, or the built-in target group a
    local one is counted as. `position` orders the list; empty: where the program puts it.
    """

    list_name = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    sv = models.CharField(max_length=120)
    en = models.CharField(max_length=120)
    synonyms = models.JSONField(default=list)
    explanation_sv = models.CharField(max_length=300, blank=True)
    explanation_en = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    under = models.CharField(max_length=40, blank=True)
    added = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["list_name", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["list_name", "code"], name="word_code_once_in_list"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(sv="") & ~Q(en=""), name="word_has_code_and_words"),
            models.CheckConstraint(condition=Q(added=False) | Q(list_name__in=OPEN_LISTS), name="word_added_to_open"),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {
            "id", "list_name", "code", "sv", "en", "synonyms", "explanation_sv", "explanation_en", "position",
            "retired_on", "under", "added", "version",
        }  # fmt: skip

    def __str__(self):
        return f"{self.list_name}.{self.code}"


class WordStamp(models.Model):
    """One row whose token changes with every change of a word, so that every process notices that it must read anew."""

    token = models.CharField(max_length=40)

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "token"}
