"""The line through the API: register, enrol, change, close, take back; and its answers when that is not possible."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stegvis.access.models import AuditEvent, SentOnce
from stegvis.casework.actions import plan_talks
from stegvis.casework.models import Enrolment, Participant
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, ParticipantFactory, identity_number, viewer

BORN = dt.date(1991, 4, 7)


@pytest.fixture
def there(everyone, system):
    """A system with a key of Amina's, and the place she works in."""
    return SimpleNamespace(everyone=everyone, ask=system(everyone.amina))


def new_person(everyone, number: int = 5, **more) -> dict:
    return {
        "controller": everyone.monsteras.pk,
        "identity_number": identity_number(number, born=BORN),
        "given_name": "Örjana",
        "family_name": "Ålund",
        "contact_ways": [{"kind": "phone", "value": "070-174 06 05", "may_leave_message": True}],
        **more,
    }


def new_enrolment(everyone, person_id, **more) -> dict:
    return {
        "participant": str(person_id),
        "project": everyone.project.code,
        "unit": everyone.monsteras_unit.pk,
        "started_on": everyone.project.starts_on.isoformat(),
        "inflow_channel": "open_self",
        **more,
    }


def register(there, **more) -> dict:
    answer = there.ask.post("participants", new_person(there.everyone, **more))
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.mark.need("INT-01", where="API")
def test_the_whole_line_from_registration_to_closing(there):
    person = register(there)
    begun = there.ask.post("enrolments", new_enrolment(there.everyone, person["id"]))
    assert begun.status_code == 201
    enrolment = begun.json()
    assert begun.headers["Location"] == f"/api/enrolments/{enrolment['id']}"
    assert enrolment["coach"]["name"] == there.everyone.amina.full_name
    filled = there.ask.patch(f"enrolments/{enrolment['id']}", {"education": "upper_secondary"}).json()
    assert filled["education"] == "upper_secondary"
    assert "education" not in {gap["code"] for gap in filled["gaps"]}
    job = {"destination": "work", "receiver": "Bageriet", "occupation": "7612", "industry": "C"}
    step = there.ask.post(f"participants/{person['id']}/steps", {"text": "Ring Komvux"}).json()["id"]
    theirs = Participant.objects.get(pk=person["id"])
    talk = plan_talks.book(participant=theirs, on=timezone.localdate(), by=viewer(there.everyone.amina))
    closed = there.ask.post(f"enrolments/{enrolment['id']}/close", {"ended_on": "2022-06-30", "outcomes": [job]}).json()
    became = {kind: [each["id"] for each in found] for kind, found in closed["became"].items()}
    assert became == {
        "paused_steps": [step],
        "cancelled_places": [],
        "cancelled_talks": [str(talk.pk)],
        "booked_meetings": [],
    }
    assert (closed["state"], {name: closed["outcomes"][0][name] for name in job}) == ("closed", job)
    again = there.ask.post(f"enrolments/{enrolment['id']}/reopen", {"reason": "Fel dag"}).json()
    assert (again["state"], again["ended_on"]) == ("active", None)
    gone = there.ask.post(f"enrolments/{enrolment['id']}/void", {"reason": "Fel person"}).json()
    assert gone["state"] == "void"
    theirs = there.ask.get(f"participants/{person['id']}/enrolments").json()["items"]
    assert [each["state"] for each in theirs] == ["void"]


def test_identity_numbers_are_hidden_until_asked_for(there):
    person = register(there)
    number = Participant.objects.get(pk=person["id"]).identity_number
    assert person["identity_number"] == f"{number[:8]}-••••"
    listed = there.ask.get("participants")
    assert number[-4:] not in listed.content.decode()
    shown = there.ask.post(f"participants/{person['id']}/identity-number", {}).json()
    assert shown == {"identity_number": number}
    assert AuditEvent.objects.filter(verb="show_number", subject_id=person["id"]).count() == 1


