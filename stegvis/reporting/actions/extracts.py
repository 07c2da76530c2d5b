"""Take a pseudonymised extract of a project: the only way from named casework to numbers.

People are counted by a keyed pseudonym: HMAC-SHA-256 of the identity number under a key made for the project, which
lies outside the database. The same person in two municipalities is one person of the project, and nobody who sees
the extract can tell who.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Collection, Iterable, Iterator

from django.db import transaction

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.keys import key_for
from stegvis.casework.queries import extract as casework_extract
from stegvis.evaluation import pieces
from stegvis.evaluation.codes import LIFE_AREAS
from stegvis.evaluation.contracts import Extract as Facts
from stegvis.evaluation.contracts import ExtractError
from stegvis.organisation.models import Project
from stegvis.reporting.actions import continuing, kept_pieces
from stegvis.reporting.models import Extract


def facts_of(*, project: Project, at: dt.date, by: Viewer) -> Facts:
    """The project's facts as they stood at the end of the day `at`, under pseudonyms, all rows read.

    Of a large project the draw goes on from the one before (see `continuing`); the answer is the same.
    """
    found = draw(project=project, at=at, by=by)
    try:
        _ = found.tables
    except ExtractError:  # a piece that was not touched is damaged: it is only a copy of what the register says
        continuing.forget(project)
        found = draw(project=project, at=at, by=by)
    return found


def draw(*, project: Project, at: dt.date, by: Viewer) -> Facts:
    """As `facts_of`, with its digest; but rows of a large extract to which nothing happened are read when asked for.

    Reading them raises ExtractError when they are damaged.
    """
    return continuing.facts(project, at, **_ways(project, by))


def draw_whole(*, project: Project, at: dt.date, by: Viewer) -> Facts:
    """As `facts_of`, from the register alone: what was drawn before is forgotten. Logged."""
    with transaction.atomic():
        continuing.forget(project)
        found = draw(project=project, at=at, by=by)
        audit.record(
            by=by,
            verb="extract",
            record="result",
            record_id=project.code,
            organisation_id=project.owner_id,
            facts={"project": project.code, "at": str(at), "digest": found.digest},
        )
    return found


def is_right(*, project: Project, by: Viewer) -> bool:
    """Does the draw that the next one goes on from say what the register says? It is compared with a whole one."""
    return continuing.is_right(project, **_ways(project, by))


def _ways(project: Project, by: Viewer) -> dict:
    """How rows are drawn and sealed under the project's key."""
    key = key_for(f"pseudonym:{project.code}")

    def drawn(at: dt.date, only: Collection[str] | None = None) -> dict[str, list[dict]]:
        return _tables(casework_extract.rows(by, project, only), key, at)

    def pseudonyms(enrolments: Iterable[str]) -> set[str]:
        return {_pseudonym(key, f"enrolment:{each}") for each in enrolments}

    return {"drawn": drawn, "pseudonyms": pseudonyms, "sealed": lambda text: _pseudonym(key, text)}


def _tables(rows: Iterable[casework_extract.Row], key: bytes, at: dt.date) -> dict[str, list[dict]]:
    """The rows of an extract's tables, as of the day."""
    enrolments, exits, groups, follow_ups = [], [], [], []
    facts, incomes, support, changes, steps = [], [], [], [], []
    for row in rows:
        if row.started_on > at:
            continue
        ended_on = row.ended_on if row.ended_on and row.ended_on <= at else None
        enrolment = _pseudonym(key, f"enrolment:{row.enrolment_id}")
        enrolments.append(
            {
                "person": _pseudonym(key, row.identity_number),
                "enrolment": enrolment,
                "municipality": row.municipality,
                "sex": row.sex,
                "age": row.age,
                "inflow_channel": row.inflow_channel,
                "start_on": row.started_on,
                "end_on": ended_on,
            }
        )
        groups.extend({"enrolment": enrolment, "target_group": code} for code in row.target_groups)
        facts.extend(
            {"enrolment": enrolment, "kind": kind, "code": code, "on": on}
            for kind, code, on in row.fund_facts
            if on <= at
        )
        changes.extend(_life_changes(row, enrolment, min(ended_on or at, at)))
        if ended_on:
            exits.extend(
                {"enrolment": enrolment, "destination": code, "headline": code == row.headline}
                for code in row.destinations
            )
            follow_ups.extend(_follow_ups(row, enrolment, ended_on, at))
            support.append({"enrolment": enrolment, "contacts": row.contacts})
            steps.append({"enrolment": enrolment, "steps": row.steps})
            if any(row.incomes):
                incomes.append(dict(zip(("enrolment", "at_start", "at_exit"), (enrolment, *row.incomes), strict=True)))
    tables = {"enrolments": enrolments, "exits": exits, "target_groups": groups}
    return (
        tables
        | {"follow_ups": follow_ups, "fund_facts": facts, "incomes": incomes}
        | {"support": support, "life_changes": changes, "steps": steps}
    )


def _life_changes(row: casework_extract.Row, enrolment: str, until: dt.date) -> Iterator[dict]:
    """From the person's first wheel in the project to the last one by the day, when those are of two days."""
    made = [wheel for wheel in row.wheels if wheel[0] <= until]
    if not made or made[0][0] == made[-1][0]:
        return
    (_first_day, first), (day, last) = made[0], made[-1]
    for area in LIFE_AREAS:
        if area in first and area in last:
            yield {"enrolment": enrolment, "area": area, "change": last[area] - first[area], "last_on": day}


def _follow_ups(row: casework_extract.Row, enrolment: str, ended_on: dt.date, at: dt.date) -> Iterator[dict]:
    """Those made by the day. One that stands before the end (which was corrected since) says nothing about after it."""
    for asked in row.follow_ups:
        if ended_on <= asked.asked_on <= at:
            yield {
                "enrolment": enrolment,
                "kind": asked.occasion,
                "asked_on": asked.asked_on,
                "reached": asked.destination is not None,
                "destination": asked.destination,
            }


def store(*, project: Project, facts: Facts, by: Viewer) -> Extract:
    """Keep an extract; one that is already kept (same day, same content) is found again.

    Of a large one its pieces are kept, each once for all extracts of the project.
    """
    with transaction.atomic():
        content = _stored(project, facts)
        kept, created = Extract.objects.get_or_create(
            project=project,
            at=facts.at,
            digest=facts.digest,
            defaults={
                "people": len(set(facts.enrolments["person"].to_pylist())),
                "content": content,
                "taken_by": by.actor_id,
            },
        )
        if created:
            audit.record(
                by=by,
                verb="extract",
                record="result",
                record_id=kept.pk,
                organisation_id=project.owner_id,
                facts={"project": project.code, "at": str(facts.at), "people": kept.people, "digest": kept.digest},
            )
    return kept


def _stored(project: Project, facts: Facts) -> bytes:
    if not facts.in_pieces:
        return facts.to_bytes()
    kept_pieces.lock(project)
    cut = pieces.cut(facts)
    kept_pieces.release(project, cut)
    return cut.listed.to_bytes()


def read(kept: Extract) -> Facts:
    """The facts of a kept extract, all rows read. Raises evaluation's ExtractError when the content was changed."""
    content = bytes(kept.content)
    if not pieces.is_list(content):
        return Facts.from_bytes(content)
    listed = pieces.PieceList.from_bytes(content, kept.digest)
    found = pieces.ExtractInPieces(listed, kept_pieces.reading(kept.project))
    _ = found.tables
    return found


def _pseudonym(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]
