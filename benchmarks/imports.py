"""Rows a second through the whole import, beside a bare insert of the same people and enrolments."""

import csv
import datetime as dt
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.databases import KEPT, ROOT, Place
from benchmarks.register import identity_number

_PROJECT = "bench-import"


def measure(place: Place, rows: int, rounds: int, told) -> dict:
    """Each round: some people by a bare insert, as many by the import. They stay, and the next round has others."""
    place.fill()
    seconds: dict[str, list[float]] = {"bare insert": [], "import": []}
    for number in range(rounds):
        told(f"import, round {number + 1} of {rounds}")
        for name in seconds:
            seconds[name].append(place.run("benchmarks.imports", name, str(rows), STEGVIS_MAX_UPLOAD_MB="500"))
    return {"database": place.kind, "rows": rows, "per_second": {
        name: [rows / each for each in found] for name, found in seconds.items()
    }}  # fmt: skip


def _people(rows: int, start: int) -> list[tuple[str, str, str]]:
    today = dt.date.today()
    return [
        (identity_number((start + place) // 2, "FM"[place % 2], today), f"Prov{place % 500}", f"Import{place % 700}")
        for place in range(rows)
    ]


def _place():
    """A municipality, a unit and a project of their own for each run, made when they are missing."""
    from stegvis.organisation.models import Organisation, Project, ProjectUnit, Unit

    number = Organisation.objects.filter(name__startswith="Importby").count()
    body = Organisation.objects.create(name=f"Importby {number} kommun", kind="municipality")
    unit = Unit.objects.create(organisation=body, name=f"AME Importby {number}", municipality=f"Importby {number}")
    project = Project.objects.create(
        code=f"{_PROJECT}-{number}", name="Import", owner=body, starts_on=dt.date(2020, 1, 1),
        ends_on=dt.date(2035, 1, 1),
    )  # fmt: skip
    ProjectUnit.objects.create(project=project, unit=unit)
    return unit, project


def _bare(rows: int) -> float:
    from django.db import transaction

    from benchmarks.filling import insert
    from stegvis.base.ids import new_id
    from stegvis.casework.models import Enrolment, Participant, Referral

    unit, project = _place()
    people, referrals, enrolments = [], [], []
    day = dt.date(2024, 1, 15)
    for number, given, family in _people(rows, 0):
        person, referral = new_id(), new_id()
        people.append({"id": person, "controller_id": unit.organisation_id, "identity_number": number,
                       "given_name": given, "family_name": family, "legal_sex": "M" if int(number[10]) % 2 else "F",
                       "sort_key": family, "search_key": given})  # fmt: skip
        where = {"participant_id": person, "project_id": project.pk, "unit_id": unit.pk}
        referrals.append(where | {"id": referral, "received_on": day, "state": "enrolled"})
        enrolments.append(where | {"id": new_id(), "referral_id": referral, "started_on": day, "registered_by": "1",
                                   "sex_at_enrolment": "F", "age_at_start": 30})  # fmt: skip
    begun = time.perf_counter()
    with transaction.atomic():
        for model, made in ((Participant, people), (Referral, referrals), (Enrolment, enrolments)):
            insert(model, made)
    return time.perf_counter() - begun


def _import(rows: int) -> float:
    unit, project = _place()
    path = KEPT / f"import-{rows}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["personnummer", "förnamn", "efternamn", "kommun", "startdatum", "inflöde", "målgrupper"])
        for number, given, family in _people(rows, 0):
            writer.writerow([number, given, family, unit.municipality, "2024-01-15", "school", "youth"])
    begun = time.perf_counter()
    argv = [sys.executable, "-P", "-m", "stegvis.cli", "import-participants", str(path), "--project", project.code]
    done = subprocess.run(argv, env=os.environ, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    seconds = time.perf_counter() - begun
    Path(path).unlink()
    assert done.returncode == 0, done.stderr[-1000:] + done.stdout[-1000:]  # noqa: S101
    return seconds


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps((_bare if sys.argv[1] == "bare insert" else _import)(int(sys.argv[2]))))
