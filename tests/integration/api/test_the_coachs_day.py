"""Plans, meetings, referrals, activities and mappings through the API: the rules, rights and log of the pages."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.models import AuditEvent
from stegvis.casework.actions import protections
from stegvis.casework.models import Attendance, Meeting, Referral
from stegvis.casework.queries import mapping_forms
from stegvis.casework.queries import mappings as mapping_queries
from stegvis.casework.vocabulary.plan import FRAME_KINDS
from tests.factories import viewer
from tests.factories.activities import ActivityFactory, ActivitySessionFactory, BookingFactory

pytestmark = pytest.mark.django_db


def tomorrow(hour: int = 9) -> str:
    at = timezone.localtime() + dt.timedelta(days=1)
    return at.replace(hour=hour, minute=0, second=0, microsecond=0).isoformat()


def logged(record: str) -> list[tuple[str, str]]:
    return list(AuditEvent.objects.filter(record=record).order_by("number").values_list("verb", "screen"))


@pytest.mark.need("PLN-06", where="API")
def test_a_plan_is_written_and_its_steps_come_out(everyone, system, enrolment):
    there = system(everyone.amina, "plans.write")
    theirs = f"participants/{enrolment.participant_id}"
    assert there.get(f"{theirs}/plan").json()["version"] == 0
    plan = there.patch(f"{theirs}/plan", {"goal": "Arbeta i ett kök", "version": 0}).json()
    assert (plan["goal"], plan["agreed"]) == ("Arbeta i ett kök", False)
    assert there.patch(f"{theirs}/plan", {"goal": "Något annat", "version": 0}).status_code == 409
    goals = there.post(f"{theirs}/plan/goals", {"text": "Prova två veckor"}).json()["goals"]
    assert [each["text"] for each in goals] == ["Prova två veckor"]
    made = there.post(f"{theirs}/steps", {"text": "Ringa skolan", "track": "study"})
    assert made.status_code == 201, made.content
    step = made.json()
    assert made.headers["Location"] == f"/api/steps/{step['id']}"
    changed = there.patch(f"steps/{step['id']}", {"text": "Besöka skolan", "version": step["version"]}).json()
    assert changed["text"] == "Besöka skolan"
    done = there.post(f"steps/{step['id']}/settle", {"state": "done", "learnt": "Det gick bra"}).json()
    assert (done["state"], done["learnt"]) == ("done", "Det gick bra")
    assert there.patch(f"steps/{step['id']}", {"text": "x"}).status_code == 409
    assert there.post(f"steps/{step['id']}/settle", {"state": "failed"}).status_code in (409, 422)
    assert ("settle", "api:step_settle") in logged("step")
    reads = system(everyone.amina, "plans.read")
    assert reads.get(f"steps/{step['id']}").status_code == 200
    assert reads.post(f"{theirs}/steps", {"text": "x"}).status_code == 403


def test_a_note_brings_a_next_step_for_a_key_that_may_change_plans(everyone, system, enrolment):
    there = system(everyone.amina, "notes.write", "plans.write")
    note = {"kind": "talk", "happened_at": "2026-03-02T09:00:00+01:00", "text": "x", "next_step": {"text": "Ringa"}}
    assert there.post(f"participants/{enrolment.participant_id}/notes", note).status_code == 201
    steps = there.get(f"participants/{enrolment.participant_id}/plan").json()["steps"]
    assert [each["text"] for each in steps] == ["Ringa"]


def test_a_meeting_is_booked_once_moved_and_held(everyone, system, enrolment):
    there = system(everyone.amina, "meetings.write")
    theirs = f"participants/{enrolment.participant_id}/meetings"
    made = there.post(theirs, {"starts_at": tomorrow()}, **{"idempotency-key": "one"})
    assert made.status_code == 201, made.content
    again = there.post(theirs, {"starts_at": tomorrow()}, **{"idempotency-key": "one"})
    assert (again.json()["id"], Meeting.objects.count()) == (made.json()["id"], 1)
    clash = there.post(theirs, {"starts_at": tomorrow()})
    assert (clash.status_code, clash.json()["code"]) == (409, "clash")
    address = f"meetings/{made.json()['id']}"
    new = {"starts_at": tomorrow(13), "minutes": 30, "kind": "talk", "mode": "phone", "version": 1}
    assert there.ask("PUT", address, new).json()["mode"] == "phone"
    assert there.ask("PUT", address, new).status_code == 409
    since = timezone.localdate().isoformat()
    assert [each["mode"] for each in there.get(f"meetings?since={since}").json()["items"]] == ["phone"]
    assert there.get(f"meetings?before={since}").json()["items"] == []
    assert there.post(f"{address}/settle", {"state": "held"}).status_code in (409, 422)  # its day has not come
    assert there.post(f"{address}/settle", {"state": "cancelled"}).json()["state"] == "cancelled"
    assert there.post(theirs, {"starts_at": tomorrow(), "user": everyone.carin.pk}).status_code == 422
    assert there.get("meetings?since=0001-01-01&before=9999-12-31").status_code == 200


@pytest.mark.need("INT-28", where="API")
def test_a_referring_system_may_send_and_nothing_else(everyone, system, enrolment):
    sender = system(everyone.amina, "referrals.create")
    today = timezone.localdate().isoformat()
    told = {
        "project": everyone.project.code, "unit": everyone.monsteras_unit.pk, "channel": "income_support",
        "received_on": today, "name": "Ny Person", "reach": "070-174 06 01",
    }  # fmt: skip
    made = sender.post("referrals", told)
    assert made.status_code == 201, made.content
    address = f"referrals/{made.json()['id']}"
    assert (made.json()["name"], made.json()["state"]) == ("Ny Person", "waiting")
    assert sender.post("referrals", told).json()["code"] == "same_name"
    assert sender.post("referrals", told | {"participant": str(enrolment.participant_id)}).status_code == 403
    assert {sender.get("referrals").status_code, sender.get(address).status_code} == {403}
    there = system(everyone.amina, "referrals.write")
    assert there.post(f"{address}/take", {}).json()["taken_by"]["id"] == everyone.amina.pk
    assert there.post(f"{address}/attempts", {"result": "no_answer"}).status_code == 200
    wait = {"wait_reason": "xx", "review_on": today}
    assert there.post(f"{address}/wait", wait).json()["errors"][0]["field"] == "wait_reason"
    assert there.post(f"{address}/start", {"start_at": tomorrow()}).json()["state"] == "start_booked"
    assert there.post(f"{address}/settle", {"outcome": "declined"}).json()["name"] == ""
    assert there.get("referrals?state=declined").json()["items"][0]["id"] == made.json()["id"]
    assert system(everyone.carin, "referrals.write").get(address).status_code == 404
    assert Referral.objects.exclude(pk=enrolment.referral_id).count() == 1


@pytest.mark.need("ACT-01", where="API")
def test_an_activity_is_offered_planned_booked_and_attended(everyone, system, enrolment):
    there = system(everyone.amina, "activities.write")
    offered = {
        "unit": everyone.monsteras_unit.pk, "name": "Cykelskola", "aim": "Cykla till jobbet", "track": "health",
        "kind": "wellness",
    }  # fmt: skip
    activity = there.post("activities", offered).json()
    assert there.patch(f"activities/{activity['id']}", {"capacity": 1}).json()["capacity"] == 1
    assert [each["name"] for each in there.get("activities").json()["items"]] == ["Cykelskola"]
    now = timezone.localtime().replace(microsecond=0).isoformat()
    session = there.post(f"activities/{activity['id']}/sessions", {"starts_at": now}).json()
    address = f"sessions/{session['id']}"
    assert session["capacity"] == 1
    person = str(enrolment.participant_id)
    booked = there.post(f"{address}/bookings", {"participants": [person]}).json()
    assert [(each["participant"], each["state"], each["present"]) for each in booked["seats"]] == [
        (person, "booked", None)
    ]
    mark = {"participant": person, "present": True, "minutes": 30}
    came = there.post(f"{address}/attendance", {"marks": [mark], "version": booked["version"]}).json()
    assert [(each["present"], each["minutes"]) for each in came["seats"]] == [(True, 30)]
    assert Attendance.objects.get().minutes == 30
    assert there.post(f"{address}/cancel", {}).status_code == 409
    assert there.post(f"bookings/{came['seats'][0]['booking']}/cancel", {}).status_code == 409
    assert [each["booked"] for each in there.get("sessions").json()["items"]] == [1]
    assert ("take", "api:session_attendance") in logged("attendance")
    reads = system(everyone.amina, "activities.read")
    assert reads.get(address).status_code == 200
    assert reads.post(f"{address}/attendance", {"marks": []}).status_code == 403


def test_mappings_are_read(everyone, system, enrolment):
    there = system(everyone.amina, "mappings.read")
    assert there.get(f"participants/{enrolment.participant_id}/mappings").json() == {"items": []}
    other = system(everyone.amina, "plans.read")
    assert other.get(f"participants/{enrolment.participant_id}/mappings").status_code == 403


@pytest.mark.need("PRV-01", where="API")
def test_of_a_hidden_person_nothing_is_told_by_plan_meeting_session_or_referral(everyone, system, enrolment):
    there, person = system(everyone.amina), enrolment.participant
    theirs = f"participants/{person.pk}"
    step = there.post(f"{theirs}/steps", {"text": "Ringa"}).json()["id"]
    meeting = there.post(f"{theirs}/meetings", {"starts_at": tomorrow()}).json()["id"]
    need = there.post(f"{theirs}/needs", {"text": "Fast rutin"}).json()["id"]
    session = ActivitySessionFactory(activity=ActivityFactory(unit=everyone.monsteras_unit))
    BookingFactory(session=session, enrolment=enrolment)
    told = {
        "project": everyone.project.code, "unit": everyone.monsteras_unit.pk, "channel": "income_support",
        "received_on": timezone.localdate().isoformat(), "participant": str(person.pk),
    }  # fmt: skip
    referral = there.post("referrals", told)
    today = timezone.localdate()
    protections.protect(
        participant=person, level="secrecy_marking", since_on=today, decided_by="Skatteverket",
        review_on=today + dt.timedelta(days=90), named=[everyone.amina, everyone.karin], by=viewer(everyone.karin),
    )  # fmt: skip
    paths = [
        f"{theirs}/plan",
        f"{theirs}/mappings",
        f"{theirs}/needs",
        f"needs/{need}",
        f"steps/{step}",
        f"meetings/{meeting}",
    ]
    if referral.status_code == 201:
        paths.append(f"referrals/{referral.json()['id']}")
    assert {path: there.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    shown = there.get(f"sessions/{session.pk}").json()
    assert (shown["seats"], shown["booked"], shown["others_booked"]) == ([], 0, 0)
    assert there.get("meetings").json()["items"] == there.get("referrals").json()["items"] == []


def test_frames_and_goals_of_a_plan_come_and_end(everyone, system, enrolment):
    there = system(everyone.amina, "plans.write")
    theirs = f"participants/{enrolment.participant_id}/plan"
    goal = there.post(f"{theirs}/goals", {"text": "Prova två veckor"}).json()["goals"][0]
    settled = there.post(f"{theirs}/goals/{goal['id']}/settle", {"reached": True}).json()["goals"][0]
    assert settled["reached_on"] == timezone.localdate().isoformat()
    assert there.post(f"{theirs}/goals/{goal['id']}/settle", {"reached": True}).status_code == 409
    kind = FRAME_KINDS.codes[0]
    frame = there.post(f"{theirs}/frames", {"kind": kind, "text": "Kom varje dag"}).json()["frames"][0]
    told = {"text": "Kom två dagar i veckan", "version": frame["version"]}
    assert there.patch(f"{theirs}/frames/{frame['id']}", told).json()["frames"][0]["text"] == "Kom två dagar i veckan"
    assert there.patch(f"{theirs}/frames/{frame['id']}", told).status_code == 409
    assert there.ask("POST", f"{theirs}/frames/{frame['id']}/end").json()["frames"] == []


def test_a_mapping_is_filled_in_but_for_what_is_sensitive(everyone, system, enrolment):
    there = system(everyone.amina, "mappings.write")
    begun = there.post(f"participants/{enrolment.participant_id}/mappings", {}).json()
    questions = mapping_forms.whole(mapping_queries.find(viewer(everyone.amina), begun["id"])).by_code.values()
    plain = next(one for one in questions if not one.compartment and one.kind.endswith("_text"))
    apart = next(one for one in questions if one.compartment)
    address = f"mappings/{begun['id']}"
    answered = there.patch(address, {"answers": {plain.code: ["Jag kan svetsa"]}}).json()
    assert (answered["answers"][plain.code], answered["refused"]) == ("Jag kan svetsa", {})
    assert there.patch(address, {"answers": {apart.code: ["x"]}}).status_code == 403
    assert there.ask("POST", f"{address}/finish").json()["state"] == "done"


@pytest.mark.need("MAP-07", where="API")
def test_needs_are_noted_put_first_and_met_with_their_history(everyone, system, enrolment):
    there, theirs = system(everyone.amina, "mappings.write"), f"participants/{enrolment.participant_id}/needs"
    there.post(theirs, {"text": "Fast rutin"})
    made = there.post(theirs, {"text": "Hjälp med brev", "priority": "later"}).json()
    address = f"needs/{made['id']}"
    first = there.patch(address, {"priority": "now", "reason": "Ett krav kom", "version": made["version"]}).json()
    assert there.patch(address, {"priority": "next", "version": made["version"]}).status_code == 409
    assert [one["text"] for one in there.get(theirs).json()["items"]] == ["Hjälp med brev", "Fast rutin"]
    assert there.post(f"{address}/settle", {"state": "met", "version": first["version"]}).json()["state"] == "met"
    told = [(one["priority"], one["state"], one["reason"]) for one in there.get(address).json()["history"]]
    assert told == [("now", "met", ""), ("now", "open", "Ett krav kom"), ("later", "open", "")]
    assert system(everyone.amina, "mappings.read").post(theirs, {"text": "x"}).status_code == 403
    assert system(everyone.amina, "plans.read").get(address).status_code == 403


def test_rooms_series_and_wanted_messages(everyone, system, enrolment):
    there = system(everyone.amina, "activities.write", "meetings.write")
    room = there.post("rooms", {"unit": everyone.monsteras_unit.pk, "name": "Köket", "seats": 8}).json()
    assert there.get("rooms").json()["items"] == [room]
    activity = ActivityFactory(unit=everyone.monsteras_unit)
    first = timezone.localdate() + dt.timedelta(days=1)
    days = {"weekday": first.weekday(), "from_on": str(first), "until_on": str(first + dt.timedelta(days=14))}
    planned = there.post(f"activities/{activity.pk}/series", {"starts_at": "09:00", **days}).json()["items"]
    assert [dt.datetime.fromisoformat(one["starts_at"]).astimezone().date() for one in planned] == [
        first + dt.timedelta(days=7 * week) for week in range(3)
    ]
    theirs = f"participants/{enrolment.participant_id}/messages"
    assert there.ask("PUT", theirs, {"wanted": True}).json() == {"wanted": True, "items": []}
    assert there.get(theirs).json()["wanted"] is True
