"""What everybody did on the way: a CV, applications and answers, now and then a course or practice drives."""

import datetime as dt
from random import Random

from django.db import transaction

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.models import Attainment, Enrolment

DAY = dt.timedelta(days=1)
#: kind, where, result, what was learnt, how far into the time in the project (in parts of it).
_LINES = (
    ("cv", "Skrivet med handledaren", "done", "Att räkna även det ideella arbetet", 0.1),
    ("job_application", "Äldreboendet Tallgården", "no", "", 0.3),
    ("job_application", "Coop, butiksbiträde", "interview", "", 0.5),
    ("interview_practice", "Med handledaren", "done", "Att pausa innan jag svarar", 0.4),
    ("study_visit", "Folkhögskolan", "wants_more", "Klasserna är små", 0.35),
    ("trial_studies", "Svenska och matematik, två veckor", "wants_more", "Bäst på förmiddagen", 0.6),
    ("driving_practice", "Runt Mönsterås", "done", "", 0.55),
    ("driving_theory", "Trafikverket, Kalmar", "passed", "", 0.8),
    ("vocational_training", "Lokalvård, tre veckor", "completed", "Att planera ett pass", 0.7),
)


def live(*, today: dt.date, by: Viewer) -> int:
    """Some lines for everybody who was enrolled a month, when there are none. Gives their number."""
    if Attainment.objects.exists():
        return 0
    found = Enrolment.objects.exclude(state="void").select_related("participant", "coach").order_by("started_on", "pk")
    rows = [line for one in found for line in _of(one, today)]
    with transaction.atomic():
        Attainment.objects.bulk_create(rows, batch_size=500)
        audit.record(by=by, verb="create", record="attainment", facts={"lines": len(rows)})
    return len(rows)


def _of(enrolment: Enrolment, today: dt.date) -> list[Attainment]:
    chance = Random(f"attained {enrolment.participant.identity_number} {enrolment.started_on}")  # noqa: S311 - no secret
    days = ((enrolment.ended_on or today) - enrolment.started_on).days
    if days < 30:
        return []
    coach = enrolment.coach.full_name if enrolment.coach else "Handledaren"
    lines = []
    for kind, text, result, learnt, part in _LINES:
        if chance.random() < 0.35:
            day = enrolment.started_on + int(days * part) * DAY
            lines.append(
                Attainment(
                    participant=enrolment.participant, kind=kind, text=text, result=result, learnt=learnt, since_on=day,
                    on=day, minutes=chance.choice((45, 60, 90)) if kind == "driving_practice" else None, noted_by=coach,
                )
            )  # fmt: skip
    return lines
