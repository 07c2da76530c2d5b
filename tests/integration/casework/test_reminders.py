"""Reminders: who gets one, with which words, when; and that nothing is sent twice or forgotten."""

import datetime as dt
import signal
import threading

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from stegvis.access.rules import NotAllowed, NotFound
from stegvis.casework import jobs
from stegvis.casework.actions import activity_sessions, calendar_feeds, meetings, reminders
from stegvis.casework.models import ActivityNotice, ContactWay, Meeting, Protection, Reminder
from stegvis.casework.rules.reminders import loud, text_of, way_to
from stegvis.casework.vocabulary.reminders import TEXTS
from stegvis.gateways.messages import OutOfReach, Refused
from stegvis.gateways.messages.carriers import FakeCarrier
from stegvis.workqueue.actions import enqueue
from stegvis.workqueue.worker import run_worker
from tests.factories import ActivityFactory, ActivitySessionFactory, BookingFactory, EnrolmentFactory, cast, viewer
from tests.integration.workqueue.conftest import WorkerProcess

NOON = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time(12)))
TOMORROW = NOON + dt.timedelta(days=1)
ON = timezone.localdate(TOMORROW)


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def fake(monkeypatch):
    made = FakeCarrier()
    monkeypatch.setattr(jobs, "carriers", lambda: {"sms": made, "email": made})
    monkeypatch.setattr(reminders.rules, "loud", lambda at: at)  # these tests run at any hour
    return made


@pytest.fixture
def person(people):
    return agreed(people)


def agreed(people, way=("phone", "070-174 06 05"), leave=True, **more):
    one = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina, **more).participant
    ContactWay.objects.create(participant=one, kind=way[0], value=way[1], may_leave_message=leave)
    jobs.agree_to_reminders(participant=one, wanted=True, by=viewer(people.amina))
    return one


def book(people, person, at=TOMORROW):
    return meetings.book(participant=person, starts_at=at, place="Hemliga gatan 1", by=viewer(people.amina))


def ordered():
    return reminders.order_for(ON, NOON)


def sent_in_two_steps(row, carriers):
    """What the job does, by hand."""
    from django.db import transaction

    with transaction.atomic():
        reminders.begin(row.pk, NOON)
    told = reminders.hand_over(row.pk, carriers)
    with transaction.atomic():
        reminders.end(row.pk, told)
    row.refresh_from_db()
    return row


class TestWhoGetsOne:
    def test_the_day_before_and_once(self, people, person, fake):
        book(people, person)
        assert len(ordered()) == 1
        assert ordered() == []

    def test_nobody_who_has_not_agreed_or_no_longer(self, people, person, fake):
        book(people, person)
        reminders.agree(participant=person, wanted=False, by=viewer(people.amina))
        assert ordered() == []

    def test_nobody_protected_also_when_it_came_after(self, people, person, fake):
        book(people, person)
        row = ordered()[0]
        facts = {"level": "secrecy_marking", "since_on": ON, "review_on": ON, "decided_by": "x", "set_by": "x"}
        Protection.objects.create(participant=person, set_at=NOON, **facts)
        reminders.begin(row.pk, NOON)
        row.refresh_from_db()
        assert (row.state, row.reason) == ("dropped", "protected")
        Reminder.objects.all().delete()
        assert ordered() == []

    @pytest.mark.parametrize(
        ("way", "leave", "channel"),
        [
            (("phone", "070-174 06 05"), True, "sms"),
            (("email", "a@example.org"), True, "email"),
            (("phone", "0491-123 45"), True, ""),
            (("phone", "070-174 06 05"), False, ""),
            (("other", "Via systern"), True, ""),
        ],
    )
    def test_only_where_a_message_may_be_left(self, people, fake, way, leave, channel):
        book(people, agreed(people, way=way, leave=leave))
        row = ordered()[0]
        reminders.begin(row.pk, NOON)
        row.refresh_from_db()
        assert row.channel == channel
        assert row.reason == ("" if channel else "no_way")

    def test_those_booked_in_a_session(self, people, person, fake):
        session = ActivitySessionFactory(activity=ActivityFactory(unit=people.monsteras_unit), days=1)
        BookingFactory(session=session, participant=person, enrolment=person.enrolments.get())
        assert [row.session for row in ordered()] == [session]

    def test_not_when_the_time_was_changed_meanwhile(self, people, person, fake):
        made = book(people, person)
        row = ordered()[0]
        Meeting.objects.filter(pk=made.pk).update(starts_at=TOMORROW + dt.timedelta(minutes=30))
        reminders.begin(row.pk, NOON)
        row.refresh_from_db()
        assert (row.state, row.reason) == ("dropped", "changed")

    def test_moved_and_cancelled_are_told(self, people, person, fake):
        made, by = book(people, person), viewer(people.amina)
        told = {"minutes": 30, "kind": "talk", "mode": "phone", "by": by}
        moved = jobs.change_meeting(meeting=made, starts_at=TOMORROW + dt.timedelta(hours=1), **told)
        jobs.settle_meeting(meeting=moved, state="cancelled", by=by)
        assert sorted(Reminder.objects.values_list("kind", flat=True)) == ["cancelled", "moved"]

    def test_only_who_may_book_may_say_so(self, people, person):
        for who, raised in ((people.carin, NotFound), (people.karin, NotAllowed)):
            with pytest.raises(raised):
                reminders.agree(participant=person, wanted=False, by=viewer(who))


