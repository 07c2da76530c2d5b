"""The third demonstration project: one that is going on today, so that a coach's week has something in it.

It is what two of the municipalities carried on with in ordinary operation. Nobody printed figures of it; its people and
days are counted back from the day it is loaded.
"""

import datetime as dt
from itertools import cycle

from stegvis.access.models import User
from stegvis.access.rules import Viewer
from stegvis.casework.models import Participant
from stegvis.demo.cast import CAST, OFFICES
from stegvis.demo.life import follow_ups
from stegvis.demo.people import Told, enrol_all
from stegvis.demo.synthesiser.going_on import CODE, DAYS_SO_FAR, going_on
from stegvis.organisation.models import Organisation, Project, Unit
from stegvis.programme.actions import projects, targets
from stegvis.reporting.models import Release

#: Who takes the next person at each place: Amina has two of three in Mönsterås.
_DEAL = {"Mönsterås": ("amina", "amina", "bo"), "Västervik": ("carin",)}


def load(*, today: dt.date, by: Viewer, told: Told) -> int:
    """Make the project and its people; 0 when it is there and released already, else the number of people."""
    known = Project.objects.filter(code=CODE).first()
    if known and Release.objects.filter(project=known).exists():
        return 0
    taken = Participant.objects.exclude(enrolments__project__code=CODE).values_list("identity_number", flat=True)
    made = going_on(known.starts_on + dt.timedelta(days=DAYS_SO_FAR) if known else today, sorted(taken))
    told(made.project.name)
    units = {unit.municipality: unit for unit in Unit.objects.filter(municipality__in=_DEAL)}
    office = Organisation.objects.get(name=OFFICES["fsla"])
    project = known or projects.create(
        code=CODE,
        name=made.project.name,
        starts_on=made.project.start_on,
        ends_on=made.project.end_on,
        units=list(units.values()),
        owner=office,
        age_min=made.project.age_from,
        age_max=made.project.age_to,
        registration_number="",
        funder="Kommunerna (ordinarie verksamhet)",
        by=by,
    )
    if not known:
        aims = [targets.Aim(200), targets.Aim(100, "F"), targets.Aim(100, "M")]
        targets.decide(project=project, name_sv="Projektplanen", name_en="The project's plan", aims=aims, by=by)
    staff = {player.key: User.objects.get(email=player.email) for player in CAST if player.key in _keys()}
    coaches = {place: cycle([staff[key] for key in keys]) for place, keys in _DEAL.items()}
    people = enrol_all(made.people, project, units, coaches, by, told)
    follow_ups.of_project(project=project, today=today, by=by)
    return people


def outcomes_at(project: Project) -> dt.date:
    """The day of its release: the end of the month before it was loaded."""
    return (project.starts_on + dt.timedelta(days=DAYS_SO_FAR)).replace(day=1) - dt.timedelta(days=1)


def _keys() -> set[str]:
    return {key for keys in _DEAL.values() for key in keys}
