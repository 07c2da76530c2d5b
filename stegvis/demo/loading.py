"""Load the demonstration projects through the same actions as the screens use. Safe to run again: it goes on where it
stopped, adds a project that an older demonstration lacks, and says so when there is nothing left to do."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.access.actions import assignments, users
from stegvis.access.models import User
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import Viewer
from stegvis.casework.actions import enrolments, participants
from stegvis.casework.actions.participants import Contact
from stegvis.casework.models import Enrolment
from stegvis.casework.rules import UNKNOWN_AT_IMPORT, Outcome
from stegvis.casework.vocabulary import DESTINATIONS, REASONS
from stegvis.demo import electronic_ids, printed, protected
from stegvis.demo.cast import CAST, OFFICES, PASSWORD, Player
from stegvis.demo.synthesiser import Figures, Synthesis, SyntheticPerson, load_figures, synthesise
from stegvis.organisation.models import Organisation, Project, Unit
from stegvis.organisation.queries import places
from stegvis.organisation.rules import municipality_name
from stegvis.programme.actions import printed as printing
from stegvis.programme.actions import projects, targets
from stegvis.programme.actions.projects import PlaceWanted
from stegvis.programme.models import ComparisonShare, PrintedFigure, VolumeTarget
from stegvis.reporting.actions import releases
from stegvis.reporting.models import Release

#: The projects, in the order in which they are loaded.
CODES = ("fsla", "va2-kristinehamn")
#: People written in one transaction: few enough to show progress, many enough to be quick.
TOGETHER = 40
Told = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """What a run did: people added, releases made, printed figures kept."""

    people: int = 0
    releases: int = 0
    printed: int = 0

    @property
    def was_complete(self) -> bool:
        """Was there nothing left to do?"""
        return not (self.people or self.releases or self.printed)

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(self.people + other.people, self.releases + other.releases, self.printed + other.printed)


def load(*, by: Viewer, told: Told = lambda text: None) -> Loaded:
    """Make organisations, units, projects, targets, cast, people, releases and printed figures; what is there stays."""
    electronic_ids.tie(by=by)  # also for a demonstration loaded by an earlier version
    done = Loaded()
    for code in CODES:
        done = done + _load_project(code, by, told)
    return done


def _load_project(code: str, by: Viewer, told: Told) -> Loaded:
    figures = load_figures(code)
    known = places.project_with(code)
    released = Release.objects.filter(project=known).exists() if known else False
    has_printed = PrintedFigure.objects.filter(project=known).exists() if known else False
    if released and has_printed:  # the last steps were done
        return Loaded()
    told(figures.project.name)
    office = projects.organisation(name=OFFICES[code], kind="regional_office", by=by)
    units = _units(figures, by)
    project = known or _project(figures, list(units.values()), office, by)
    _targets(figures, project, by)
    told(_("Organisations, project and targets are in place."))
    staff = _cast(project, units, office, by)
    electronic_ids.tie(by=by)
    told(_("%d accounts are in place.") % len(staff))
    synthesis = synthesise(figures)
    people = 0
    if not released:
        people = _people(figures, synthesis, project, units, staff, by, told)
        if code == protected.PROJECT:
            protected.protect_one(project=project, staff=staff, by=by)
        releases.create(project=project, at=figures.project.outcomes_at, by=by)
        told(_("The first release was made, with data up to %s.") % figures.project.outcomes_at)
    kept = 0 if has_printed else _printed(figures, synthesis, project, by)
    return Loaded(people, not released, kept)


def _printed(figures: Figures, synthesis: Synthesis, project: Project, by: Viewer) -> int:
    return printing.keep(
        project=project,
        figures=printed.figures_of(figures, synthesis.set_aside),
        words=printed.words_of(figures.project),
        remarks=printed.remarks_of(figures),
        by=by,
    )


# --- places and project -----------------------------------------------------------------------------------------
def _units(figures: Figures, by: Viewer) -> dict[str, Unit]:
    found = {}
    for place in figures.project.municipalities:
        body = projects.organisation(
            name=municipality_name(place.name), kind="municipality", municipality_code=place.code, by=by
        )
        wanted = PlaceWanted(f"AME {place.name}", place.name, place.code)
        found[place.name] = projects.unit(wanted=wanted, owner=body, by=by)
    return found


def _project(figures: Figures, units: list[Unit], office: Organisation, by: Viewer) -> Project:
    told = figures.project
    return projects.create(
        code=told.code,
        name=told.name,
        starts_on=told.start_on,
        ends_on=told.end_on,
        units=units,
        owner=office,
        age_min=told.age_from,
        age_max=told.age_to,
        registration_number=told.number,
        funder="Europeiska socialfonden (ESF)",
        by=by,
    )


def _targets(figures: Figures, project: Project, by: Viewer) -> None:
    kept = VolumeTarget.objects.filter(project=project).values_list("version", flat=True)
    for number, version in enumerate(figures.targets, start=1):
        if number not in set(kept):
            aims = [targets.Aim(version.total), targets.Aim(version.women, "F"), targets.Aim(version.men, "M")]
            targets.decide(project=project, name_sv=version.label.sv, name_en=version.label.en, aims=aims, by=by)
    if not ComparisonShare.objects.filter(project=project).exists():
        targets.compare_with(project=project, shares=[_comparison(share) for share in figures.comparison], by=by)


def _comparison(share) -> ComparisonShare:
    one = len(share.outcomes) == 1
    return ComparisonShare(
        indicator="exit_destination" if one else "work_or_studies",
        destination=share.outcomes[0] if one else "",
        share=Decimal(share.percent) / 100,
        name_sv=share.label.sv,
        name_en=share.label.en,
        base_sv=share.base.sv if share.base else "Källan säger inte av vilka.",
        base_en=share.base.en if share.base else "The source does not say of whom.",
    )


# --- the cast ---------------------------------------------------------------------------------------------------
def _cast(project: Project, units: dict[str, Unit], office: Organisation, by: Viewer) -> dict[str, User]:
    mine = [player for player in CAST if player.project == project.code]
    return {player.key: _player(player, project, units, office, by) for player in mine}


def _player(player: Player, project: Project, units: dict[str, Unit], office: Organisation, by: Viewer) -> User:
    known = User.objects.filter(email=player.email).first()
    if known:
        return known
    unit = units[player.municipality] if player.municipality else None
    with transaction.atomic():
        user = users.create(email=player.email, full_name=player.full_name, password=PASSWORD, by=by)
        if player.role == "evaluator":
            _assignment(player, user, project, by)
        else:
            users.add_membership(
                user=user,
                role=player.role,
                organisation=unit.organisation if unit else office,
                unit=unit if player.in_unit else None,
                starts_on=player.joined_on,
                ends_on=player.ends_on,
                by=by,
            )
        if viewer_of(user).needs_second_factor:
            users.set_up_totp(user=user, secret=users.new_totp_secret(), by=by)
    return user


def _assignment(player: Player, user: User, project: Project, by: Viewer) -> None:
    """Whoever evaluates does so on a written assignment, which ends by itself."""
    assignments.assign(
        user=user,
        project=project,
        purpose="Följeutvärdering av projektet",
        decided_by="Styrgruppen",
        decided_on=player.joined_on,
        starts_on=player.joined_on,
        ends_on=player.ends_on,
        by=by,
    )


# --- people -----------------------------------------------------------------------------------------------------
def _people(
    figures: Figures,
    synthesis: Synthesis,
    project: Project,
    units: dict[str, Unit],
    staff: dict[str, User],
    by: Viewer,
    told: Told,
) -> int:
    people = synthesis.people
    fields = ("unit__municipality", "participant__identity_number")
    known = set(Enrolment.objects.filter(project=project).values_list(*fields))
    coaches = {place: cycle(_coaches(place, staff)) for place in units}
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


def _coaches(place: str, staff: dict[str, User]) -> list[User]:
    return [staff[player.key] for player in CAST if player.role == "coach" and player.municipality == place]


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
            )
        )
    return tuple(found)
