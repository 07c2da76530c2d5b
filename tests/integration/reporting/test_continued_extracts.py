"""Of a large project an extract goes on from the one before; whatever happens in between, it is a whole draw."""

import datetime as dt

import pytest

from stegvis.access.rules import operator
from stegvis.casework.actions import attainments, enrolment_facts, enrolments, follow_ups, merges, participants
from stegvis.casework.queries import extract as casework_extract
from stegvis.organisation.models import Unit
from stegvis.reporting.actions import continuing, extracts
from stegvis.reporting.models import StandingExtract
from tests.factories import identity_number, viewer
from tests.integration.casework.conftest import make_stage

pytestmark = pytest.mark.django_db
AT = dt.date(2022, 6, 30)
BORN = dt.date(1990, 5, 17)


@pytest.fixture
def stage(monkeypatch):
    """Four people in the smallest of large projects."""
    monkeypatch.setattr(continuing, "WORTH_KEEPING", 1)
    made = make_stage()
    made.people = [made.enrol(made.register(nth)) for nth in range(4)]
    return made


@pytest.fixture
def asked(monkeypatch):
    """Each draw leaves here how many enrolments it asked the register for; None for all of them."""
    found, real = [], casework_extract.rows

    def rows(by, project, only=None):
        found.append(None if only is None else len(only))
        return real(by, project, only)

    monkeypatch.setattr(casework_extract, "rows", rows)
    return found


def draw(stage, at=AT):
    return extracts.facts_of(project=stage.cast.project, at=at, by=operator("ingrid")).digest


def whole(stage, at=AT):
    StandingExtract.objects.all().delete()
    return draw(stage, at)


def close(stage):
    stage.close(stage.people[0])


def take_closing_back(stage):
    close(stage)
    draw(stage)
    enrolments.reopen(enrolment=stage.people[0], reason="skrevs på fel person", by=stage.amina)


def follow_up(stage):
    gone = stage.close(stage.people[0])
    draw(stage)
    told = {"occasion": "weeks_4", "asked_on": dt.date(2021, 9, 29), "result": "answered", "destination": "work"}
    follow_ups.note(enrolment=gone, by=stage.amina, **told)


def register_by_mistake(stage):
    enrolments.void(enrolment=stage.people[1], reason="registrerades av misstag", by=stage.amina)


def somebody_new(stage):
    stage.enrol(stage.register(40))


def come_again(stage):
    stage.close(stage.people[2])
    stage.enrol(stage.people[2].participant, started_on=dt.date(2022, 1, 10))


def change_target_groups(stage):
    enrolment_facts.change(enrolment=stage.people[3], by=stage.amina, target_groups=["youth"])


def change_channel(stage):
    enrolment_facts.change(enrolment=stage.people[2], by=stage.amina, inflow_channel="school")


def fill_in_education(stage):
    enrolment_facts.change(enrolment=stage.people[2], by=stage.amina, education="tertiary")


def complete_schooling(stage):
    told = {"kind": "upper_secondary", "text": "Komvux", "on": dt.date(2022, 5, 2), "result": "completed"}
    attainments.note(participant=stage.people[1].participant, by=stage.amina, **told)


def correct_number(stage):
    new = identity_number(77, sex="M")
    participants.change(participant=stage.people[0].participant, identity_number=new, by=stage.amina)


def merge_two(stage):
    other = stage.register(50)
    stage.enrol(other, started_on=dt.date(2022, 3, 1))
    stage.close(stage.people[1])
    draw(stage)
    merges.merge(
        kept=stage.people[1].participant, other=other, from_other=["given_name"],
        reason="samma person två gånger", by=viewer(stage.cast.dag),
    )  # fmt: skip


def nothing(stage):
    """Somebody looks, and that is all."""


ACTS = [
    close, take_closing_back, follow_up, register_by_mistake, somebody_new, come_again, change_target_groups,
    change_channel, fill_in_education, complete_schooling, correct_number, merge_two, nothing,
]  # fmt: skip


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_after(stage, act):
    draw(stage)
    act(stage)
    assert draw(stage) == whole(stage)


def test_a_later_day_tells_what_has_become_true(stage):
    gone = stage.close(stage.people[0])
    told = {"asked_on": dt.date(2021, 10, 1), "result": "answered", "destination": "studies"}
    follow_ups.note(enrolment=gone, occasion="weeks_4", by=stage.amina, **told)
    stage.enrol(stage.register(60), started_on=dt.date(2021, 11, 1))
    days = [dt.date(2021, month, 15) for month in range(3, 13)]
    going_on = [draw(stage, day) for day in days]
    assert going_on == [whole(stage, day) for day in days]
    assert len(set(going_on)) == len(days)


def test_only_those_are_asked_for_to_whom_something_happened(stage, asked):
    draw(stage)
    close(stage)
    draw(stage)
    draw(stage)
    assert asked == [None, 1, 0]


@pytest.mark.parametrize("reason", ["an earlier day", "another municipality", "a damaged copy"])
def test_everything_is_drawn_when_it_cannot_be_sure(stage, asked, reason):
    draw(stage)
    if reason == "another municipality":
        Unit.objects.filter(pk=stage.cast.monsteras_unit.pk).update(municipality="Nybro")
    if reason == "a damaged copy":
        StandingExtract.objects.update(content=b"STEGVIS")
    draw(stage, AT - dt.timedelta(1) if reason == "an earlier day" else AT)
    assert asked == [None, None]


def test_a_small_project_is_drawn_whole_each_time(stage, asked, monkeypatch):
    monkeypatch.setattr(continuing, "WORTH_KEEPING", 100)
    draw(stage)
    draw(stage)
    assert asked == [None, None] and not StandingExtract.objects.exists()
