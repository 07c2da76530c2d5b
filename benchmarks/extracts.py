"""Drawing an extract of a large project: all of it, and what changed since the draw before."""

import datetime as dt
import json
import os
import sys
import time
from collections import defaultdict

from benchmarks.databases import Place

_PROJECT = "mat-6"
#: Projects that are counted as one besides: half of the register.
_TOGETHER = ("mat-3", "mat-4")
#: To how many enrolments something has happened since the draw before.
_CHANGES = (0, 1, 10, 100)


def measure(place: Place, rounds: int, told) -> list[dict]:
    """One project, and three as one: each way in turn, in a process of its own. The register stays as it is."""
    place.fill()
    found = []
    for together in ("", "together"):
        told(f"extracts, {place.kind}, {place.size.enrolments:,} enrolments {together}")
        told_of = place.run("benchmarks.extracts", str(rounds), together)
        found.append({"database": place.kind, "enrolments": place.size.enrolments} | told_of)
    return found


def _measured(rounds: int, together: bool) -> dict:
    from django.db import transaction

    with transaction.atomic():
        try:
            return _timed(rounds, _project(together))
        finally:
            transaction.set_rollback(True)


def _project(together: bool):
    from stegvis.casework.models import Enrolment
    from stegvis.organisation.models import Project

    project = Project.objects.get(code=_PROJECT)
    if together:
        Enrolment.objects.filter(project__code__in=_TOGETHER).update(project=project)
    return project


def _timed(rounds: int, project) -> dict:
    from stegvis.access.rules import operator
    from stegvis.evaluation import contracts
    from stegvis.reporting.actions import continuing, extracts
    from stegvis.reporting.models import ExtractPiece

    contracts.IN_PIECES_FROM = 1
    by, at, rows = operator("bench"), dt.date.today() - dt.timedelta(days=rounds), 0
    seconds: dict[str, list[float]] = defaultdict(list)
    clock: dict[str, list[float]] = defaultdict(list)
    written: dict[str, list[int]] = defaultdict(list)

    def draw(name: str) -> None:
        before = ExtractPiece.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        begun, worked = time.perf_counter(), time.process_time()
        found = extracts.draw(project=project, at=at, by=by)
        assert len(found.digest) == 64  # noqa: S101
        clock[name].append(time.perf_counter() - begun)
        seconds[name].append(time.process_time() - worked)
        written[name].append(ExtractPiece.objects.filter(pk__gt=before).count())

    for _number in range(rounds):
        continuing.forget(project)
        draw("whole")
        for changed in _CHANGES:
            _touch(project, changed, by)
            draw(f"{changed} changed")
        at += dt.timedelta(days=1)
        draw("a day later")
        begun = time.process_time()
        rows = extracts.facts_of(project=project, at=at, by=by).enrolments.num_rows
        seconds["drawn and all rows read"].append(time.process_time() - begun)
    return {"rows": rows, "processor": seconds, "clock": clock, "pieces": written, "load": os.getloadavg()[0]}


def _touch(project, number: int, by) -> None:
    """Something happens to so many, here and there: the log says so, and another of them has begun school."""
    from stegvis.access.actions import audit
    from stegvis.casework.models import Enrolment

    if not number:
        return
    ids = Enrolment.objects.filter(project=project).order_by("id").values_list("pk", flat=True)
    chosen = list(ids)[_places.pop() :: max(1, ids.count() // number)][:number]
    for one in Enrolment.objects.filter(pk__in=chosen):
        Enrolment.objects.filter(pk=one.pk).update(age_at_start=one.age_at_start + 1)
    people = Enrolment.objects.filter(pk__in=chosen).values_list("pk", "participant_id")
    audit.record_all(by=by, acts=[audit.Act("change", "enrolment", one, person) for one, person in people])


#: Where to begin, so that each time others are changed.
_places = list(range(200))


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_measured(int(sys.argv[1]), bool(sys.argv[2:] and sys.argv[2]))))
