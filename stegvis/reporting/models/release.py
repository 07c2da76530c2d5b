from django.db import models

from stegvis.base.ids import new_id
from stegvis.organisation.models import Project
from stegvis.reporting.models.extract import Extract


class Run(models.Model):
    """One computation: which extract, which definitions (id → digest), which code, under which threshold."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    extract = models.ForeignKey(Extract, on_delete=models.PROTECT, related_name="runs")
    code_version = models.CharField(max_length=60)
    engine = models.CharField(max_length=60)
    small_count = models.PositiveSmallIntegerField()
    definitions = models.JSONField()
    held = models.JSONField(default=list)
    finished_at = models.DateTimeField(auto_now_add=True)

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "extract", "code_version", "engine", "small_count", "definitions", "held", "finished_at"}


class Release(models.Model):
    """Frozen results that passed the disclosure gate: what everybody outside the unit sees. Numbered, dated, final.

    `results` are the gated rows of every indicator, base and breakdown. `published` is what the gate compares later
    releases with, so that nobody can subtract one release from the next: it holds hidden values too, is as confidential
    as the extract, and is never shown. `fund` are the rows of the fund's common indicators that may be shown, with the
    rule table they were counted by; empty for releases from before there were any.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateField()
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="release")
    results = models.JSONField()
    published = models.TextField()
    fund = models.JSONField(default=dict, blank=True)
    note = models.CharField(max_length=300, blank=True)
    released_at = models.DateTimeField(auto_now_add=True)
    released_by = models.CharField(max_length=64)
    released_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["project", "-number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="release_number_once")]

    class Privacy:
        personal = {"released_by", "released_by_name"}
        sensitive = {"published"}
        kept = {"id", "project", "number", "at", "run", "results", "fund", "note", "released_at"}
