"""Make a release: take the extract, hold back what could be subtracted, compute, gate, freeze."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.evaluation import after_exit, gate, income, life, steps, support
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.contracts import Extract as Facts
from stegvis.organisation.models import Project
from stegvis.reporting import fund
from stegvis.reporting.actions import extracts
from stegvis.reporting.code_version import code_version
from stegvis.reporting.models import Release, Run
from stegvis.reporting.queries import projects
from stegvis.reporting.rules import may_release


@dataclass(frozen=True)
class Prepared:
    """A release that has been computed and gated but not yet frozen."""

    project: Project
    at: dt.date
    facts: Facts
    held: tuple[str, ...]
    results: list[dict]
    published: str
    fund: dict
    follows: int


def create(*, project: Project, at: dt.date, by: Viewer, note: str = "") -> Release:
    """Release the project's results as of the end of the day `at`: prepare, then freeze. Raises as they do."""
    return freeze(prepare(project=project, at=at, by=by), by=by, note=note)


def check_due(*, project: Project, at: dt.date, by: Viewer) -> None:
    """May this viewer make a release with this data date now?

    Raises NotAllowed or NotFound without the right, NotPossible when the day does not follow the release before.
    """
    projects.find(by, project.code, record="release", verb="create")
    latest = Release.objects.filter(project=project).order_by("-number").first()
    decision = may_release(project, at, today=timezone.localdate(), previous_at=latest.at if latest else None)
    if not decision:
        raise NotPossible(decision.reason, field="at")


def prepare(*, project: Project, at: dt.date, by: Viewer) -> Prepared:
    """Take the extract, hold back what could be subtracted, compute and gate. Writes nothing.

    Municipalities in which fewer than five people changed since the release before keep their figures of then, so that
    two releases cannot be subtracted to single people; what is computed is gated against every earlier release.
    Raises as `check_due`.
    """
    check_due(project=project, at=at, by=by)
    earlier = list(Release.objects.filter(project=project).order_by("number").select_related("run__extract"))
    facts, held = extracts.facts_of(project=project, at=at, by=by), ()
    if earlier:
        before = earlier[-1]
        facts, held = gate.carry_over(
            extracts.read(before.run.extract), before.at, facts, at, threshold=settings.STEGVIS_SMALL_COUNT
        )
    published = [gate.PublishedSet.from_json(release.published) for release in earlier]
    results, to_compare = compute(facts, at=at, earlier=published)
    shadow = fund.compute(
        facts,
        at=at,
        starts_on=project.starts_on,
        results=results,
        earlier=earlier,
        threshold=settings.STEGVIS_SMALL_COUNT,
    )
    return Prepared(project, at, facts, tuple(held), results, to_compare, shadow, len(earlier))


def freeze(prepared: Prepared, *, by: Viewer, note: str = "") -> Release:
    """Store the release, its run and its extract with the audit event, in one transaction.

    Raises NotPossible when another release was made in the meantime: the gate has not compared with that one.
    """
    project = prepared.project
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        if Release.objects.filter(project=project).count() != prepared.follows:
            raise NotPossible(_("Another release was made at the same time. Look at it first, then try again."))
        run = Run.objects.create(
            extract=extracts.store(project=project, facts=prepared.facts, by=by),
            code_version=code_version(),
            engine=engine_version(),
            small_count=settings.STEGVIS_SMALL_COUNT,
            definitions={definition.id: definition.digest for definition in INDICATORS.values()},
            held=list(prepared.held),
        )
        release = Release.objects.create(
            project=project,
            number=prepared.follows + 1,
            at=prepared.at,
            run=run,
            results=prepared.results,
            published=prepared.published,
            fund=prepared.fund,
            note=note[:300],
            released_by=by.actor_id,
            released_by_name=by.name[:200],
        )
        audit.record(
            by=by,
            verb="release",
            record="release",
            record_id=release.pk,
            organisation_id=project.owner_id,
            facts={
                "project": project.code,
                "number": release.number,
                "at": str(prepared.at),
                "held": list(prepared.held),
            },
        )
    return release


def compute(facts: Facts, *, at: dt.date, earlier: list[gate.PublishedSet]) -> tuple[list[dict], str]:
    """Every indicator on every base and split, gated together; as rows to freeze, and what later gates compare with.

    With follow-ups also where people were after the exit, which goals read; with incomes what they live on;
    with contacts how it went for people with more or fewer; with life wheels what has changed; with steps how far those
    came who reached neither work nor studies.
    """
    threshold = settings.STEGVIS_SMALL_COUNT
    frozen = []
    for definition in INDICATORS.values():
        for base in definition.bases or (None,):
            for by in definition.breakdowns:
                result = gate.gated(definition, facts, at=at, base=base, by=by, threshold=threshold, earlier=earlier)
                frozen.append(result.to_json() | {"by": [str(dimension) for dimension in by]})
    for kind in after_exit.kinds_asked(facts):
        frozen.append(after_exit.gated_table(facts, kind, at=at, threshold=threshold, earlier=earlier))
    if income.noted(facts):
        frozen.append(income.gated_table(facts, at=at, threshold=threshold, earlier=earlier))
    if support.noted(facts):
        frozen.append(support.gated_table(facts, at=at, threshold=threshold, earlier=earlier))
    if life.noted(facts):
        frozen.extend(life.gated_tables(facts, at=at, threshold=threshold, earlier=earlier))
    if steps.noted(facts):
        frozen.append(steps.gated_table(facts, at=at, threshold=threshold, earlier=earlier))
    published = gate.published_set(facts, at=at, threshold=threshold, earlier=earlier)
    return frozen, published.to_json()


def engine_version() -> str:
    """Which engine computed: `duckdb 2.0.0`."""
    from importlib.metadata import version

    return f"duckdb {version('duckdb')}"
