"""Let participants take turns in the task areas of a unit."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import Activity, Enrolment, Participant, RotationTurn
from stegvis.casework.queries import deputies, sight
from stegvis.casework.rules import groups
from stegvis.organisation.models import Unit


def plan(
    *,
    unit: Unit,
    participants: Iterable[Participant],
    areas: Iterable[Activity],
    first: dt.date,
    weeks: int,
    rounds: int,
    by: Viewer,
) -> list[RotationTurn]:
    """Deal turns from a day on. Turns of these people that begin on or after it are replaced; earlier ones end before.

    Raises NotFound, NotAllowed; NotPossible with `no_person`, `few_areas`, `weeks`, `rounds`, `area_elsewhere`,
    `not_enrolled` (somebody has no enrolment at the unit now).
    """
    sight.check_unit(by, "activity", "change", unit)
    people = sorted(participants, key=lambda one: (one.sort_key, str(one.pk)))
    places = sorted(areas, key=lambda one: (one.sort_key, str(one.pk)))
    groups.may_rotate(people=len(people), areas=len(places), weeks=weeks, rounds=rounds).require()
    if any(area.unit_id != unit.pk for area in places):
        raise NotPossible(_("Choose one that belongs to the unit."), field="areas", code="area_elsewhere")
    for person in people:
        sight.check_participant(by, "attendance", "change", person)
    with whole():
        rights = {one.participant_id: one for one in Enrolment.objects.filter(
            participant__in=people, unit=unit, state="active")}  # fmt: skip
        if missing := [one for one in people if one.pk not in rights]:
            words = _("%(name)s is not enrolled at the unit now.") % {"name": missing[0].called}
            raise NotPossible(words, field="people", code="not_enrolled")
        _make_room(people, first)
        made = [
            RotationTurn(
                activity=turn.area,
                participant=turn.person,
                enrolment=rights[turn.person.pk],
                from_on=turn.from_on,
                until_on=turn.until_on,
                made_at=timezone.now(),
                made_by=by.actor_id[:64],
            )
            for turn in groups.rotate(people, places, first=first, weeks=weeks, rounds=rounds)
        ]
        RotationTurn.objects.bulk_create(made)
        audit.record_all(
            by=deputies.with_purpose_of_list(by),
            acts=[
                audit.Act("rotate", "activity", unit.pk, person.pk, unit.organisation_id, {"rounds": rounds})
                for person in people
            ],
        )
    return made


def _make_room(people: list[Participant], first: dt.date) -> None:
    theirs = RotationTurn.objects.filter(participant__in=people)
    theirs.filter(from_on__gte=first).delete()
    theirs.filter(until_on__gte=first).update(until_on=first - dt.timedelta(days=1))
