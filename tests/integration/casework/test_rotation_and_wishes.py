"""Turns in task areas, and what participants wish for."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import merges, rotations, wishes
from stegvis.casework.models import Attendance, Booking, RotationTurn, TopicWish, WishVote
from stegvis.casework.queries import rotations as turning
from stegvis.casework.queries import wishes as wished
from tests.factories import (
    ActivityFactory,
    ActivitySessionFactory,
    AttendanceFactory,
    BookingFactory,
    EnrolmentFactory,
    ParticipantFactory,
    cast,
    viewer,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def amina(people):
    return viewer(people.amina)


@pytest.fixture
def areas(people):
    unit = people.monsteras_unit
    return [ActivityFactory(unit=unit, name=name, track="work", kind="task_area") for name in ("Kök", "Ute")]


def enrolled(people, sex="F"):
    person = ParticipantFactory(controller=people.monsteras, sex=sex)
    EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina, participant=person)
    return person


def plan(people, amina, areas, who, **told):
    usual = {"first": TODAY, "weeks": 1, "rounds": 2}
    return rotations.plan(unit=people.monsteras_unit, participants=who, areas=areas, by=amina, **{**usual, **told})


@pytest.mark.need("ACT-10", where="activity_rotation")
def test_women_and_men_who_tried_are_counted_once(people, amina, areas):
    kitchen, outdoors = areas
    woman, man = enrolled(people, "F"), enrolled(people, "M")
    plan(people, amina, areas, [woman, man])
    session = ActivitySessionFactory(activity=kitchen, days=-3)
    for person in (woman, enrolled(people, "F")):
        AttendanceFactory(session=session, enrolment=person.enrolments.get())
    found = turning.by_sex(amina, people.monsteras_unit, TODAY - dt.timedelta(days=9), TODAY + dt.timedelta(days=30))
    assert [(one.area, one.women, one.men) for one in found] == [(kitchen, 2, 1), (outdoors, 1, 1)]
    assert turning.by_sex(viewer(people.carin), people.monsteras_unit, TODAY, TODAY) == []


def test_new_turns_replace_those_to_come_and_end_the_present_one(people, amina, areas):
    person = enrolled(people)
    plan(people, amina, areas, [person], first=TODAY - dt.timedelta(days=3))
    plan(people, amina, areas, [person], first=TODAY, rounds=1)
    days = RotationTurn.objects.values_list("from_on", "until_on")
    day = dt.timedelta(days=1)
    assert list(days) == [(TODAY - 3 * day, TODAY - day), (TODAY, TODAY + 6 * day)]


def test_turns_only_for_who_is_enrolled_here(people, amina, areas):
    away = EnrolmentFactory(project=people.project, coach=people.amina).participant
    with pytest.raises((NotFound, NotPossible)):
        plan(people, amina, areas, [away])
    assert not RotationTurn.objects.exists()


@pytest.mark.need("ACT-07", where="activity_wishes")
@pytest.mark.need("ACT-28", where="activity_wishes")
def test_the_most_wanted_wish_stands_first_and_a_vote_counts_once(people, amina):
    unit, (one, two) = people.monsteras_unit, [enrolled(people) for _ in range(2)]
    wishes.wish(unit=unit, words="Folkhögskolan", kind="visit", participant=one, by=amina)
    bikes = wishes.wish(unit=unit, words="Laga cyklar", kind="tasks", participant=one, by=amina)
    assert wishes.vote(wish=bikes, participant=two, by=amina)
    assert not wishes.vote(wish=bikes, participant=two, by=amina)
    assert [(row.words, row.number) for row in wished.visible_to(amina)] == [("Laga cyklar", 2), ("Folkhögskolan", 1)]
    assert wishes.wish(unit=unit, words="Laga  cyklar", kind="tasks", by=amina) == bikes
    assert wishes.settle(wish=bikes, state="planned", by=amina).state == "planned"
    assert list(wished.visible_to(viewer(people.carin))) == []


def test_a_wish_of_100_000_characters_is_refused_in_words(people, amina):
    with pytest.raises(NotPossible) as refused:
        wishes.wish(unit=people.monsteras_unit, words="x" * 100_000, by=amina)
    assert (refused.value.field, refused.value.code) == ("words", "too_long")


def test_a_failing_audit_write_undoes_a_wish_and_turns(people, amina, areas, monkeypatch):
    person = enrolled(people)

    def broken(**_told):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", broken)
    monkeypatch.setattr(audit, "record_all", broken)
    with pytest.raises(RuntimeError):
        wishes.wish(unit=people.monsteras_unit, words="Budget", by=amina)
    with pytest.raises(RuntimeError):
        plan(people, amina, areas, [person])
    assert not TopicWish.objects.exists() and not RotationTurn.objects.exists()


def test_two_records_in_the_same_session_become_one_and_come_apart(people, amina, areas):
    dag = viewer(people.dag)
    kept, other = enrolled(people), enrolled(people)
    session = ActivitySessionFactory(activity=areas[0])
    for person, state in ((kept, "waiting"), (other, "booked")):
        BookingFactory(session=session, enrolment=person.enrolments.get(), state=state)
    AttendanceFactory(session=session, enrolment=other.enrolments.get())
    plan(people, amina, areas, [kept, other])
    wish = wishes.wish(unit=people.monsteras_unit, words="Budget", participant=kept, by=amina)
    wishes.vote(wish=wish, participant=other, by=amina)

    def rows():
        models = (Booking, Attendance, RotationTurn, WishVote)
        return [sorted(map(repr, model.objects.values())) for model in models]

    before = rows()
    double = other.enrolments.get()
    made = merges.merge(kept=kept, other=other, void=[double.pk], reason="samma person", by=dag)
    assert [(row.participant_id, row.state) for row in Booking.objects.all()] == [(kept.pk, "booked")]
    assert [(row.participant_id, row.state) for row in Attendance.objects.all()] == [(kept.pk, "present")]
    assert (RotationTurn.objects.count(), WishVote.objects.count()) == (2, 1)
    merges.undo(made=made, by=dag)
    assert rows() == before
