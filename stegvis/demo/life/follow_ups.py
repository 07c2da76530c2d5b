"""What former participants answered, four weeks and six months after."""

import datetime as dt
import random

from django.db import transaction

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, FollowUp
from stegvis.casework.rules.follow_up import due_on
from stegvis.casework.vocabulary import DESTINATIONS
from stegvis.demo import jobs
from stegvis.demo.synthesiser.draws import pick
from stegvis.demo.synthesiser.pace import is_working_day
from stegvis.organisation.models import Project

_SEED = 30411
_LATER = {
    "work": (("work", 86), ("job_seeking", 9), ("studies", 5)),
    "studies": (("studies", 80), ("work", 12), ("job_seeking", 8)),
    "internship": (("work", 42), ("internship", 30), ("job_seeking", 28)),
    "job_seeking": (("job_seeking", 60), ("work", 28), ("studies", 12)),
}
_INCOME = {"work": "wage", "studies": "study_support", "internship": "income_support", "job_seeking": "income_support"}
_WORDS = (
    "Trivs och har fått fler timmar.",
    "Tungt i början men bättre nu.",
    "Saknar gruppen, ringer gärna ibland.",
    "",
    "",
)


def live(*, today: dt.date, by: Viewer) -> int:
    """Follow-ups of most of those who have ended, in every project that has none. Gives their number."""
    projects = Project.objects.filter(pk__in=Enrolment.objects.filter(state="closed").values("project"))
    return sum(of_project(project=project, today=today, by=by) for project in projects.order_by("code"))


def of_project(*, project: Project, today: dt.date, by: Viewer) -> int:
    """The same for one project, before its first release, so that the release tells of them."""
    if FollowUp.objects.filter(enrolment__project=project).exists():
        return 0
    rng = random.Random(f"{_SEED}:{project.code}")  # noqa: S311 - invention, not secrecy
    closed = Enrolment.objects.filter(state="closed", project=project)
    closed = closed.prefetch_related("outcomes").select_related("coach", "participant")
    made = []
    for enrolment in closed.order_by("participant__identity_number", "started_on"):
        for occasion, chance in (("weeks_4", 0.78), ("months_6", 0.6)):
            day = due_on(enrolment.ended_on, occasion) + dt.timedelta(days=rng.randint(0, 20))
            while not is_working_day(day):
                day += dt.timedelta(days=1)
            if rng.random() < chance and day < today - dt.timedelta(days=20 if occasion == "weeks_4" else 0):
                made.append(_one(rng, enrolment, occasion, day))
    with transaction.atomic():
        FollowUp.objects.bulk_create(made, batch_size=500)
        if made:
            audit.record(by=by, verb="create", record="follow_up", facts={"follow_ups": len(made)})
    return len(made)


def _one(rng: random.Random, enrolment: Enrolment, occasion: str, day: dt.date) -> FollowUp:
    result = pick(rng, (("answered", 82), ("unreachable", 15), ("declined", 3)))
    facts = {"enrolment": enrolment, "occasion": occasion, "asked_on": day, "result": result}
    if result != "answered":
        return FollowUp(asked_by=enrolment.coach, **facts)
    first = next((each.destination for each in enrolment.outcomes.all()), "job_seeking")
    first = "other_municipal" if DESTINATIONS[first].sensitive else first
    where = pick(rng, _LATER[first]) if first in _LATER else first
    job = _job(enrolment, occasion) if DESTINATIONS[where].job else {}
    return FollowUp(
        asked_by=enrolment.coach,
        destination=where,
        income=_INCOME.get(where, "unknown"),
        through_us=rng.choice((True, True, True, False, None)),
        text=rng.choice(_WORDS),
        **job,
        **facts,
    )


def _job(enrolment: Enrolment, occasion: str) -> dict[str, str]:
    """The job of the exit, or another found since; of one in eight nobody asked."""
    kept = next((each for each in enrolment.outcomes.all() if each.occupation), None)
    if kept:
        return {"occupation": kept.occupation, "industry": kept.industry}
    rng = random.Random(f"{_SEED}:{enrolment.participant.identity_number}:{occasion}")  # noqa: S311 - invention
    return jobs.any_of_them(rng) if rng.random() < 0.88 else {}
