"""A project with enough people for the gate to let something through, and one small municipality."""

import datetime as dt
import sys

import pytest

from stegvis.programme.models import ComparisonShare, VolumeTarget
from stegvis.reporting.actions import extracts, releases
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, ParticipantFactory, cast, viewer

AT = dt.date(2022, 10, 31)
WAYS = {"work": 12, "studies": 9, "internship": 8, "job_seeking": 7, "moved": 6}


@pytest.fixture
def everyone(db):
    """The fixed cast in their project."""
    return cast(age_min=18, age_max=64)


@pytest.fixture
def full_project(everyone):
    """42 people in Mönsterås and as many in Västervik have ended; three in Västervik are still enrolled."""
    for unit in (everyone.monsteras_unit, everyone.vastervik_unit):
        for destination, people in WAYS.items():
            for _number in range(people):
                end(unit, everyone.project, destination)
    for _number in range(3):
        begin(everyone.vastervik_unit, everyone.project)
    return everyone


def begin(unit, project, **more):
    """One more enrolment, still active."""
    participant = ParticipantFactory(controller=unit.organisation)
    return EnrolmentFactory(unit=unit, project=project, participant=participant, **more)


def end(unit, project, *destinations, **more):
    """One more enrolment that has ended with these destinations."""
    participant = ParticipantFactory(controller=unit.organisation)
    return ClosedEnrolmentFactory(
        unit=unit, project=project, participant=participant, outcomes=list(destinations), **more
    )


_computed = {}


def prepared(everyone):
    """A prepared release. Computing takes seconds and every test has the same people: it is done once."""
    by = viewer(everyone.eva)
    if not _computed:
        made = releases.prepare(project=everyone.project, at=AT, by=by)
        _computed.update(results=made.results, published=made.published, fund=made.fund)
    facts = extracts.facts_of(project=everyone.project, at=AT, by=by)
    return releases.Prepared(everyone.project, AT, facts, (), follows=0, **_computed)


@pytest.fixture
def told_release(full_project):
    """A release of a project with targets and something to compare with."""
    project = full_project.project
    for version, name, sizes in ((1, "Ansökan", (120, 60, 60)), (2, "Efter analysen", (90, 45, 45))):
        for sex, people in zip(("", "F", "M"), sizes, strict=True):
            VolumeTarget.objects.create(
                project=project, version=version, version_name_sv=name, version_name_en=name, sex=sex, people=people
            )
    ComparisonShare.objects.create(
        project=project, indicator="work_or_studies", share="0.34", name_sv="Andra projekt", name_en="Other projects",
        base_sv="Basen är inte känd", base_en="The base is not known",
    )  # fmt: skip
    return releases.freeze(prepared(full_project), by=viewer(full_project.eva))


@pytest.fixture
def without_pango(monkeypatch):
    """A machine on which the text library cannot be loaded."""

    class Lacking:
        def find_spec(self, name, path=None, target=None):
            if name.partition(".")[0] == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0.so.0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Lacking(), *sys.meta_path])
