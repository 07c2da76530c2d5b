"""Results: how each indicator is counted, releases, and the numbers of a release as they passed the gate."""

from django.http import HttpRequest
from ninja import Query, Router

from stegvis.access.actions import audit
from stegvis.access.rules import NotFound
from stegvis.base.decision import NotPossible
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.programme.queries import own_indicators
from stegvis.reporting import fund, story
from stegvis.reporting import own_indicators as reading
from stegvis.reporting.queries import projects, releases
from stegvis.web.api.operation import operation
from stegvis.web.api.shapes import places as shapes
from stegvis.web.api.shapes.parts import Code

router = Router(tags=["Results"])


@operation(
    router,
    "GET",
    "/indicators",
    "indicator_list",
    answers={200: shapes.Indicators},
    summary="How every indicator is counted",
)
def indicator_list(request: HttpRequest):
    """The definitions in force, in words, with the digest by which a release names them."""
    language = story.language()
    return {
        "items": [
            {
                "id": each.id,
                "title": each.reading.title.in_language(language),
                "sentence": each.reading.sentence.in_language(language),
                "who": each.reading.who.in_language(language),
                "what": each.reading.what.in_language(language),
                "when": each.reading.when.in_language(language),
                "source": each.reading.source.in_language(language),
                "digest": each.digest,
                "bases": [str(base) for base in each.bases],
                "breakdowns": [[str(dimension) for dimension in split] for split in each.breakdowns],
            }
            for each in INDICATORS.values()
        ]
    }


def _release(release, digest: str) -> dict:
    run = release.run
    return {
        "number": release.number,
        "at": release.at,
        "released_at": release.released_at,
        "extract": digest,
        "code_version": run.code_version,
        "engine": run.engine,
        "run": run.pk,
        "small_count": run.small_count,
        "held": run.held,
    }


@operation(
    router,
    "GET",
    "/projects/{slug:code}/releases",
    "release_list",
    answers={200: shapes.Releases},
    summary="Releases of a project",
)
def release_list(request: HttpRequest, code: str):
    """Frozen results, the newest first."""
    project = projects.find(request.viewer, code)
    found = (
        releases.of(request.viewer, project)
        .select_related("run__extract")
        .defer("results", "published", "fund", "run__extract__content")
    )
    return {"items": [_release(each, each.run.extract.digest) for each in found]}


@operation(
    router,
    "GET",
    "/projects/{slug:code}/releases/{int:number}",
    "release_results",
    answers={200: shapes.Results},
    summary="The numbers of a release",
)
def release_results(
    request: HttpRequest,
    code: str,
    number: int,
    indicator: Code = Query("", description="Only this indicator."),
    base: Code = Query("", description="Only on this base."),
):
    """Every table of the release as it passed the disclosure gate: small groups are null. Fetching it is an export and
    stands in the log."""
    project = projects.find(request.viewer, code, record="result", verb="export")
    if number > 2_000_000_000:
        raise NotFound
    release = releases.find(request.viewer, project, number)
    audit.record(
        by=request.viewer,
        verb="export",
        record="release",
        record_id=release.pk,
        organisation_id=project.owner_id,
        facts={"project": project.code, "number": release.number, "format": "api"},
    )
    tables = [
        {**kept, "rows": [{"destination": None, **row} for row in kept["rows"]]}
        for kept in release.results
        if indicator in ("", kept["indicator"]) and base in ("", kept["base"] or "")
    ]
    return {
        "project": project.code,
        "release": _release(release, release.run.extract.digest),
        "tables": tables,
        "fund": _fund(release),
    }


def _fund(release) -> dict | None:
    table = fund.table_of(release)
    if table is None:
        return None
    told = ("code", "name", "says", "women", "men", "number", "unanswered")
    rows = [{name: getattr(line, name) for name in told} for line in table.lines]
    return {"name": table.name, "version": table.version, "digest": table.digest, "shadow": table.shadow, "rows": rows}


@operation(
    router,
    "GET",
    "/projects/{slug:code}/own-indicators",
    "own_indicator_list",
    answers={200: shapes.OwnIndicators},
    summary="Indicators a project has composed itself",
)
def own_indicator_list(request: HttpRequest, code: str):
    """Each as one sentence with its numbers, which are sums of those that a release shows."""
    project = projects.find(request.viewer, code)
    found = own_indicators.of_project(request.viewer, project)
    names = own_indicators.names(found)
    return {"items": [_own(request.viewer, project, one, names) for one in found]}


def _own(viewer, project, standing, names: dict[str, str]) -> dict:
    definition = standing.definition
    told = {
        "code": standing.indicator.code,
        "name": definition.name,
        "version": definition.version,
        "digest": definition.digest,
        "says": definition.sentence(names).in_language(story.language()),
        "retired": standing.retired,
    }
    try:
        read = reading.read(viewer, project, standing)
    except NotPossible as refusal:
        return told | {"at": None, "why": refusal.reason, "rows": []}
    return told | {"at": read.at, "why": "", "rows": [row.to_json() for row in read.rows]}
