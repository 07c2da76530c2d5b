"""Drawing an extract of a large project: all of it, and what changed since the draw before."""

import datetime as dt
import json
import sys
import time

from benchmarks.databases import Place

_PROJECT = "mat-6"
#: How many people something has happened to since the draw before; None: there was none.
_CHANGES = {"whole": None, "nothing changed": 0, "100 people changed": 100, "1,000 people changed": 1000}


def measure(place: Place, rounds: int, told) -> dict:
    """Each way in turn, in a process of its own for each register."""
    place.fill()
    told(f"extracts, {place.kind}, {place.size.enrolments:,} enrolments")
    found = place.run("benchmarks.extracts", str(rounds))
    return {"database": place.kind, "enrolments": place.size.enrolments} | found


def _measured(rounds: int) -> dict:
    from stegvis.access.rules import operator
    from stegvis.organisation.models import Project
    from stegvis.reporting.actions import continuing, extracts
    from stegvis.reporting.models import StandingExtract

    continuing.WORTH_KEEPING = 1
    by, project, at = operator("bench"), Project.objects.get(code=_PROJECT), dt.date.today()
    seconds: dict[str, list[float]] = {name: [] for name in _CHANGES}
    rows = 0
    for _number in range(rounds):
        for name, changed in _CHANGES.items():
            if changed is None:
                StandingExtract.objects.filter(project=project).delete()
            elif changed:
                _touch(project, changed, by)
            begun = time.process_time()
            facts = extracts.facts_of(project=project, at=at, by=by)
            rows = facts.enrolments.num_rows
            seconds[name].append(time.process_time() - begun)
    return {"rows": rows, "processor": seconds}


def _touch(project, people: int, by) -> None:
    """Something happens to so many: the log says so."""
    from stegvis.access.actions import audit
    from stegvis.casework.models import Enrolment

    chosen = Enrolment.objects.filter(project=project).order_by("id")[:people].values_list("participant_id", flat=True)
    audit.record_all(by=by, acts=[audit.Act("change", "participant", one, one) for one in chosen])


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_measured(int(sys.argv[1]))))
