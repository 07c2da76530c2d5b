"""Meetings: booked, moved, how they went; and the calendar of whoever meets people."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import activities, activity_sessions, meetings, notes, plan_talks, referrals
from stegvis.casework.models import Meeting, PlanTalk, Protection
from stegvis.casework.queries import calendar, calendar_feed
from stegvis.casework.queries import meetings as reading
from tests.factories import (
    ActivityFactory,
    ActivitySessionFactory,
    EnrolmentFactory,
    OpenReferralFactory,
    cast,
    second_factor,
    viewer,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def at(hour: int, days: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(TODAY + dt.timedelta(days=days), dt.time(hour)))


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def person(people):
    return enrolled(people).participant


def enrolled(people, **more):
    return EnrolmentFactory(unit=people.monsteras_unit, project=people.project, **{"coach": people.amina} | more)


def book(people, person, hour=10, days=1, by=None, **more):
    return meetings.book(participant=person, starts_at=at(hour, days), by=by or viewer(people.amina), **more)


def entries(user, days=7):
    return calendar.entries(viewer(user), TODAY, TODAY + dt.timedelta(days=days))


def refused(act, *args, **more) -> str:
    with pytest.raises(NotPossible) as caught:
        act(*args, **more)
    return caught.value.code


class TestBooking:
    @pytest.mark.need("MAP-16", where="meeting_new")
    def test_stands_in_the_calendar_of_who_meets(self, people, person):
        made = book(people, person)
        assert [each.record for each in entries(people.amina)] == [made]
        assert entries(people.bo) == []

    @pytest.mark.need("INT-24", where="meeting_new")
    def test_a_start_talk_can_be_booked_before_a_treatment_ends(self, people, person):
        book(people, person, kind="start", days=40)
        assert entries(people.amina, 50)[0].record.kind == "start"

    def test_the_same_form_twice_books_once(self, people, person):
        sent = uuid.uuid4()
        assert book(people, person, sent_as=sent) == book(people, person, sent_as=sent)
        assert Meeting.objects.count() == 1

    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"minutes": 0}, "minutes"),
            ({"minutes": 481}, "minutes"),
            ({"days": 400}, "far_away"),
            ({"days": -40}, "far_away"),
            ({"kind": "party"}, "unknown_word"),
            ({"mode": "abroad"}, "unknown_word"),
            ({"interpreter_language": "klingon"}, "unknown_word"),
            ({"place": "x" * 100_000}, "too_long"),
        ],
    )
    def test_refuses_in_words(self, people, person, told, code):
        assert refused(book, people, person, **told) == code
        assert not Meeting.objects.exists()

    def test_only_for_those_who_work_with_the_person(self, people, person):
        assert refused(book, people, person, user=people.carin) == "user_elsewhere"
        assert book(people, person, by=viewer(people.dag), user=people.amina).user == people.amina

    def test_who_may_not(self, people, person):
        with pytest.raises(NotFound):
            book(people, person, by=viewer(people.carin))
        with pytest.raises(NotAllowed):
            book(people, person, by=viewer(people.karin))

    def test_without_the_log_there_is_no_meeting(self, people, person, monkeypatch):
        monkeypatch.setattr(audit, "record", lambda **_facts: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            book(people, person)
        assert not Meeting.objects.exists()


class TestClashes:
    def test_the_coach_is_warned_and_may_go_on(self, people, person):
        book(people, person)
        other = enrolled(people).participant
        assert refused(book, people, other) == "clash"
        assert book(people, other, anyway=True)
        assert book(people, other, hour=11)  # one ends when the other begins

    def test_a_session_one_leads_is_a_clash(self, people, person):
        activity = ActivityFactory(unit=people.monsteras_unit, name="Promenad")
        ActivitySessionFactory(activity=activity, leader=people.amina, days=1)
        with pytest.raises(NotPossible, match="Promenad"):
            book(people, person)

    @pytest.mark.need("MAP-16", where="meeting_new")
    def test_a_room_that_is_taken(self, people, person):
        from stegvis.casework.models import ActivityRoom

        room = ActivityRoom.objects.create(unit=people.monsteras_unit, name="Rum 2")
        book(people, enrolled(people, coach=people.bo).participant, by=viewer(people.bo), room=room)
        with pytest.raises(NotPossible, match="Rum 2"):
            book(people, person, room=room)
        foreign = ActivityRoom.objects.create(unit=people.vastervik_unit, name="Rum 2")
        assert refused(book, people, person, room=foreign) == "room_elsewhere"

    def test_a_cancelled_one_takes_no_time(self, people, person):
        meetings.settle(meeting=book(people, person), state="cancelled", by=viewer(people.amina))
        assert book(people, person)


class TestAfterwards:
    def test_moving_keeps_where_it_was(self, people, person):
        made = book(people, person)
        told = {"minutes": 30, "kind": "talk", "mode": "phone", "by": viewer(people.amina)}
        moved = meetings.change(meeting=made, starts_at=at(14, 2), **told)
        assert (moved.moved_from, moved.minutes, moved.version) == (at(10, 1), 30, 2)
        with pytest.raises(ChangedMeanwhile):
            meetings.change(meeting=made, starts_at=at(15, 2), version=1, **told)

    @pytest.mark.parametrize(
        ("days", "states", "code"),
        [
            (1, ["held"], "in_future"),
            (0, ["cancelled", "held"], "already_settled"),
            (0, ["held", "cancelled"], "already_settled"),
            (0, ["lost"], "already_settled"),
        ],
    )
    def test_what_cannot_be_said(self, people, person, days, states, code):
        made, by = book(people, person, days=days), viewer(people.amina)
        for state in states[:-1]:
            meetings.settle(meeting=made, state=state, by=by)
        assert refused(meetings.settle, meeting=made, state=states[-1], by=by) == code

    def test_held_can_be_corrected_to_not_come(self, people, person):
        made, by = book(people, person, days=0), viewer(people.amina)
        for state in ("held", "held", "no_show"):
            found = meetings.settle(meeting=made, state=state, by=by)
        assert (found.state, found.version) == ("no_show", 3)


class TestTheWeek:
    @pytest.mark.need("PLN-03", where="calendar")
    def test_plan_talks_stand_there_until_a_time_is_booked(self, people, person):
        PlanTalk.objects.create(participant=person, planned_on=TODAY + dt.timedelta(days=1), made_by="Amina")
        assert [each.kind for each in entries(people.amina)] == ["talk"]
        book(people, person, kind="plan_talk")
        assert [each.kind for each in entries(people.amina)] == ["meeting"]

    def test_sessions_one_leads(self, people):
        activity = ActivityFactory(unit=people.monsteras_unit)
        ActivitySessionFactory(activity=activity, leader=people.amina, days=1)
        ActivitySessionFactory(activity=activity, leader=people.bo, days=1)
        assert [each.kind for each in entries(people.amina)] == ["session"]

    def test_nobody_hidden_stands_there(self, people, person):
        made = book(people, person)
        facts = {"since_on": TODAY, "review_on": TODAY, "decided_by": "Chefen", "set_by": "test"}
        Protection.objects.create(participant=person, level="secrecy_marking", set_at=timezone.now(), **facts)
        assert entries(people.amina) == []
        with pytest.raises(NotFound):
            reading.find(viewer(people.amina), made.pk)


@pytest.fixture
def browser(people, client):
    from tests.factories import second_factor

    second_factor(people.amina)
    client.force_login(people.amina)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


class TestPages:
    def _form(self, **more):
        return {"on": at(10, 1).date().isoformat(), "at": "10:00", "minutes": "45", "kind": "talk", "mode": "on_site",
                "sent_as": str(uuid.uuid4())} | more  # fmt: skip

    def test_a_clash_is_asked_about_with_what_was_typed(self, people, person, browser):
        address = reverse("meeting_new", args=[person.pk])
        assert browser.post(address, self._form()).status_code == 302
        again = browser.post(address, self._form(place="Kaféet")).text
        assert "Book anyway" in again and "Kaféet" in again
        assert browser.post(address, self._form(anyway="on")).status_code == 302
        assert Meeting.objects.count() == 2

    def test_held_leads_to_a_note_that_is_begun(self, people, person, browser):
        made = book(people, person, days=0, hour=8, minutes=40)
        answer = browser.post(reverse("meeting_settle", args=[made.pk]), {"state": "held"}, follow=True)
        assert 'value="40"' in answer.text and 'value="08:00"' in answer.text

    def test_the_week_and_the_first_screen_show_it(self, people, person, browser):
        book(people, person, days=0, hour=23, place="Kaféet")
        for page in (reverse("calendar"), reverse("start"), reverse("participant", args=[person.pk])):
            assert "Kaféet" in browser.get(page).text

    @pytest.mark.parametrize("week", ["nonsense", "9999-12-31", "0001-01-01", "2026-02-30"])
    def test_a_week_that_is_none_is_this_week(self, browser, week):
        assert "Today" in browser.get(reverse("calendar"), {"week": week}).text

    def test_choosing_somebody_in_the_calendar_leads_to_the_form(self, people, person, browser):
        address = reverse("meeting_new", args=[person.pk])
        assert browser.post(reverse("calendar_book"), {"participant": str(person.pk)}).url == address
        assert browser.post(reverse("calendar_book"), {"participant": "nobody"}).url == reverse("calendar")


@pytest.mark.need("INT-24", where="calendar")
def test_a_start_meeting_of_a_referral_stands_in_the_calendar_of_who_has_taken_it(people, client):
    one = OpenReferralFactory(unit=people.monsteras_unit, project=people.project, name="Ny Person")
    referrals.book_start(referral=one, start_at=at(10, 1), by=viewer(people.amina))
    (found,) = entries(people.amina)
    assert (found.kind, found.record, found.ends_at) == ("start", one, None)
    assert entries(people.bo) == []
    second_factor(people.amina)
    client.force_login(people.amina)
    page = client.get(f"{reverse('calendar')}?week={found.on.isoformat()}").text
    assert "Startmöte, Ny Person" in page
    assert reverse("referral", args=[one.pk]) in page
    told = calendar_feed.written([found], made_at=timezone.now()).decode()
    assert "SUMMARY:Startmöte" in told
    assert "Ny Person" not in told


@pytest.mark.need("MAP-16", where="activity_plan")
def test_a_room_with_a_meeting_in_it_is_not_given_to_a_session(people, person):
    by = viewer(people.amina)
    room = activities.add_room(unit=people.monsteras_unit, name="Rum 2", by=by)
    book(people, person, room=room)
    plan = {"activity": ActivityFactory(unit=people.monsteras_unit), "room": room, "by": by}
    assert refused(activity_sessions.plan, starts_at=at(10, 1) + dt.timedelta(minutes=30), **plan) == "room_taken"
    activity_sessions.plan(starts_at=at(11, 1), **plan)


@pytest.mark.need("PLN-03", where="meeting")
def test_the_booked_plan_talk_is_held_with_the_meeting_or_its_note(people, person):
    by = viewer(people.amina)
    near = plan_talks.book(participant=person, on=TODAY, by=by)
    later = plan_talks.book(participant=person, on=TODAY + dt.timedelta(days=30), by=by)
    meeting = book(people, person, hour=0, days=0, kind="plan_talk")

    def held():
        return list(PlanTalk.objects.exclude(held_on=None).values_list("pk", flat=True))

    meetings.settle(meeting=meeting, state="held", by=by)
    assert held() == [near.pk]
    notes.write(participant=person, kind="plan_talk", happened_at=meeting.starts_at, text="Bra samtal", by=by)
    assert held() == [near.pk]  # the note is about the same talk; the one in a month is another
    meetings.settle(meeting=meeting, state="no_show", by=by)
    assert held() == []
    notes.write(participant=person, kind="plan_talk", happened_at=meeting.starts_at, text="Kom sent", by=by)
    assert held() == [near.pk]
    assert later.pk not in held()
