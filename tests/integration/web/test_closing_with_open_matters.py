"""A time in a project ends while steps and places are open: what becomes of each, and what undoing brings back."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.base.decision import NotPossible
from stegvis.casework.actions import endings, enrolments, meetings, plan_talks, steps
from stegvis.casework.models import Booking, Enrolment, Step
from stegvis.casework.queries import open_matters
from stegvis.casework.rules import Outcome
from tests.factories import BookingFactory, EnrolmentFactory, ProjectFactory, cast, viewer
from tests.factories.activities import ActivityFactory, ActivitySessionFactory
from tests.factories.notes import NoteFactory

pytestmark = [pytest.mark.django_db, pytest.mark.need("SIP-05", where="enrolment_close")]
TODAY = timezone.localdate()
YESTERDAY = TODAY - dt.timedelta(days=1)
OWN = [Outcome("own_request")]


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def amina(people):
    return viewer(people.amina)


@pytest.fixture
def enrolment(people):
    return EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)


@pytest.fixture
def place(people, enrolment):
    session = ActivitySessionFactory(activity=ActivityFactory(unit=people.monsteras_unit), days=3)
    return BookingFactory(session=session, enrolment=enrolment)


def add(enrolment, by, text="Ring Komvux") -> Step:
    return steps.add(participant=enrolment.participant, text=text, by=by)


def end(enrolment, by, **more) -> Enrolment:
    return endings.end(enrolment=enrolment, ended_on=YESTERDAY, outcomes=OWN, by=by, **more)


class TestSteps:
    def test_are_paused_from_the_last_day_with_the_reason(self, enrolment, amina):
        planned, begun = add(enrolment, amina), add(enrolment, amina, "Besök biblioteket")
        steps.settle(step=begun, state="under_way", by=amina)
        end(enrolment, amina)
        for step in (planned, begun):
            move = step.moves.last()
            assert (move.target, move.because, move.happened_on) == ("paused", "closing", YESTERDAY)

    def test_stay_open_when_the_coach_says_so(self, enrolment, amina):
        step = add(enrolment, amina)
        end(enrolment, amina, steps="keep")
        step.refresh_from_db()
        assert step.state == "planned"

    def test_go_on_as_they_stood_when_the_closing_is_undone(self, enrolment, amina):
        planned, begun = add(enrolment, amina), add(enrolment, amina, "Besök biblioteket")
        steps.settle(step=begun, state="under_way", by=amina)
        enrolments.reopen(enrolment=end(enrolment, amina), reason="Fel person", by=amina)
        assert [Step.objects.get(pk=each.pk).state for each in (planned, begun)] == ["planned", "under_way"]

    def test_that_were_settled_since_stay_settled(self, enrolment, amina):
        step = add(enrolment, amina)
        closed = end(enrolment, amina)
        steps.settle(step=step, state="done", by=amina)
        enrolments.reopen(enrolment=closed, reason="Fel person", by=amina)
        step.refresh_from_db()
        assert step.state == "done"

    def test_that_were_paused_before_stay_paused(self, enrolment, amina):
        step = add(enrolment, amina)
        steps.settle(step=step, state="paused", by=amina)
        enrolments.reopen(enrolment=end(enrolment, amina), reason="Fel person", by=amina)
        step.refresh_from_db()
        assert step.state == "paused"

    def test_of_another_time_that_goes_on_are_left_alone(self, people, enrolment, amina):
        other = EnrolmentFactory(
            unit=people.monsteras_unit, project=ProjectFactory(), coach=people.amina, participant=enrolment.participant
        )
        step = steps.add(participant=enrolment.participant, text="Ring", enrolment=other, by=amina)
        end(enrolment, amina)
        step.refresh_from_db()
        assert step.state == "planned"

    def test_nothing_is_paused_when_the_closing_is_refused(self, enrolment, amina):
        step = add(enrolment, amina)
        with pytest.raises(NotPossible):
            endings.end(enrolment=enrolment, ended_on=YESTERDAY, outcomes=[Outcome("work")], by=amina)
        step.refresh_from_db()
        assert step.state == "planned"

    def test_another_word_is_refused(self, enrolment, amina):
        with pytest.raises(NotPossible) as refused:
            end(enrolment, amina, steps="forget")
        assert refused.value.code == "unknown_word"


class TestPlaces:
    def test_are_named_before_and_cancelled_after(self, enrolment, amina, place):
        assert open_matters.before_closing(amina, enrolment).places == [place]
        closed = end(enrolment, amina)
        place.refresh_from_db()
        assert (place.state, place.ended_because) == ("cancelled", "left")
        assert open_matters.after_closing(amina, closed).places == [place]

    def test_come_back_when_the_closing_is_undone(self, enrolment, amina, place):
        enrolments.reopen(enrolment=end(enrolment, amina), reason="Fel person", by=amina)
        assert Booking.objects.get(pk=place.pk).state == "booked"

    def test_that_another_time_gives_a_right_to_are_not_named(self, people, enrolment, amina, place):
        EnrolmentFactory(
            unit=people.monsteras_unit, project=ProjectFactory(), coach=people.amina, participant=enrolment.participant
        )
        assert open_matters.before_closing(amina, enrolment).places == []


class TestThePage:
    @pytest.fixture
    def client(self, people, signed_in):
        return signed_in(people.amina)

    def test_says_what_happens_to_each(self, client, enrolment, amina, place):
        add(enrolment, amina)
        shown = client.get(reverse("enrolment_close", args=[enrolment.pk])).content.decode()
        assert "Ring Komvux" in shown
        assert place.session.activity.name in shown
        assert 'value="pause"' in shown

    def test_closes_with_the_choice_and_tells_what_became(self, client, enrolment, amina, place):
        step = add(enrolment, amina)
        sent = {
            "ended_on": YESTERDAY.isoformat(), "income_at_exit": "unknown", "steps": "pause",
            "outcome-TOTAL_FORMS": "1", "outcome-INITIAL_FORMS": "0", "outcome-0-destination": "own_request",
        }  # fmt: skip
        told = client.post(reverse("enrolment_close", args=[enrolment.pk]), sent, follow=True).content.decode()
        step.refresh_from_db()
        assert step.state == "paused"
        assert step.text in told
        assert place.session.activity.name in told

    def test_names_meetings_that_stay_booked_before_and_after(self, client, enrolment, amina):
        at = timezone.now() + dt.timedelta(days=2)
        meeting = meetings.book(participant=enrolment.participant, starts_at=at, by=amina)
        cancelled = meetings.book(participant=enrolment.participant, starts_at=at + dt.timedelta(days=1), by=amina)
        meetings.settle(meeting=cancelled, state="cancelled", by=amina)
        before = client.get(reverse("enrolment_close", args=[enrolment.pk])).content.decode()
        end(enrolment, amina)
        after = client.get(reverse("enrolment_closed", args=[enrolment.pk])).content.decode()
        for page in (before, after):
            assert str(meeting.pk) in page
            assert str(cancelled.pk) not in page
        meeting.refresh_from_db()
        assert meeting.state == "planned"

    @pytest.mark.need("EXT-24", where="enrolment_close")
    def test_shows_the_attempts_that_are_written_down(self, client, enrolment):
        address = reverse("enrolment_close", args=[enrolment.pk])
        without = client.get(address).content.decode()
        NoteFactory(
            participant=enrolment.participant, enrolment=enrolment, kind="attempt", attempt_result="left_message",
            attempt_party="income_support",
        )  # fmt: skip
        shown = client.get(address).content.decode()
        assert "Left a message" in shown
        assert "Left a message" not in without


class TestPlanTalks:
    def test_are_named_before_cancelled_after_and_booked_again_when_undone(self, client, people, enrolment, amina):
        talk = plan_talks.book(participant=enrolment.participant, on=TODAY + dt.timedelta(days=9), by=amina)
        assert [each.pk for each in open_matters.before_closing(amina, enrolment).talks] == [talk.pk]
        closed = end(enrolment, amina)
        talk.refresh_from_db()
        assert talk.dropped_at == closed.closed_at
        assert [each.pk for each in open_matters.after_closing(amina, closed).talks] == [talk.pk]
        enrolments.reopen(enrolment=closed, reason="Fel person", by=amina)
        talk.refresh_from_db()
        assert talk.dropped_at is None

    def test_stay_while_another_time_goes_on(self, people, enrolment, amina):
        EnrolmentFactory(
            unit=people.monsteras_unit, project=ProjectFactory(), coach=people.amina, participant=enrolment.participant
        )
        talk = plan_talks.book(participant=enrolment.participant, on=TODAY, by=amina)
        end(enrolment, amina)
        talk.refresh_from_db()
        assert talk.dropped_at is None
