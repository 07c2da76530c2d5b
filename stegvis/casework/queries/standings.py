"""What is known of the people an import names: for a chunk of rows in a handful of queries."""

from collections.abc import Iterable
from dataclasses import fields

from django.db.models import Q

from stegvis.access.rules import Viewer
from stegvis.casework.importing.standing import Standing, Stay
from stegvis.casework.models import Enrolment, FormerNumber, Participant
from stegvis.casework.queries import protections, sight
from stegvis.casework.rules import Outcome
from stegvis.organisation.models import Project

Key = tuple[int, str]


def load(
    viewer: Viewer, project: Project, controllers: Iterable[int], numbers: Iterable[str], *, lock: bool
) -> dict[Key, Standing]:
    """Standings by controller and number, for those in the registers of these controllers; a former number finds its
    person too. Of somebody hidden from the viewer the standing is `sealed` and holds nothing.

    `lock` holds their rows until the end of the transaction, so that nobody enrols or closes them meanwhile.
    Called by the import only, which has checked at which of the controllers its viewer may enrol.
    """
    controllers, numbers = list(controllers), set(numbers)
    asked = {(controller, number) for controller in controllers for number in numbers}
    sealed = protections.hidden_among(viewer, asked)
    former = FormerNumber.objects.filter(controller_id__in=controllers, identity_number__in=numbers)
    by_former = {person: number for number, person in former.values_list("identity_number", "participant_id")}
    wanted = Q(controller_id__in=controllers, identity_number__in=numbers) | Q(pk__in=list(by_former))
    people = Participant.objects.filter(wanted, sight.unhidden(viewer))
    people = people.order_by("pk").select_for_update(of=("self",)) if lock else people
    found = {}
    for person in people:
        found[person.pk] = Standing(
            controller_id=person.controller_id,
            number=person.identity_number,
            participant_id=person.pk,
            registered=True,
            given_name=person.given_name,
            family_name=person.family_name,
            sex=person.legal_sex,
        )
    enrolments = (
        Enrolment.objects.filter(participant_id__in=list(found))
        .select_related("referral")
        .prefetch_related("outcomes", "target_groups")
        .order_by("started_on", "id")
    )
    for enrolment in enrolments:
        standing = found[enrolment.participant_id]
        if enrolment.state != "void":
            standing.first_channel = standing.first_channel or enrolment.referral.channel
            standing.first_started_on = standing.first_started_on or enrolment.started_on
        if enrolment.project_id == project.pk:
            standing.stays.append(_stay(enrolment))
    standings = {(standing.controller_id, standing.number): standing for standing in found.values()}
    for person, number in by_former.items():
        if person in found:
            standings[found[person].controller_id, number] = found[person]
    return standings | {key: Standing(*key, sealed=True) for key in sealed}


def _stay(enrolment: Enrolment) -> Stay:
    return Stay(
        id=enrolment.pk,
        unit_id=enrolment.unit_id,
        started_on=enrolment.started_on,
        ended_on=enrolment.ended_on,
        state=enrolment.state,
        channel=enrolment.referral.channel,
        target_groups=frozenset(group.code for group in enrolment.target_groups.all()),
        outcomes={
            one.destination: Outcome(**{name: getattr(one, name) for name in _OUTCOME_FACTS})
            for one in enrolment.outcomes.all()
        },
    )


_OUTCOME_FACTS = tuple(each.name for each in fields(Outcome))
