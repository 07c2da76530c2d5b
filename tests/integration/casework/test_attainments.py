"""What a participant does and gets on the way: noted in a line, answered, and told apart by kind."""

import datetime as dt

import pytest
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from stegvis.access.actions import audit
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import attainments
from stegvis.casework.models import Attainment
from stegvis.casework.queries import attainments as reading
from stegvis.casework.rules import attainments as rules
from stegvis.casework.vocabulary.attainments import ATTAINMENT_KINDS, ATTAINMENT_RESULTS, OPEN_RESULTS
from tests.factories import viewer

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def note(stage, person):
    def one(kind, result, text="Coop", **fields):
        return attainments.note(participant=person, kind=kind, result=result, text=text, by=stage.amina, **fields)

    return one


@pytest.mark.need("ACT-12", where="attainments")
def test_an_application_is_followed_to_its_answer(stage, note, today):
    made = note("job_application", "waiting", on=today - 9 * DAY)
    attainments.answer(attainment=made, result="interview", on=today - 3 * DAY, by=stage.amina)
    done = attainments.answer(attainment=made, result="yes", by=stage.amina)
    assert (done.result, done.since_on, done.on) == ("yes", today - 9 * DAY, today)
    with pytest.raises(NotPossible) as refusal:
        attainments.answer(attainment=made, result="no", by=stage.amina)
    assert refusal.value.code == "wrong_state"


@pytest.mark.parametrize(
    ("kind", "first", "last", "told"),
    [
        pytest.param("preparatory_course", "admitted", "left_early", {"next_step": "Ny start i höst"},
                     marks=pytest.mark.need("ACT-15", where="attainments")),
        pytest.param("trial_studies", "going_on", "wants_more", {},
                     marks=pytest.mark.need("ACT-17", where="attainments")),
        pytest.param("abroad", "going_on", "completed", {"learnt": "Att laga mat för hundra"},
                     marks=pytest.mark.need("ACT-19", where="attainments")),
        pytest.param("study_application", "waiting", "no", {}, marks=pytest.mark.need("EXT-14", where="attainments")),
        pytest.param("upper_secondary", "going_on", "completed", {},
                     marks=pytest.mark.need("EXT-14", where="attainments")),
        pytest.param("compulsory_school", "going_on", "completed", {},
                     marks=pytest.mark.need("EXT-14", where="attainments")),
        pytest.param("vocational_training", "going_on", "completed", {},
                     marks=pytest.mark.need("ACT-31", where="attainments")),
    ],
)  # fmt: skip
def test_what_goes_on_is_followed_to_its_end(stage, note, today, kind, first, last, told):
    made = note(kind, first, "Folkhögskolan", on=today - 30 * DAY)
    if told:
        with pytest.raises(NotPossible) as refusal:
            attainments.answer(attainment=made, result=last, by=stage.amina)
        assert (refusal.value.code, refusal.value.field) == ("required", next(iter(told)))
    done = attainments.answer(attainment=made, result=last, by=stage.amina, **told)
    assert (done.result, done.on) == (last, today)


@pytest.mark.need("ACT-18", where="attainments")
def test_practice_drives_have_minutes_and_are_summed(stage, person, note, today):
    with pytest.raises(NotPossible) as refusal:
        note("driving_practice", "done", "Runt sjön")
    assert refusal.value.field == "minutes"
    note("driving_practice", "done", "Runt sjön", minutes=45)
    note("driving_practice", "done", "Motorväg", minutes=60, on=today - DAY)
    note("driving_theory", "not_yet", "Trafikverket")
    found = reading.sums(list(reading.of(stage.amina, person)))
    assert [(each.kind, each.count, each.minutes) for each in found] == [
        ("driving_practice", 2, 105), ("driving_theory", 1, 0),
    ]  # fmt: skip


@pytest.mark.need("ACT-08", where="attainments")
def test_a_study_visit_is_followed_up_by_whether_the_person_wants_more(stage, person, note):
    note("study_visit", "wants_more", "Snickeriet")
    assert [(each.text, each.result) for each in reading.of(stage.amina, person)] == [("Snickeriet", "wants_more")]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"kind": "cv", "result": "passed"}, "wrong_result"),
        ({"kind": "dans", "result": "done"}, "unknown_word"),
        ({"kind": "cv", "result": "done", "text": ""}, "required"),
        ({"kind": "cv", "result": "done", "text": "x" * 100_000}, "too_long"),
        ({"kind": "driving_practice", "result": "done", "minutes": 721}, "minutes"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(note, told, code):
    with pytest.raises(NotPossible) as refusal:
        note(**told)
    assert refusal.value.code == code and str(refusal.value)


def test_the_same_line_twice_is_one_and_a_mistake_goes_away(stage, person, note):
    made = note("cv", "done")
    assert note("cv", "done") == made
    attainments.strike(attainment=made, by=stage.amina)
    assert not reading.of(stage.amina, person).exists() and Attainment.objects.count() == 1
    with pytest.raises(NotFound):
        reading.find(stage.amina, person, made.pk)


def test_nobody_else_reads_or_notes(stage, person, note):
    made = note("cv", "done")
    assert not reading.of(viewer(stage.cast.carin), person).exists()
    for user in (stage.cast.carin, stage.cast.eva):
        with pytest.raises((NotFound, NotAllowed)):
            attainments.answer(attainment=made, result="done", by=viewer(user))


def test_nothing_is_kept_when_it_cannot_be_logged(note, monkeypatch):
    def broken(**event):
        raise DatabaseError("the log is full")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(DatabaseError):
        note("cv", "done")
    assert not Attainment.objects.exists()


@given(st.sampled_from(ATTAINMENT_KINDS.codes), st.sampled_from(ATTAINMENT_RESULTS.codes))
def test_every_kind_can_come_to_its_own_results_and_to_an_end(kind, result):
    own = ATTAINMENT_KINDS[kind].results
    assert rules.fits(kind, result).allowed == (result in own)
    assert set(own) - set(OPEN_RESULTS)