class TestWords:
    @pytest.mark.parametrize("language", [*TEXTS, "fi"])
    @pytest.mark.parametrize("kind", ["before", "moved", "cancelled", "changed", "place_free"])
    def test_the_time_and_nothing_else(self, language, kind):
        text = text_of(kind, language, TOMORROW)
        assert f"{ON} 12:00" in text
        assert len(text) < 200

    def test_another_language_gets_swedish_and_english(self):
        assert text_of("before", "fi", NOON).splitlines() == [text_of("before", each, NOON) for each in ("sv", "en")]

    def test_where_and_who_are_never_told(self, people, person, fake):
        book(people, person)
        sent_in_two_steps(ordered()[0], {"sms": fake})
        said = fake.sent[0].text
        assert "Hemliga" not in said
        assert person.given_name not in said
        assert "Amina" not in said

    @pytest.mark.parametrize(
        ("written", "number"),
        [("070-174 06 05", "+46701740605"), ("+46 70 174 06 05", "+46701740605"), ("0046701740605", "+46701740605")],
    )
    def test_a_number_as_people_write_it(self, written, number):
        assert way_to([ContactWay(kind="phone", value=written, may_leave_message=True)]) == ("sms", number)


@pytest.mark.parametrize(("hour", "expected"), [(7, (0, 8)), (8, (0, 8)), (19, (0, 19)), (20, (1, 8)), (23, (1, 8))])
def test_nothing_goes_in_the_quiet_hours(hour, expected):
    at = NOON.replace(hour=hour)
    days, then = expected
    assert timezone.localtime(loud(at)) == NOON.replace(hour=then) + dt.timedelta(days=days)


class TestTwiceOrForgotten:
    def test_sent_and_said(self, people, person, fake):
        book(people, person)
        row = sent_in_two_steps(ordered()[0], {"sms": fake})
        assert (row.state, row.carrier_id, len(fake.sent)) == ("sent", "fake-1", 1)
        sent_in_two_steps(row, {"sms": fake}) if row.state == "waiting" else None
        reminders.end(row.pk, reminders.CUT_OFF)
        row.refresh_from_db()
        assert row.state == "sent"

    @pytest.mark.parametrize(("breaks", "state"), [(Refused("x"), "failed"), (OutOfReach("x"), "unsure")])
    def test_what_the_carrier_says_stands_there(self, people, person, fake, breaks, state):
        book(people, person)
        fake.breaks = breaks
        assert sent_in_two_steps(ordered()[0], {"sms": fake}).state == state

    def test_what_hangs_is_found(self, people, person, fake):
        book(people, person)
        row = ordered()[0]
        Reminder.objects.filter(pk=row.pk).update(state="sending", channel="sms")
        reminders.left_over(NOON + dt.timedelta(hours=2))
        row.refresh_from_db()
        assert row.state == "unsure"


