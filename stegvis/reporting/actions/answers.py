"""Answer a question about a project now, outside any release: gated always, or ungated by a permission of its own."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.evaluation import engines, gate
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.contracts import Extract as Facts
from stegvis.evaluation.definitions import Base, DefinitionError, Dimension, IndicatorDefinition
from stegvis.organisation.models import Project
from stegvis.reporting.actions import extracts
from stegvis.reporting.code_version import code_version
from stegvis.reporting.models import Release
from stegvis.reporting.queries import projects


def answer(
    *,
    project: Project,
    indicators: Sequence[str] = (),
    breakdown: Sequence[str] = (),
    base: str | None = None,
    at: dt.date,
    engine: str = "duckdb",
    by: Viewer,
) -> dict:
    """Gated results in the form that `stegvis indicators --format json` prints.

    Without `indicators`, every indicator that has the base and the breakdown answers. Compared with all releases, so
    that the answer cannot be subtracted from them. `engine` is one of evaluation.engines.ENGINES; the answer stays the
    same.
    Raises NotFound or NotAllowed without the right, NotPossible when the question cannot be answered.
    """
    projects.find(by, project.code)
    chosen = _choose(indicators, breakdown, base)
    facts = extracts.facts_of(project=project, at=at, by=by)
    earlier = earlier_published(project)
    asked = {"at": at, "base": base, "by": tuple(breakdown)}
    with _placed(engine, facts) as place:
        results = [
            gate.gated(definition, place, threshold=settings.STEGVIS_SMALL_COUNT, earlier=earlier, **asked).to_json()
            for definition in chosen
        ]
    _log(project, facts, chosen, breakdown, base, by, verb="read")
    return _envelope(project, facts, results)


def ungated_answer(
    *,
    project: Project,
    indicators: Sequence[str] = (),
    breakdown: Sequence[str] = (),
    base: str | None = None,
    at: dt.date,
    reason: str,
    engine: str = "duckdb",
    by: Viewer,
) -> dict:
    """The same without the gate, for a user with the permission `result, read_ungated`; the reason is logged.

    Raises NotAllowed without the permission, NotPossible without a reason.
    """
    from stegvis.evaluation.engine import compute

    projects.find(by, project.code, record="result", verb="read_ungated")
    if len(reason.strip()) < 10:
        raise NotPossible(_("Say why the small groups must be seen, in at least ten characters."), field="reason")
    chosen = _choose(indicators, breakdown, base)
    facts = extracts.facts_of(project=project, at=at, by=by)
    _log(project, facts, chosen, breakdown, base, by.at(by.screen, reason.strip()), verb="read_ungated")
    asked = {"at": at, "base": base, "by": tuple(breakdown)}
    with _placed(engine, facts) as place:
        results = [_raw_json(compute(definition, place, **asked)) for definition in chosen]
    return _envelope(project, facts, results)


@contextmanager
def _placed(engine: str, facts: Facts) -> Iterator[engines.Place]:
    """The facts where the engine can ask them. Raises NotPossible when the engine cannot be used here."""
    url = settings.STEGVIS_EVALUATION_DATABASE_URL
    try:
        with engines.placed(engine, facts, database_url=url, spark_master=settings.STEGVIS_SPARK_MASTER) as place:
            yield place
    except engines.EngineMissing as missing:
        raise NotPossible(missing.words.in_language(get_language() or "sv"), field="engine") from missing


def earlier_published(project: Project) -> list[gate.PublishedSet]:
    """What earlier releases of the project have shown, oldest first."""
    kept = Release.objects.filter(project=project).order_by("number").values_list("published", flat=True)
    return [gate.PublishedSet.from_json(content) for content in kept]


def _choose(indicators: Sequence[str], breakdown: Sequence[str], base: str | None) -> list[IndicatorDefinition]:
    if unknown := [name for name in indicators if name not in INDICATORS]:
        told = {"unknown": ", ".join(unknown), "known": ", ".join(INDICATORS)}
        raise NotPossible(_("There is no indicator %(unknown)s. Choose among: %(known)s.") % told, field="indicator")
    if indicators:
        chosen = [INDICATORS[name] for name in indicators]
        for definition in chosen:
            try:
                definition.chosen_base(base)
                definition.chosen_breakdown(tuple(breakdown))
            except DefinitionError as problem:
                raise NotPossible(problem.words.in_language(get_language() or "sv"), field="by") from problem
        return chosen
    fitting = [definition for definition in INDICATORS.values() if _fits(definition, breakdown, base)]
    if not fitting:
        told = {"bases": ", ".join(Base), "breakdowns": ", ".join(Dimension)}
        raise NotPossible(
            _("No indicator has that base and that breakdown together. Bases: %(bases)s. Breakdowns: %(breakdowns)s.")
            % told,
            field="by",
        )
    return fitting


def _fits(definition: IndicatorDefinition, breakdown: Sequence[str], base: str | None) -> bool:
    try:
        definition.chosen_base(base)
        definition.chosen_breakdown(tuple(breakdown))
    except DefinitionError:
        return False
    return True


def _log(project, facts: Facts, chosen, breakdown, base, by: Viewer, *, verb: str) -> None:
    audit.record(
        by=by,
        verb=verb,
        record="result",
        record_id=project.code,
        organisation_id=project.owner_id,
        facts={
            "indicators": [definition.id for definition in chosen],
            "by": list(breakdown),
            "base": base or "",
            "at": str(facts.at),
            "extract": facts.digest,
        },
    )


def _envelope(project: Project, facts: Facts, results: list[dict]) -> dict:
    return {
        "project": project.code,
        "at": facts.at.isoformat(),
        "extract": facts.digest,
        "code_version": code_version(),
        "results": results,
    }


def _raw_json(raw) -> dict:
    rows = []
    for row in raw.rows:
        line = {"by": row.by}
        if row.destination is not None:
            line["destination"] = row.destination
        line |= {
            "numerator": row.numerator,
            "denominator": row.denominator,
            "value": row.value,
            "interval": list(row.interval) if row.interval else None,
            "suppressed": False,
        }
        rows.append(line)
    return {"indicator": raw.definition.id, "definition": raw.definition.digest, "base": raw.base, "rows": rows}
