"""Load the demonstration projects through the same actions as the screens use. Safe to run again: it goes on where it
stopped, adds a project that an older demonstration lacks, and says so when there is nothing left to do."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import assignments, users
from stegvis.access.models import User
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import Viewer
from stegvis.demo import electronic_ids, goals, going_on, own_indicators, printed, protected, theories_loading
from stegvis.demo.cast import CAST, OFFICES, PASSWORD, Player
from stegvis.demo.life import follow_ups, live_all
from stegvis.demo.people import Told, enrol_all
from stegvis.demo.synthesiser import Figures, Synthesis, load_figures, synthesise
from stegvis.organisation.models import Organisation, Project, Unit
from stegvis.organisation.queries import places
from stegvis.organisation.rules import municipality_name
from stegvis.programme.actions import printed as printing
from stegvis.programme.actions import projects, targets
from stegvis.programme.actions.projects import PlaceWanted
from stegvis.programme.models import ComparisonShare, PrintedFigure, VolumeTarget
from stegvis.reporting.actions import releases
from stegvis.reporting.models import Release

#: The projects of which figures were printed, in the order in which they are loaded.
CODES = ("fsla", "va2-kristinehamn")


@dataclass(frozen=True)
class Loaded:
    """What a run did: people added, releases made, printed figures kept, rows of their life written."""

    people: int = 0
    releases: int = 0
    printed: int = 0
    life: int = 0

    @property
    def was_complete(self) -> bool:
        """Was there nothing left to do?"""
        return not (self.people or self.releases or self.printed or self.life)

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(
            self.people + other.people,
            self.releases + other.releases,
            self.printed + other.printed,
            self.life + other.life,
        )


def load(*, by: Viewer, told: Told = lambda text: None) -> Loaded:
    """Make organisations, units, projects, targets, cast, people, releases and printed figures; what is there stays."""
    electronic_ids.tie(by=by)  # also for a demonstration loaded by an earlier version
    done = Loaded()
    for code in CODES:
        done = done + _load_project(code, by, told)
    today = timezone.localdate()
    done = done + Loaded(people=going_on.load(today=today, by=by, told=told))
    done = done + Loaded(life=live_all(today=today, by=by))
    done = done + Loaded(releases=_release_all(by, told))
    return done + Loaded(life=theories_loading.load_all())


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
    goals.set_goals(project=project, at=figures.project.outcomes_at, by=by)
    own_indicators.compose(project=project, by=by)
    told(_("Organisations, project and targets are in place."))
    staff = _cast(project, units, office, by)
    electronic_ids.tie(by=by)
    told(_("%d accounts are in place.") % len(staff))
    synthesis = synthesise(figures)
    people = 0
    if not released:
        coaches = {place: cycle(_coaches(place, staff)) for place in units}
        people = enrol_all(synthesis.people, project, units, coaches, by, told)
        if code == protected.PROJECT:
            protected.protect_one(project=project, staff=staff, by=by)
        follow_ups.of_project(project=project, today=timezone.localdate(), by=by)
    kept = 0 if has_printed else _printed(figures, synthesis, project, by)
    return Loaded(people, printed=kept)


def _release_all(by: Viewer, told: Told) -> int:
    """Release each project that has not been released, once everybody's life is there. How many."""
    made = 0
    for code in (*CODES, going_on.CODE):
        project = places.project_with(code)
        if not Release.objects.filter(project=project).exists():
            at = load_figures(code).project.outcomes_at if code in CODES else going_on.outcomes_at(project)
            releases.create(project=project, at=at, by=by)
            told(_("The first release was made, with data up to %s.") % at)
            made += 1
    return made


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


def _coaches(place: str, staff: dict[str, User]) -> list[User]:
    return [staff[player.key] for player in CAST if player.role == "coach" and player.municipality == place]