@pytest.mark.django_db(transaction=True)
class TestThroughTheQueue:
    def _one(self, fake):
        people = cast()
        person = agreed(people)
        made = book(people, person, timezone.now() + dt.timedelta(hours=20))
        row = reminders.order_for(timezone.localdate(made.starts_at), timezone.now())[0]
        jobs._order_sending([row])
        return row

    def test_one_run_sends_one(self, fake):
        row = self._one(fake)
        jobs._order_sending([row])
        run_worker(until_empty=True, poll_seconds=0.01)
        row.refresh_from_db()
        assert (row.state, len(fake.sent)) == ("sent", 1)

    def test_killed_between_sending_and_marking_is_not_sent_again_and_not_forgotten(self, fake):
        row = self._one(fake)
        fake.dies = KeyboardInterrupt()  # what ends the process at that very moment
        with pytest.raises(KeyboardInterrupt):
            run_worker(until_empty=True, poll_seconds=0.01, lease_seconds=0.2)
        fake.dies = None
        row.refresh_from_db()
        assert (row.state, len(fake.sent)) == ("sending", 1)
        run_worker(until_empty=True, poll_seconds=0.05, lease_seconds=0.2)
        row.refresh_from_db()
        assert (row.state, row.reason, len(fake.sent)) == ("unsure", "cut_off", 1)

    def test_killed_before_it_began_is_sent_later(self, fake, monkeypatch):
        row = self._one(fake)
        begin = reminders.begin
        monkeypatch.setattr(reminders, "begin", lambda *_args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run_worker(until_empty=True, poll_seconds=0.01, lease_seconds=0.2)
        monkeypatch.setattr(reminders, "begin", begin)
        run_worker(until_empty=True, poll_seconds=0.05, lease_seconds=0.2)
        row.refresh_from_db()
        assert (row.state, len(fake.sent)) == ("sent", 1)

    def test_workers_killed_again_and_again_send_nothing_twice_and_forget_nothing(self, fake, tmp_path, monkeypatch):
        lines = tmp_path / "sent"
        monkeypatch.setenv("SENT_LINES", str(lines))
        people = cast()
        those = [agreed(people) for _each in range(6)]
        session = session_of(people, *those)
        for hours, person in enumerate(those, 2):
            book(people, person, TOMORROW + dt.timedelta(hours=hours))
        place = activity_sessions.change(session=session, place="Torget", by=viewer(people.amina))
        assert (
            place.place == "Torget"
        )  # six notices of that, and the reminders of the day: of six meetings and six places
        enqueue(jobs.remind, day=ON.toordinal())
        tick = threading.Event()
        for reached in (0, 3, 9):
            victim = WorkerProcess(
                meets=False, prepare="tests.integration.casework.sending.into_lines", until_empty=True,
                poll_seconds=0.02, lease_seconds=0.5,
            )  # fmt: skip
            try:
                for _tick in range(1500):
                    if lines.exists() and len(lines.read_text().split()) > reached:
                        break
                    tick.wait(0.01)
                victim.signal(signal.SIGKILL)
            finally:
                victim.close()
        run_worker(until_empty=True, poll_seconds=0.02, lease_seconds=0.5)
        sent = [*lines.read_text().split(), *(each.reference for each in fake.sent)]
        states = dict(Reminder.objects.values_list("pk", "state"))
        unsure = {str(pk) for pk, state in states.items() if state == "unsure"}
        assert (len(states), len(sent)) == (18, len(set(sent)))
        assert set(states.values()) <= {"sent", "unsure"} and len(unsure) <= 3
        assert set(sent) | unsure == {str(pk) for pk in states}
        assert not ActivityNotice.objects.filter(reminder=None, participant__in=those).exists()

    def test_each_days_run_orders_the_next(self, fake):
        cast()
        jobs.remind.func(day=ON.toordinal())
        waiting = DBTaskResult.objects.filter(task_path__endswith="remind", status="READY")
        assert [row.args_kwargs["kwargs"]["day"] for row in waiting] == [ON.toordinal() + 1]


def session_of(people, *booked, **more):
    """A planned session tomorrow at noon with these booked."""
    one = ActivitySessionFactory(
        activity=ActivityFactory(unit=people.monsteras_unit), on=ON, starts_at=TOMORROW, **more
    )
    for each in booked:
        BookingFactory(session=one, participant=each, enrolment=each.enrolments.get())
    return one


def worked_off():
    run_worker(until_empty=True, poll_seconds=0.01)
    return sorted(Reminder.objects.exclude(kind="before").values_list("kind", "state", "reason"))


@pytest.mark.django_db(transaction=True)
class TestSessionsAreToldAtOnce:
    """Without the run of the afternoon: the change itself orders the messages."""

    @pytest.mark.need("DIS-01", where="activity_session_change")
    @pytest.mark.parametrize(
        ("change", "kind"),
        [
            ({"starts_at": TOMORROW + dt.timedelta(hours=1)}, "moved"),
            ({"starts_at": TOMORROW + dt.timedelta(hours=1), "place": "Torget"}, "moved"),
            ({"mode": "digital"}, "changed"),
            ({"place": "Torget"}, "changed"),
        ],
    )
    def test_one_message_for_each_change(self, fake, change, kind):
        people = cast()
        session = session_of(people, agreed(people))
        activity_sessions.change(session=session, by=viewer(people.amina), **change)
        assert worked_off() == [(kind, "sent", "")]
        assert not [each for each in fake.sent if "Torget" in each.text]
        assert not ActivityNotice.objects.filter(participant__isnull=False, sent_at=None).exists()
        assert reminders.tell_of_sessions(timezone.now()) == []

    def test_there_and_back_again_is_told_each_time(self, fake):
        people = cast()
        session, by = session_of(people, agreed(people)), viewer(people.amina)
        for hours in (1, 0, 1):
            activity_sessions.change(session=session, starts_at=TOMORROW + dt.timedelta(hours=hours), by=by)
            worked_off()
        activity_sessions.cancel(session=session, by=by)
        assert worked_off() == [("cancelled", "sent", ""), *[("moved", "sent", "")] * 3]

    def test_a_whole_unit_that_switches(self, fake):
        people = cast()
        one, other = agreed(people), agreed(people)
        session_of(people, one, other)
        activity_sessions.switch_unit(
            unit=people.monsteras_unit, first=ON, last=ON, mode="digital", by=viewer(people.amina)
        )
        assert worked_off() == [("changed", "sent", "")] * 2

    def test_who_cannot_be_told_stands_in_the_list_and_is_not_counted_as_told(self, fake):
        people = cast()
        person = agreed(people)
        reminders.agree(participant=person, wanted=False, by=viewer(people.amina))
        activity_sessions.change(session=session_of(people, person), place="Torget", by=viewer(people.amina))
        assert worked_off() == [("changed", "dropped", "not_agreed")]
        assert not ActivityNotice.objects.exclude(sent_at=None).exists()

    def test_a_place_from_the_waiting_list(self, fake):
        people = cast()
        first, second = agreed(people), agreed(people)
        session = session_of(people, first, capacity=1)
        waits = BookingFactory(session=session, participant=second, enrolment=second.enrolments.get(), state="waiting")
        activity_sessions.change(session=session, place="Torget", by=viewer(people.amina))
        assert worked_off() == [("changed", "sent", "")]
        activity_sessions.change(session=session, capacity=2, by=viewer(people.amina))
        waits.refresh_from_db()
        assert (waits.state, worked_off()) == ("booked", [("changed", "sent", ""), ("place_free", "sent", "")])


@pytest.fixture
def browser(people, client):
    from tests.factories import second_factor

    second_factor(people.amina)
    client.force_login(people.amina)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


class TestPages:
    def test_the_coach_sees_what_became_of_them(self, people, person, fake, browser):
        book(people, person)
        fake.breaks = Refused("x")
        sent_in_two_steps(ordered()[0], {"sms": fake})
        page = browser.get(reverse("reminders")).text
        assert "Could not be sent: The number or address is wrong" in page

    def test_yes_and_no(self, people, person, browser):
        address = reverse("reminders_wanted", args=[person.pk])
        assert "Gets no reminders." in browser.post(address, {"wanted": "no"}, follow=True).text
        assert "Gets a reminder the day before." in browser.post(address, {"wanted": "yes"}, follow=True).text


class TestTheFeed:
    def _read(self, client, by):
        return client.get(reverse("calendar_ics", args=[calendar_feeds.make(by=by)]))

    def test_has_times_and_nobody(self, people, person, client):
        book(people, person)
        said = self._read(client, viewer(people.amina)).text
        assert "SUMMARY:Samtal" in said
        assert f"DTSTART:{TOMORROW.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" in said
        for told in (person.given_name, person.family_name, "Hemliga", "LOCATION"):
            assert told not in said

    @pytest.mark.parametrize(("mode", "told"), [("on_site", True), ("home", False)])
    def test_a_room_but_no_home(self, people, person, client, mode, told):
        from stegvis.casework.models import ActivityRoom

        made = book(people, person)
        room = ActivityRoom.objects.create(unit=people.monsteras_unit, name="Rum 2")
        Meeting.objects.filter(pk=made.pk).update(mode=mode, room=room)
        assert ("LOCATION:Rum 2" in self._read(client, viewer(people.amina)).text) is told

    def test_a_closed_address_is_nothing(self, people, client):
        by = viewer(people.amina)
        first = calendar_feeds.make(by=by)
        second = calendar_feeds.make(by=by)
        read = [client.get(reverse("calendar_ics", args=[each])).status_code for each in (first, second)]
        calendar_feeds.revoke(by=by)
        read.append(client.get(reverse("calendar_ics", args=[second])).status_code)
        assert read == [404, 200, 404]

    def test_the_address_is_shown_once(self, people, browser):
        assert ".ics" in browser.post(reverse("calendar_feed"), {"do": "make"}).text
        assert ".ics" not in browser.get(reverse("calendar_feed")).text
