"""What everybody needs: from the mapping, and things that showed later or came to matter more."""

import datetime as dt
from random import Random

from django.db import transaction
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Need, NeedMove

DAY = dt.timedelta(days=1)
#: text, area, priority, how far into the time in the project it showed (in parts of it).
_NEEDS = (
    ("Hjälp att förstå brev från myndigheter", "language", "now", 0.02),
    ("Ordna barnomsorg för eftermiddagarna", "home", "now", 0.03),
    ("Träna svenska i samtal", "language", "next", 0.03),
    ("Vana vid dator och e-legitimation", "digital", "next", 0.05),
    ("Budget- och skuldrådgivning", "economy", "next", 0.25),
    ("Läsa in betyg från grundskolan", "schooling", "later", 0.1),
    ("Ta sig till arbeten utanför busslinjen", "mobility", "later", 0.2),
    ("Fast rutin på morgonen", "other", "next", 0.3),
    ("Lugnare plats att arbeta på", "surroundings", "next", 0.35),
)
_SOONER = "Det hindrar annat just nu."


def live(*, today: dt.date, by: Viewer) -> int:
    """Some needs for everybody who was enrolled a month, when there are none. Gives their number."""
    if Need.objects.exists():
        return 0
    found = Enrolment.objects.exclude(state="void").select_related("participant", "coach").order_by("started_on", "pk")
    latest = {one.participant_id: one for one in found}
    pairs = [pair for one in latest.values() for pair in _of(one, today)]
    with transaction.atomic():
        Need.objects.bulk_create([need for need, _moves in pairs], batch_size=500)
        NeedMove.objects.bulk_create([move for _need, moves in pairs for move in moves], batch_size=500)
        audit.record(by=by, verb="create", record="need", facts={"needs": len(pairs)})
    return len(pairs)


def _of(enrolment: Enrolment, today: dt.date) -> list[tuple[Need, list[NeedMove]]]:
    chance = Random(f"needs {enrolment.participant.identity_number} {enrolment.started_on}")  # noqa: S311 - no secret
    days = ((enrolment.ended_on or today) - enrolment.started_on).days
    if days < 30:
        return []
    coach = enrolment.coach.full_name if enrolment.coach else "Handledaren"
    made = []
    for text, area, priority, part in _NEEDS:
        if chance.random() < 0.6:
            continue
        showed = enrolment.started_on + int(days * part) * DAY
        need = Need(
            participant=enrolment.participant, text=text, area=area, priority=priority, noticed_on=showed
        )  # fmt: skip
        moves = [_move(need, showed, coach)]
        if priority == "later" and chance.random() < 0.4:
            need.priority = "now"
            moves.append(_move(need, showed + (days // 4) * DAY, coach, _SOONER))
        if chance.random() < 0.4:
            need.state = "met"
            moves.append(_move(need, showed + (days // 2) * DAY, coach))
        need.version = len(moves)
        made.append((need, moves))
    return made


def _move(need: Need, on: dt.date, coach: str, reason: str = "") -> NeedMove:
    return NeedMove(
        need=need, text=need.text, priority=need.priority, state=need.state, reason=reason, made_by=coach,
        moved_at=timezone.make_aware(dt.datetime.combine(on, dt.time(11))),
    )  # fmt: skip
