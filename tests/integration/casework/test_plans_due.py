"""What the plans ask for on the first screen, and where they stand on the axis of the years."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.casework.actions import frames, plan_talks, plan_versions, plans, steps
from stegvis.casework.queries import due, lanes
from stegvis.casework.queries.due.row import said
from tests.factories import EnrolmentFactory, viewer
from tests.integration.casework.test_protected_identities import protect

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def person(stage):
    people = stage.cast
    return EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina).participant


def rows(stage, today, kind, name="amina"):
    return [row for row in due.rows(viewer(getattr(stage.cast, name)), today) if row.kind == kind]


@pytest.mark.need("PLN-01", where="start")
def test_who_has_no_plan_two_weeks_after_the_start_is_named(stage, person, today):
    people = stage.cast
    EnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina, started_on=today - 13 * DAY
    )
    assert [row.participant for row in rows(stage, today, "no_plan")] == [person]
    plans.change(participant=person, goal="Bli kock", by=stage.amina)
    assert rows(stage, today, "no_plan") == []


@pytest.mark.need("PLN-02", where="start")
def test_a_follow_up_whose_day_has_passed_is_named_and_a_late_step_but_once(stage, person, today):
    one = steps.add(participant=person, text="Följ upp", review_on=today - DAY, by=stage.amina)
    steps.add(participant=person, text="Båda", review_on=today - DAY, due_on=today - 2 * DAY, by=stage.amina)
    steps.add(participant=person, text="I dag", review_on=today, by=stage.amina)
    assert [row.record_id for row in rows(stage, today, "step_review")] == [str(one.pk)]
    assert "Båda" in rows(stage, today, "late_step")[0].words
    steps.settle(step=one, state="done", by=stage.amina)
    assert rows(stage, today, "step_review") == []


@pytest.mark.need("PLN-02", where="start")
def test_a_review_of_the_plan_turns_serious_after_two_weeks(stage, person, today):
    plans.change(participant=person, review_on=today - DAY, by=stage.amina)
    assert rows(stage, today, "plan_review")[0].tone == "warning"
    assert rows(stage, today + 14 * DAY, "plan_review")[0].tone == "danger"


@pytest.mark.need("PLN-03", where="start")
def test_a_talk_is_named_on_its_day_and_until_it_is_noted(stage, person, today):
    talk = plan_talks.book(participant=person, on=today, by=stage.amina)
    assert rows(stage, today - DAY, "plan_talk") == []
    assert rows(stage, today, "plan_talk")[0].tone == "accent"
    assert rows(stage, today + DAY, "plan_talk")[0].tone == "warning"
    plan_talks.hold(talk=talk, text="Bra", by=stage.amina)
    assert rows(stage, today, "plan_talk") == []


@pytest.mark.need("PLN-21", "PLN-22", where="start")
@pytest.mark.parametrize(("kind", "word"), [("temporary_job", "job"), ("course_with_benefit", "Läsa")])
def test_what_ends_within_six_weeks_is_named_in_time(stage, person, today, kind, word):
    ends = today + 60 * DAY
    frame = frames.add(participant=person, kind=kind, text="Läsa", until_on=ends, by=stage.amina)
    assert rows(stage, today, "frame_ends") == []
    (row,) = rows(stage, ends - 45 * DAY, "frame_ends")
    assert said(ends) in row.words
    assert row.tone == "accent"
    assert rows(stage, ends - 14 * DAY, "frame_ends")[0].tone == "warning"
    frames.end(frame=frame, by=stage.amina)
    assert rows(stage, ends, "frame_ends") == []


def test_nobody_hidden_stands_in_any_row_or_lane(stage, person, today):
    steps.add(participant=person, text="Ring", review_on=today - DAY, starts_on=today - DAY, by=stage.amina)
    plans.change(participant=person, goal="Bli kock", review_on=today - DAY, by=stage.amina)
    plan_talks.book(participant=person, on=today, by=stage.amina)
    frames.add(participant=person, kind="temporary_job", text="Vikariat", until_on=today, by=stage.amina)
    plan_versions.keep(participant=person, by=stage.amina)
    assert rows(stage, today, "plan_talk") and lanes.of(stage.amina, person, [])
    protect(stage, person, named=["karin"])
    assert due.rows(stage.amina, today) == []
    assert lanes.of(stage.amina, person, []) == []


@pytest.mark.need("PLN-07", where="participant")
def test_parallel_steps_and_agreements_stand_on_the_axis(stage, person, today):
    for text, track in (("Gym", "health"), ("Svenska", "study")):
        steps.add(participant=person, text=text, track=track, starts_on=today - 9 * DAY, by=stage.amina)
    steps.settle(step=steps.add(participant=person, text="Ring", by=stage.amina), state="done", by=stage.amina)
    plan_versions.agree(participant=person, how="phone", on=today - DAY, by=stage.amina)
    plan_versions.keep(participant=person, by=stage.amina)
    found = {lane.kind: lane for lane in lanes.of(stage.amina, person, [])}
    assert [(span.label, span.tone) for span in found["step"].spans] == [("Gym", "health"), ("Svenska", "study")]
    assert [point.label for point in found["step"].points] == ["Ring"]
    assert [(point.on, point.hollow) for point in found["plan"].points] == [(today - DAY, False), (today, True)]
