"""Of a large project an extract goes on from the one before; whatever happens in between, it is a whole draw."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from stegvis.access.rules import operator
from stegvis.casework.actions import (
    attainments,
    enrolment_facts,
    enrolments,
    follow_ups,
    life_wheels,
    merges,
    notes,
    participants,
    steps,
)
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import extract as casework_extract
from stegvis.evaluation import contracts, pieces
from stegvis.evaluation.codes import LIFE_AREAS
from stegvis.evaluation.contracts import ExtractError
from stegvis.organisation.models import Unit
from stegvis.reporting.actions import continuing, extracts
from stegvis.reporting.models import ExtractPiece, StandingExtract
from stegvis.upkeep import extract_checks
from tests.factories import identity_number, viewer
from tests.integration.casework.conftest import make_stage

pytestmark = pytest.mark.django_db
AT = dt.date(2022, 6, 30)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def stage(monkeypatch):
    """Four people in the smallest of large projects."""
    monkeypatch.setattr(contracts, "IN_PIECES_FROM", 1)
    monkeypatch.setattr(pieces, "MOST", 2)
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


def drawn(stage, at=AT):
    return extracts.facts_of(project=stage.cast.project, at=at, by=operator("ingrid"))


def draw(stage, at=AT):
    return drawn(stage, at).digest


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


def correct_income_at_exit(stage):
    gone = stage.close(stage.people[0])
    draw(stage)
    enrolment_facts.set_income_at_exit(enrolment=gone, income_at_exit="own_business", by=stage.amina)


def write_down_a_contact(stage):
    gone = stage.close(stage.people[0])
    draw(stage)
    told = {"participant": gone.participant, "enrolment": gone, "kind": "talk", "text": "Vi talades vid."}
    notes.write(**told, happened_at=timezone.make_aware(dt.datetime.combine(gone.ended_on, dt.time(9))), by=stage.amina)


def carry_out_a_step(stage):
    person = stage.people[0].participant
    step = steps.add(participant=person, text="Ringa kursen", track="study", by=stage.amina)
    gone = stage.close(stage.people[0])
    draw(stage)
    steps.settle(step=step, state="done", on=gone.ended_on, by=stage.amina)


def life_wheel_again(stage):
    for day, score in ((dt.date(2022, 1, 10), 3), (dt.date(2022, 5, 10), 6), (dt.date(2022, 5, 20), 7)):
        scores = dict.fromkeys(LIFE_AREAS, score)
        made = life_wheels.draw(participant=stage.people[1].participant, scores=scores, scored_on=day, by=stage.amina)
        draw(stage, dt.date(2022, 5, 15))
    life_wheels.withdraw(wheel=made, by=stage.amina)
    changes = drawn(stage).optional["life_changes"].to_pylist()
    assert [row["change"] for row in changes] == [3] * len(LIFE_AREAS)
    assert {row["last_on"] for row in changes} == {dt.date(2022, 5, 10)}


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
    change_channel, fill_in_education, complete_schooling, correct_income_at_exit, write_down_a_contact,
    life_wheel_again, carry_out_a_step,
    correct_number, merge_two, nothing,
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


@pytest.mark.parametrize("reason", ["an earlier day", "another municipality", "a damaged list", "a damaged piece"])
def test_everything_is_drawn_when_it_cannot_be_sure(stage, asked, reason):
    draw(stage)
    if reason == "another municipality":
        Unit.objects.filter(pk=stage.cast.monsteras_unit.pk).update(municipality="Nybro")
    if reason == "a damaged list":
        StandingExtract.objects.update(content=b"STEGVIS")
    if reason == "a damaged piece":
        ExtractPiece.objects.update(content=b"STEGVIS")
    found = draw(stage, AT - dt.timedelta(1) if reason == "an earlier day" else AT)
    assert [each for each in asked if each != 0] == [None, None]
    assert found == whole(stage, AT - dt.timedelta(1) if reason == "an earlier day" else AT)


def test_extracts_of_releases_share_pieces_and_are_still_read_when_the_draw_has_gone_on(stage):
    by = operator("ingrid")
    earlier = extracts.store(project=stage.cast.project, facts=drawn(stage), by=by)
    for channel in ("school", "open_self"):
        enrolment_facts.change(enrolment=stage.people[2], by=stage.amina, inflow_channel=channel)
        left = drawn(stage)
    stored = ExtractPiece.objects.count()
    later = extracts.store(project=stage.cast.project, facts=extracts.read(earlier), by=by)
    assert later == earlier and ExtractPiece.objects.count() == stored
    ExtractPiece.objects.exclude(left_at=None).update(left_at=timezone.now() - dt.timedelta(days=2))
    assert drawn(stage).digest == left.digest
    assert 0 < ExtractPiece.objects.count() < stored
    assert ExtractPiece.objects.get(digest=extracts.read(earlier).listed.pieces[0].digest).released
    assert extracts.read(earlier).digest == earlier.digest
    ExtractPiece.objects.filter(released=True).update(content=b"STEGVIS")
    with pytest.raises(ExtractError):
        extracts.read(earlier)


def test_who_draws_while_another_does_leaves_what_the_other_kept(stage, monkeypatch):
    drawn(stage)
    close(stage)
    real, others = continuing.kept_pieces.lock, []

    def lock(project):
        if not others:
            others.append(None)
            enrolments.reopen(enrolment=stage.people[0], reason="skrevs på fel person", by=stage.amina)
            others.append(draw(stage))
        real(project)

    monkeypatch.setattr(continuing.kept_pieces, "lock", lock)
    mine = drawn(stage)
    assert StandingExtract.objects.get().digest == others[1] != mine.digest
    assert [each for each in mine.exits["destination"].to_pylist()] == ["work"]
    assert draw(stage) == whole(stage)


@pytest.mark.django_db(transaction=True)
def test_a_draw_that_is_killed_leaves_the_one_before(stage):
    before = draw(stage)
    close(stage)
    database = {key: connection.settings_dict[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    told = {"database": database | {"NAME": str(database["NAME"])}, "project": stage.cast.project.code, "at": str(AT)}
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
    argv = [sys.executable, "-m", "tests.integration.reporting.drawing_process", json.dumps(told)]
    done = subprocess.run(argv, env=environment, cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    standing = StandingExtract.objects.get()
    assert (
        standing.digest == before and ExtractPiece.objects.filter(left_at=None).count() == ExtractPiece.objects.count()
    )
    assert draw(stage) == whole(stage) != before


def test_the_deep_check_compares_with_a_whole_draw_and_drawing_anew_mends_it(stage):
    draw(stage)
    close(stage)
    assert [each.level.value for each in extract_checks.standing()] == ["fine"]
    Enrolment.objects.filter(pk=stage.people[1].pk).update(age_at_start=60)  # past the actions
    assert [each.level.value for each in extract_checks.standing()] == ["fault"]
    extracts.draw_whole(project=stage.cast.project, at=AT, by=operator("ingrid"))
    assert [each.level.value for each in extract_checks.standing()] == ["fine"]
    extracts.store(project=stage.cast.project, facts=drawn(stage), by=operator("ingrid"))
    assert [each.level.value for each in extract_checks.released()] == ["fine"]
    ExtractPiece.objects.filter(released=True).update(content=b"STEGVIS")
    assert [each.level.value for each in (*extract_checks.standing(), *extract_checks.released())] == ["fault"] * 2


def test_a_small_project_is_drawn_whole_each_time(stage, asked, monkeypatch):
    monkeypatch.setattr(contracts, "IN_PIECES_FROM", 100)
    draw(stage)
    draw(stage)
    assert asked == [None, None] and not StandingExtract.objects.exists()