def test_a_person_is_found_by_name_and_number(there):
    person = register(there)
    for text in ("ålu", identity_number(5, born=BORN)):
        found = there.ask.post("participants/search", {"text": text}).json()
        assert [hit["id"] for hit in found["items"]] == [person["id"]]


def test_a_person_is_changed_and_what_is_left_out_stays(there):
    person = register(there)
    changed = there.ask.patch(f"participants/{person['id']}", {"name_in_use": "Kim", "language": None}).json()
    assert changed["name_in_use"] == "Kim"
    assert changed["contact_ways"] == person["contact_ways"]
    event = AuditEvent.objects.filter(verb="change", record="participant").get()
    assert event.facts["fields"] == ["name_in_use"]


def test_who_writes_over_what_they_have_not_read_is_told_so(there):
    person = register(there)
    sent = {"name_in_use": "Kim", "version": person["version"]}
    assert there.ask.patch(f"participants/{person['id']}", sent).json()["version"] == person["version"] + 1
    late = there.ask.patch(f"participants/{person['id']}", {"name_in_use": "Kai", "version": person["version"]})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    assert there.ask.get(f"participants/{person['id']}").json()["name_in_use"] == "Kim"


# --- once ---------------------------------------------------------------------------------------------------------
def test_the_same_sending_with_the_same_key_makes_one_person(there):
    first, second = (
        there.ask.post("participants", new_person(there.everyone), **{"idempotency-key": "abc"}) for _n in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Participant.objects.count() == 1


def test_a_key_used_for_something_else_is_refused(there):
    there.ask.post("participants", new_person(there.everyone), **{"idempotency-key": "abc"})
    other = there.ask.post("participants", new_person(there.everyone, 6), **{"idempotency-key": "abc"})
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert Participant.objects.count() == 1


def test_a_sending_that_was_refused_can_be_sent_again_with_the_same_key(there):
    wrong = there.ask.post("participants", new_person(there.everyone, given_name=" "), **{"idempotency-key": "abc"})
    assert wrong.status_code == 422
    right = there.ask.post("participants", new_person(there.everyone), **{"idempotency-key": "abc"})
    assert right.status_code == 201


def test_neither_key_nor_content_is_kept_in_words(there):
    there.ask.post("participants", new_person(there.everyone), **{"idempotency-key": "my-own-key"})
    stored = " ".join(map(str, SentOnce.objects.values_list()[0]))
    assert "my-own-key" not in stored
    assert "Ålund" not in stored


# --- refusals -----------------------------------------------------------------------------------------------------
def problem(answer, status: int) -> dict:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.json()


def test_a_number_that_is_wrong_is_named_by_field_and_never_repeated(there):
    answer = there.ask.post("participants", new_person(there.everyone, identity_number="19910407-1234"))
    found = problem(answer, 422)
    assert [(error["field"], error["code"]) for error in found["errors"]] == [("identity_number", "check_digit")]
    assert "1234" not in answer.content.decode()


def test_a_person_who_is_registered_already_is_a_conflict(there):
    register(there)
    assert problem(there.ask.post("participants", new_person(there.everyone)), 409)["code"] == "already_registered"


def test_fields_that_lack_or_are_too_many_are_all_named(there):
    found = problem(there.ask.post("participants", {"given_name": "A", "shoe_size": 41}), 422)
    fields = {error["field"]: error["code"] for error in found["errors"]}
    assert fields == {
        "controller": "missing", "identity_number": "missing", "family_name": "missing", "shoe_size": "extra_forbidden",
    }  # fmt: skip


def test_refusals_are_in_the_language_asked_for(everyone, system):
    sent = new_person(everyone, given_name="")
    swedish = system(everyone.amina, language="sv").post("participants", sent).json()
    assert swedish["errors"][0]["reason"] == "Det här behövs."


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"started_on": 0}, "started_on"),
        ({"started_on": "2022-02-30"}, "started_on"),
        ({"started_on": "2022-02-01T00:00"}, "started_on"),
        ({"participant": "x"}, "participant"),
        ({"target_groups": "long_term_unemployed"}, "target_groups"),
        ({"employment_status_months": -1}, "employment_status_months"),
        ({"employment_status_months": "3"}, "employment_status_months"),
        ({"referred_by": "\0"}, "referred_by"),
    ],
)
def test_a_field_of_another_kind_is_refused(there, sent, field):
    found = problem(there.ask.post("enrolments", new_enrolment(there.everyone, uuid.uuid4(), **sent)), 422)
    assert [error["field"] for error in found["errors"]] == [field]


