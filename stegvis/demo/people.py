"""Write invented people through the same actions as the screens use."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.access.models import User
from stegvis.access.rules import Viewer
from stegvis.casework.actions import enrolments, participants
from stegvis.casework.actions.participants import Contact
from stegvis.casework.models import Enrolment
from stegvis.casework.rules import UNKNOWN_AT_IMPORT, Outcome
from stegvis.casework.vocabulary import DESTINATIONS, REASONS
from stegvis.demo import jobs
from stegvis.demo.synthesiser import SyntheticPerson
from stegvis.organisation.models import Project, Unit

#: People written in one transaction: few enough to show progress, many enough to be quick.
TOGETHER = 40
Told = Callable[[str], None]


def enrol_all(
    people: Sequence[SyntheticPerson],
    project: Project,
    units: Mapping[str, Unit],
    coaches: Mapping[str, Iterator[User]],
    by: Viewer,
    told: Told,
) -> int:
    """Enrol (and close) those who are not there yet; gives their number. `coaches`: who takes the next, by place."""
    fields = ("unit__municipality", "participant__identity_number")
    known = set(Enrolment.objects.filter(project=project).values_list(*fields))
    # every person takes the next coach of the place, also those who are there already: a later run deals alike
    missing = [
        (person, coach)
        for person, coach in ((person, next(coaches[person.municipality])) for person in people)
        if not {(person.municipality, number) for number in _numbers(person)} & known
    ]
    for first in range(0, len(missing), TOGETHER):
        with transaction.atomic():
            for person, coach in missing[first : first + TOGETHER]:
                _enrol(person, project, units[person.municipality], coach, by)
        done = len(people) - len(missing) + min(first + TOGETHER, len(missing))
        told(_("%(done)d of %(all)d invented people …") % {"done": done, "all": len(people)})
    return len(missing)


def _numbers(person: SyntheticPerson) -> list[str]:
    return [number for number in (person.identity_number, person.later_identity_number) if number]


def _enrol(person: SyntheticPerson, project: Project, unit: Unit, coach: User, by: Viewer) -> None:
    participant = participants.register(
        controller=unit.organisation,
        identity_number=person.identity_number,
        given_name=person.given_name,
        family_name=person.family_name,
        name_in_use=person.name_in_use or "",
        language=person.language,
        interpreter=person.interpreter,
        contact_ways=[Contact("phone", person.phone, person.may_leave_message)] if person.phone else [],
        by=by,
    )
    enrolments.enrol(
        participant=participant,
        project=project,
        unit=unit,
        started_on=person.started_on,
        inflow_channel=person.inflow_channel,
        target_groups=person.target_groups,
        coach=coach,
        employment_status=person.employment_status,
        employment_status_months=person.employment_months,
        education=person.education,
        income_source=person.income_at_entry,
        closing=_closing(person),
        by=by,
    )
    if person.later_identity_number:  # another legal sex; the sex at enrolment stays
        participants.change(participant=participant, identity_number=person.later_identity_number, by=by)


def _closing(person: SyntheticPerson) -> enrolments.Closing | None:
    if person.ended_on is None:
        return None
    return enrolments.Closing(person.ended_on, outcomes_of(person), person.income_at_exit or "unknown")


def outcomes_of(person: SyntheticPerson) -> tuple[Outcome, ...]:
    """The person's outcomes; reason, receiver and words belong to the headline, what is not known stays a gap."""
    found = []
    for place, code in enumerate(person.destinations):
        term = DESTINATIONS[code]
        receiver = (person.receiver or "") if place == 0 else ""
        reason = (person.reason or "") if place == 0 else ""
        fits = reason and REASONS[reason].destination == code
        found.append(
            Outcome(
                destination=code,
                reason=reason if fits else "",
                receiver=receiver,
                receiver_exception=UNKNOWN_AT_IMPORT if term.receiver_required and not receiver else "",
                explanation=(person.other_text or UNKNOWN_AT_IMPORT) if term.text_required else "",
                **(jobs.of(receiver) if term.job else {}),
            )
        )
    return tuple(found)
