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
from stegvis.evaluation.contracts import Extract as Facts
from stegvis.organisation.models import Project
from stegvis.reporting.actions import continuing
from stegvis.reporting.models import Extract


def facts_of(*, project: Project, at: dt.date, by: Viewer) -> Facts:
    """The project's facts as they stood at the end of the day `at`, under pseudonyms.

    Of a large project the draw goes on from the one before (see `continuing`); the answer is the same.
    """
    key = key_for(f"pseudonym:{project.code}")

    def drawn(only: Collection[str] | None = None) -> dict[str, list[dict]]:
        return _tables(casework_extract.rows(by, project, only), key, at)

    def pseudonyms(enrolments: Iterable[str]) -> set[str]:
        return {_pseudonym(key, f"enrolment:{each}") for each in enrolments}

    return continuing.facts(project, at, drawn=drawn, pseudonyms=pseudonyms, sealed=lambda text: _pseudonym(key, text))


def _tables(rows: Iterable[casework_extract.Row], key: bytes, at: dt.date) -> dict[str, list[dict]]:
    """The rows of an extract's tables, as of the day."""
    enrolments, exits, groups, follow_ups, facts = [], [], [], [], []
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
        if ended_on:
            exits.extend(
                {"enrolment": enrolment, "destination": code, "headline": code == row.headline}
                for code in row.destinations
            )
            follow_ups.extend(_follow_ups(row, enrolment, ended_on, at))
    tables = {"enrolments": enrolments, "exits": exits, "target_groups": groups}
    return tables | {"follow_ups": follow_ups, "fund_facts": facts}


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
    """Keep an extract; one that is already kept (same day, same content) is found again."""
    with transaction.atomic():
        kept, created = Extract.objects.get_or_create(
            project=project,
            at=facts.at,
            digest=facts.digest,
            defaults={
                "people": len(set(facts.enrolments["person"].to_pylist())),
                "content": facts.to_bytes(),
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


def read(kept: Extract) -> Facts:
    """The facts of a kept extract. Raises evaluation's ExtractError when the content has been changed."""
    return Facts.from_bytes(bytes(kept.content))


def _pseudonym(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]