@pytest.mark.parametrize("body", ["{", "[]", "null", '"text"', '{"text": "\\ud800x"}', "\xff"])
def test_what_cannot_be_read_is_said_to_be_unreadable(there, body):
    answer = Client().generic(
        "POST",
        "/api/participants/search",
        data=body.encode("latin-1"),
        content_type="application/json",
        headers={"authorization": f"Bearer {there.ask.text}"},
    )
    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_enrolling_somebody_of_another_municipality_is_not_found(there):
    stranger = ParticipantFactory(controller=there.everyone.vastervik)
    problem(there.ask.post("enrolments", new_enrolment(there.everyone, stranger.pk)), 404)
    assert not Enrolment.objects.exists()


@pytest.mark.need("EXT-25", where="API")
@pytest.mark.parametrize(
    ("scopes", "told"),
    [((), ("imprisoned", False)), (("participants.read",), ("other_municipal", True))],
    ids=["with the scope", "without it"],
)
def test_sensitive_exits_need_a_scope_of_their_own(everyone, system, scopes, told):
    closed = ClosedEnrolmentFactory(
        unit=everyone.monsteras_unit,
        project=everyone.project,
        coach=everyone.amina,
        participant=ParticipantFactory(controller=everyone.monsteras),
        outcomes=["imprisoned"],
    )
    answer = system(everyone.amina, *scopes).get(f"enrolments/{closed.pk}")
    assert [(each["destination"], each["coarse"]) for each in answer.json()["outcomes"]] == [told]
    assert ("imprisoned" in answer.content.decode()) is not told[1]


# --- many ---------------------------------------------------------------------------------------------------------
def people(everyone, count: int) -> None:
    for _number in range(count):
        EnrolmentFactory(
            unit=everyone.monsteras_unit,
            project=everyone.project,
            coach=everyone.amina,
            participant=ParticipantFactory(controller=everyone.monsteras),
        )


def test_a_list_costs_the_same_however_long_it_is(everyone, system):
    there = system(everyone.amina)
    counts = []
    for more in (1, 2, 27):
        people(everyone, more)
        there.get("participants?size=100")
        with CaptureQueriesContext(connection) as made:
            answer = there.get("participants?size=100")
        counts.append(len(made))
    assert len(answer.json()["items"]) == 30
    assert len(set(counts)) == 1, counts


def test_pages_follow_each_other_and_can_be_narrowed(everyone, system):
    people(everyone, 5)
    there = system(everyone.amina)
    first = there.get("participants?size=3").json()
    second = there.get(f"participants?size=3&after={first['after']}").json()
    assert (len(first["items"]), len(second["items"]), second["after"]) == (3, 2, None)
    assert not {each["id"] for each in first["items"]} & {each["id"] for each in second["items"]}
    assert there.get("participants?state=closed").json()["items"] == []
    assert there.get("participants?project=nothing").json()["items"] == []
    assert len(there.get(f"participants?project={everyone.project.code}").json()["items"]) == 5
    problem(there.get("participants?state=happy"), 422)
    problem(there.get("participants?size=1000"), 422)
    assert problem(there.get("participants?sate=closed"), 422)["code"] == "unknown_parameter"
