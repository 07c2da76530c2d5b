"""The first screen and the stand-up: what needs somebody is done in place, put off with a reason, or decided."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.casework.actions import meetings, plan_talks, referrals, steps
from stegvis.casework.models import DueSnooze, Note, Step
from stegvis.casework.queries import due as due_rows
from stegvis.web.staff.start import week
from tests.factories import EnrolmentFactory, MembershipFactory, NoteFactory, ParticipantFactory, UnitFactory, viewer
from tests.factories.places import take_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(people):
    person = ParticipantFactory(controller=people.monsteras, given_name="Zoran", family_name="Ekvall")
    return EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina, participant=person)


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


def kinds(client) -> set[str]:
    return {row.due.kind for row in client.get(reverse("start")).context["due_rows"]}


@pytest.mark.need("PLN-01", where="start")
def test_who_was_never_heard_of_and_has_no_plan_is_there_twice(amina, enrolment):
    assert kinds(amina) >= {"no_contact", "no_plan"}


def test_a_call_in_place_takes_the_row_away(amina, enrolment):
    amina.post(reverse("due_call", args=[enrolment.participant_id]), {"text": "All well", "result": "reached"})
    assert Note.objects.get().kind == "phone"
    assert "no_contact" not in kinds(amina)


@pytest.mark.need("INT-28", where="start")
def test_no_answer_is_an_attempt_and_the_row_stays(amina, enrolment):
    amina.post(reverse("due_call", args=[enrolment.participant_id]), {"text": "", "result": "no_answer"})
    assert Note.objects.get().attempt_result == "no_answer"
    assert "no_contact" in kinds(amina)


def test_a_call_without_words_says_what_is_needed(amina, enrolment):
    answer = amina.post(reverse("due_call", args=[enrolment.participant_id]), {"text": " ", "result": "reached"})
    assert "Write a few words." in answer.content.decode()


def put_off(client, enrolment, kind="no_contact", **more):
    told = {"days": "7", "reason": "Is abroad"} | more
    return client.post(reverse("due_put_off", args=[enrolment.participant_id, kind]), told, follow=True)


def test_a_row_rests_until_its_day_and_the_reason_is_seen(amina, enrolment, people):
    page = put_off(amina, enrolment).content.decode()
    assert "Is abroad" in page
    assert "no_contact" not in kinds(amina)
    DueSnooze.objects.update(until_on=timezone.localdate())
    assert "no_contact" in kinds(amina)


def test_a_row_is_taken_up_again(amina, enrolment):
    put_off(amina, enrolment)
    amina.post(reverse("due_take_up", args=[enrolment.participant_id, "no_contact"]))
    assert "no_contact" in kinds(amina)


def test_putting_off_needs_a_reason_and_keeps_what_was_chosen(amina, enrolment):
    page = put_off(amina, enrolment, reason="", days="31").content.decode()
    assert not DueSnooze.objects.exists()
    assert 'value="31" selected' in page


def test_an_unknown_kind_is_nothing(amina, enrolment):
    assert put_off(amina, enrolment, kind="made-up").status_code == 404


@pytest.mark.need("PLN-02", where="start")
def test_a_late_step_needs_somebody(amina, enrolment, people):
    steps.add(participant=enrolment.participant, text="Visit the school", by=viewer(people.amina))
    Step.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    page = amina.get(reverse("start"))
    assert "late_step" in {row.due.kind for row in page.context["due_rows"]}
    assert "Visit the school" in page.content.decode()


def test_every_row_can_be_put_off_and_fetches_its_forms_when_it_is_opened(amina, people):
    for _each in range(12):
        EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    page = amina.get(reverse("start"))
    text = page.content.decode()
    for row in (page.context["due_rows"][0], page.context["later_rows"][0]):
        assert f'href="{row.put_off_url}"' in text
        assert f'hx-get="{row.more_url}"' in text
        assert f'action="{row.put_off_url}"' in amina.get(row.more_url).content.decode()


def moved(client, name: str, args: list, **told) -> str:
    return client.post(reverse(name, args=args), told, follow=True).content.decode()


class TestMoving:
    """A meeting, a step and a plan talk get another day from their row."""

    @pytest.fixture
    def meeting(self, enrolment, people):
        at = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
        person = enrolment.participant
        return meetings.book(participant=person, starts_at=at, mode="outdoors", by=viewer(people.amina), anyway=True)

    def test_a_meeting_with_its_reason_and_the_rest_as_it_was(self, amina, meeting):
        was = amina.get(reverse("start")).context["agenda"].today[0].was
        day = timezone.localdate() + dt.timedelta(days=3)
        page = moved(amina, "due_move_meeting", [meeting.pk], on=day, at="10:30", because="She is ill", was=was)
        before = meeting.starts_at
        meeting.refresh_from_db()
        assert timezone.localtime(meeting.starts_at).strftime("%H:%M") == "10:30"
        assert (meeting.moved_from, meeting.moved_because, meeting.mode) == (before, "She is ill", "outdoors")
        assert "Moved to" in page
        assert "She is ill" in amina.get(reverse("participant", args=[meeting.participant_id])).content.decode()

    def test_what_is_wrong_or_was_moved_meanwhile_is_said_and_nothing_is_lost(self, amina, meeting, people):
        wrong = moved(amina, "due_move_meeting", [meeting.pk], on="2199-01-01", at="10:30", because="She is ill")
        late = moved(amina, "due_move_meeting", [meeting.pk], on=timezone.localdate(), at="11:15", was="17")
        for page in (wrong, late):
            assert "<form" in page
            assert "Moved to" not in page
        assert "She is ill" in wrong
        assert "A colleague has moved it meanwhile" in late
        assert 'value="11:15"' in late
        meeting.refresh_from_db()
        assert meeting.moved_from is None

    def test_a_time_that_is_taken_asks_whether_to_book_anyway(self, amina, meeting, people, enrolment):
        later = meeting.starts_at + dt.timedelta(days=1)
        meetings.book(participant=enrolment.participant, starts_at=later, by=viewer(people.amina))
        told = {"on": timezone.localdate(later), "at": "09:00"}
        assert 'name="anyway"' in moved(amina, "due_move_meeting", [meeting.pk], **told)
        assert "Moved to" in moved(amina, "due_move_meeting", [meeting.pk], anyway="on", **told)

    def test_a_late_step_and_a_plan_talk(self, amina, enrolment, people):
        person, today = enrolment.participant, timezone.localdate()
        step = steps.add(participant=person, text="Visit", due_on=today - dt.timedelta(days=2), by=viewer(people.amina))
        talk = plan_talks.book(participant=person, on=today, by=viewer(people.amina))
        rows = {row.due.kind: row for row in amina.get(reverse("start")).context["due_rows"]}
        for kind in ("late_step", "plan_talk"):
            form = amina.get(rows[kind].more_url).content.decode()
            where = re.search(r'action="([^"]+/move/[^"]*)"', form)[1]
            was = re.search(r'name="was" value="([^"]+)"', form)[1]
            amina.post(where, {"on": today + dt.timedelta(days=9), "because": "No bus", "was": was})
        step.refresh_from_db()
        talk.refresh_from_db()
        assert (step.due_on, talk.planned_on) == (today + dt.timedelta(days=9),) * 2
        assert (step.moved_from, step.moved_because) == (today - dt.timedelta(days=2), "No bus")
        assert not {"late_step", "plan_talk"} & kinds(amina)


def test_who_is_left_in_a_project_that_has_ended_is_to_be_closed_and_not_called(amina, enrolment, people):
    people.project.ends_on = timezone.localdate() - dt.timedelta(days=1)
    people.project.save()
    assert not {"no_contact", "no_plan", "no_step", "no_activity"} & kinds(amina)
    assert "has ended. Close, or note that the person goes on." in amina.get(reverse("start")).content.decode()
    assert amina.get(reverse("stand_up")).context["everybody"] == []
    for name, args in (("participants", []), ("participant", [enrolment.participant_id])):
        assert "The project has ended" in amina.get(reverse(name, args=args)).content.decode()


@pytest.mark.need("INT-28", where="start")
def test_a_call_back_without_an_answer_is_noted_in_the_row(amina, people):
    made = referrals.receive(
        project=people.project, unit=people.monsteras_unit, channel="open_self", received_on=timezone.localdate(),
        name="Ove Alm", reach="070-1740605", by=viewer(people.amina),
    )  # fmt: skip
    told = {"party": "unit", "result": "no_answer", "back": "start"}
    answer = amina.post(reverse("referral_attempt", args=[made.pk]), told, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("start")
    assert "Last tried" in answer.content.decode()


class TestStandUp:
    def test_one_by_one_until_everybody_has_a_step(self, amina, enrolment, people):
        other = EnrolmentFactory(
            unit=people.monsteras_unit, project=people.project, coach=people.bo, started_on=dt.date(2021, 4, 1)
        )
        told = {"text": "Try the workshop", "next_step": "Visit the workshop"}
        for expected in (enrolment, other):
            page = amina.get(reverse("stand_up"))
            assert page.context["enrolment"] == expected
            amina.post(reverse("stand_up") + f"?person={expected.participant_id}", told)
        assert "Everybody has a next step" in amina.get(reverse("stand_up")).content.decode()
        assert Step.objects.count() == 2
        assert set(Note.objects.values_list("kind", flat=True)) == {"team_decision"}

    def test_what_is_missing_is_said_and_nothing_is_lost(self, amina, enrolment):
        page = amina.post(reverse("stand_up"), {"text": "Try the workshop", "next_step": ""}).content.decode()
        assert "Try the workshop" in page
        assert not Note.objects.exists()

    def test_a_manager_who_writes_no_notes_has_no_stand_up(self, people, signed_in, enrolment):
        assert signed_in(people.karin).get(reverse("stand_up")).status_code == 403

    def test_a_manager_who_writes_nothing_is_led_to_the_person(self, people, signed_in, enrolment):
        rows = signed_in(people.karin).get(reverse("start")).context["due_rows"]
        person = reverse("participant", args=[enrolment.participant_id])
        assert {row.url for row in rows if row.due.kind in ("no_contact", "no_plan")} == {person}

    def test_another_municipality_is_not_there(self, people, signed_in, enrolment):
        assert "Zoran" not in signed_in(people.carin).get(reverse("stand_up")).content.decode()

    def test_who_has_been_in_touch_is_no_part_of_it(self, amina, enrolment, people):
        NoteFactory(participant=enrolment.participant)
        steps.add(participant=enrolment.participant, text="Visit", by=viewer(people.amina))
        assert amina.get(reverse("stand_up")).context["everybody"] == []


def test_a_leader_of_several_units_meets_the_rows_of_all_in_one_order(people, monkeypatch):
    """Units and states are asked one by one; the page shows them as if they had been asked together."""
    second = UnitFactory(organisation=people.monsteras)
    take_part(people.project, second)
    months = {people.monsteras_unit: (1, 3, 5), second: (2, 4, 6)}
    for unit, theirs in months.items():
        for month in theirs:
            EnrolmentFactory(
                unit=unit, project=people.project, coach=None, started_on=dt.date(2021, month, 1), education=""
            )
    leader = viewer(MembershipFactory(organisation=people.monsteras, role="unit_manager", unit=None).user)
    began = lambda needs: [need.enrolment.started_on.month for need in needs]  # noqa: E731
    assert began(week.uncoached(leader)) == [1, 2, 3, 4, 5, 6]
    found, count = week.incomplete(leader)
    assert (began(found), count) == ([6, 5, 4, 3, 2], 6)
    monkeypatch.setattr(week, "COUNTED", 3)
    assert week.incomplete(leader)[1] == 4  # one more than is counted: so it is said that there are more
    monkeypatch.setattr(week, "SEARCHED", 4)  # one of each unit and state, and with them who began next before
    assert began(week.incomplete(leader)[0]) == [6, 5, 4, 3]
    without_plan = [due for due in due_rows.rows(leader, dt.date(2021, 12, 1)) if due.kind == "no_plan"]
    assert [due.due_on.month for due in without_plan] == [1, 2, 3, 4, 5]
