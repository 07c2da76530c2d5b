from django.db import models

from stegvis.organisation.models import Project


class PrintedFigure(models.Model):
    """A number that the project printed, to stand beside what Stegvis counts. Public: it was printed.

    `question` says how Stegvis counts the same thing (indicator, base, by, destinations), or why it cannot
    (`unavailable`). `set_aside`: it contradicts the figures named in `contradicts`. `assumed`: no print, but a
    condition that was added and said aloud. What Stegvis counts is never stored here.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=80)
    group = models.CharField(max_length=40)
    label_sv = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    printed = models.DecimalField(max_digits=14, decimal_places=4)
    decimals = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(max_length=10)
    rounding = models.CharField(max_length=10)
    counted_on = models.DateField()
    question = models.JSONField(default=dict)
    assumed = models.BooleanField(default=False)
    base_assumed = models.BooleanField(default=False)
    set_aside = models.BooleanField(default=False)
    contradicts = models.JSONField(default=list)
    note_sv = models.CharField(max_length=500, blank=True)
    note_en = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["project", "position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="printed_figure_once"),
            models.CheckConstraint(condition=models.Q(unit__in=["persons", "percent"]), name="printed_figure_unit"),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {
            "id", "project", "position", "code", "group", "label_sv", "label_en", "printed", "decimals", "unit",
            "rounding", "counted_on", "question", "assumed", "base_assumed", "set_aside", "contradicts", "note_sv",
            "note_en",
        }  # fmt: skip


class PrintedWord(models.Model):
    """A word of the project's own print for a way in or a way out, and the code of Stegvis that stands for it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    printed_sv = models.CharField(max_length=200)
    printed_en = models.CharField(max_length=200)
    code = models.CharField(max_length=40)
    note_sv = models.CharField(max_length=500, blank=True)
    note_en = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["project", "position"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["inflow", "exit"]), name="printed_word_kind")
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "project", "position", "kind", "printed_sv", "printed_en", "code", "note_sv", "note_en"}


class PrintedRemark(models.Model):
    """What a reader of the comparison must know: an assumption, or something printed that Stegvis cannot count."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    text_sv = models.CharField(max_length=800)
    text_en = models.CharField(max_length=800)

    class Meta:
        ordering = ["project", "position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["assumption", "not_held", "not_usable", "protected"]),
                name="printed_remark_kind",
            )
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "project", "position", "code", "kind", "text_sv", "text_en"}
