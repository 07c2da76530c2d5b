"""Keep a person's life wheel. It is never changed: taken back if it was wrong, and done anew."""

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import LifeWheel, LifeWheelScore, Participant
from stegvis.casework.queries import notes, sight
from stegvis.casework.rules.plans import PARAGRAPH, not_to_come, written
from stegvis.casework.vocabulary.mapping import LIFE_AREAS

LOWEST, HIGHEST, MOST_FIRST = 1, 10, 3


def draw(
    *,
    participant: Participant,
    scores: Mapping[str, int],
    first: Iterable[str] = (),
    words: str = "",
    scored_on: dt.date | None = None,
    sent_as: UUID | None = None,
    by: Viewer,
) -> LifeWheel:
    """A wheel of all eight areas, each 1 to 10, with at most three areas where the person wants to begin.

    Sent twice from one page it is kept once. Raises NotFound, NotAllowed; NotPossible with code `required`,
    `out_of_range`, `unknown_word`, `too_many`, `in_the_future`, `too_long`.
    """
    sight.check_participant(by, "mapping", "write", participant)
    begin = list(dict.fromkeys(first))
    _check(scores, begin)
    day = scored_on or timezone.localdate()
    not_to_come(day, "scored_on", today=timezone.localdate()).require()
    said = written(words, "words", PARAGRAPH)
    try:
        with transaction.atomic():
            noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
            wheel = LifeWheel.objects.create(
                participant=participant,
                enrolment=notes.enrolment_on(participant, noon),
                scored_on=day,
                words=said,
                noted_by=by.name[:200],
                noted_at=timezone.now(),
                sent_as=sent_as,
            )
            LifeWheelScore.objects.bulk_create(
                LifeWheelScore(wheel=wheel, area=area, score=scores[area], first=area in begin)
                for area in LIFE_AREAS.codes
            )
            _log(by, "create", wheel)
    except IntegrityError:
        there = LifeWheel.objects.filter(sent_as=sent_as, participant=participant).first() if sent_as else None
        if there is None:
            raise
        return there
    return wheel


def withdraw(*, wheel: LifeWheel, by: Viewer) -> None:
    """Take a wheel back: it is shown and counted nowhere. Raises NotFound, NotAllowed."""
    sight.check_participant(by, "mapping", "write", wheel.participant)
    with transaction.atomic():
        LifeWheel.objects.filter(pk=wheel.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
        _log(by, "withdraw", wheel)


def _check(scores: Mapping[str, int], first: list[str]) -> None:
    if unknown := (set(scores) | set(first)) - set(LIFE_AREAS.codes):
        raise NotPossible(_("Choose one of the words in the list."), field=min(unknown), code="unknown_word")
    for area in LIFE_AREAS.codes:
        if scores.get(area) is None:
            raise NotPossible(_("Say a number for each area."), field=area, code="required")
        if not LOWEST <= scores[area] <= HIGHEST:
            raise NotPossible(_("The number is between 1 and 10."), field=area, code="out_of_range")
    if len(first) > MOST_FIRST:
        raise NotPossible(_("Choose at most three areas."), field="first", code="too_many")


def _log(by: Viewer, verb: str, wheel: LifeWheel) -> None:
    log_about(by, verb, "life_wheel", wheel.pk, wheel.participant, {})
