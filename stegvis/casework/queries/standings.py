"""What is known of the people an import names: for a chunk of rows in a handful of queries."""

from collections.abc import Iterable

from stegvis.access.rules import Viewer
from stegvis.casework.importing.judging import Standing, Stay
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import import_sight
from stegvis.casework.rules import Outcome
from stegvis.organisation.models import Project

Key = tuple[int, str]


def load(
    viewer: Viewer, project: Project, controllers: Iterable[int], numbers: Iterable[str], *, lock: bool
) -> dict[Key, Standing]:
    """Standings by controller and number, for those in the registers of these controllers.

    Of somebody the viewer may not know of, only `withheld` is said. `lock` holds their rows until the end of the
    transaction, so that nobody enrols or closes them meanwhile. Called by the import only, which has checked at which
    of the controllers its viewer may enrol.
    """
    people = Participant.objects.filter(controller_id__in=list(controllers), identity_number__in=set(numbers))
    people = list(people.order_by("pk").select_for_update(of=("self",)) if lock else people)
    hidden = import_sight.withheld(viewer, [person.pk for person in people])
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
            withheld=person.pk in hidden,
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
    return {(standing.controller_id, standing.number): standing for standing in found.values()}


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
            one.destination: Outcome(one.destination, one.reason, one.receiver, one.receiver_exception, one.explanation)
            for one in enrolment.outcomes.all()
        },
    )
