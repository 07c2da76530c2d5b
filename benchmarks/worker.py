"""One register in one database: makes it if it is not there, then times the pages it is asked for.

Started by `pages` with the database in STEGVIS_DATABASE_URL. Reads one JSON line for each wish and answers with one.
"""

import datetime as dt
import gzip
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")


def main() -> None:
    """Make ready, say so, then answer until the input ends."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what others print must not be taken for an answer
    from benchmarks.sizes import BY_NAME

    made_ready(BY_NAME[sys.argv[1]])
    from benchmarks import wsgi  # only now: it looks for the static files

    visitors, addresses = _cast(wsgi.application)
    print(json.dumps({"pages": list(addresses)}), file=answers, flush=True)
    for line in sys.stdin:
        wish = json.loads(line)
        who, address = addresses[wish["page"]]
        if wish["do"] == "time":
            answers_got = [visitors[who].get(address) for _ in range(wish["times"])]
            said = [(one.seconds, one.processor) for one in answers_got]
        elif wish["do"] == "queries":
            said = [query["sql"] for query in visitors[who].queries(address)]
        elif wish["do"] == "cookie":
            said = {"cookie": visitors[who].cookie, "address": address}
        else:
            body = visitors[who].get(address).body
            said = {"bytes": len(body), "zipped": len(gzip.compress(body, 6))}
        print(json.dumps(said), file=answers, flush=True)


def made_ready(size) -> None:
    """Bring the tables to this version and fill them if they are empty."""
    import django
    from django.core.management import call_command

    django.setup()
    from benchmarks import filling, history

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not filling.is_filled():
        print(f"Making {size.enrolments:,} enrolments; kept for the next time …", flush=True)
        filling.fill(size, dt.date.today(), lambda text: print(text, flush=True))
    if not history.is_written():
        print("  notes, attendances and plans", flush=True)
        history.fill(dt.date.today())
    _release()


def _release() -> None:
    """The results page shows a release: of the project that goes on, with data up to the end of last month."""
    from stegvis.access.rules import operator
    from stegvis.organisation.models import Project
    from stegvis.reporting.actions import releases
    from stegvis.reporting.models import Release

    project = Project.objects.get(code="mat-6")
    if not Release.objects.filter(project=project).exists():
        print("  a release", flush=True)
        last_month = dt.date.today().replace(day=1) - dt.timedelta(days=1)
        releases.create(project=project, at=last_month, by=operator("bench"))


def _cast(application):
    from django.urls import reverse

    from benchmarks.history import measured_coach
    from benchmarks.visitor import Visitor
    from stegvis.access.models import User
    from stegvis.casework.models import Enrolment

    coach = measured_coach()
    place = coach.memberships.first().organisation_id
    people = {
        "coach": coach,
        "manager": User.objects.get(email=f"unit_manager-{place}@example.org"),
        "officer": User.objects.get(email=f"data_protection_officer-{place}@example.org"),
        "coordinator": User.objects.get(email="eva@example.org"),
    }
    visitors = {name: Visitor(application, user) for name, user in people.items()}
    mine = Enrolment.objects.filter(coach=coach).order_by("participant__sort_key", "pk")
    person = mine.filter(state="active")[5].participant_id
    middle = Enrolment.objects.filter(unit__organisation_id=place, state="active").order_by("participant__sort_key")
    cursor = middle[middle.count() // 2].pk
    listed = reverse("participants")
    addresses = {
        "bare": ("coach", "/bare/"),
        "start": ("coach", reverse("start")),
        "list": ("coach", listed),
        "list, something missing": ("coach", listed + "?show=gaps"),
        "participant": ("coach", reverse("participant", args=[person])),
        "participant, the whole way": ("coach", reverse("participant", args=[person]) + "?way=all"),
        "notes": ("coach", reverse("notes", args=[person])),
        "who has looked": ("coach", reverse("participant_looks", args=[person])),
        "results": ("coordinator", reverse("results_project", args=["mat-6"])),
        "manager's start": ("manager", reverse("start")),
        "manager's list": ("manager", listed),
        "manager's list, in the middle": ("manager", f"{listed}?after={cursor}"),
        "manager's list, something missing": ("manager", listed + "?show=gaps"),
        "manager's list, closed": ("manager", listed + "?show=closed"),
        "log": ("officer", reverse("audit_log")),
    }
    return visitors, addresses


if __name__ == "__main__":
    main()
