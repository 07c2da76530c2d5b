"""Every operation of the API stands in routes.csv and answers each of the cast as the access matrix says."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import resolve

from stegvis.access.models import AuditEvent
from stegvis.access.roles import ROLES
from stegvis.access.vocabulary import TOKEN_SCOPES, permissions_of
from stegvis.web.api import limits
from stegvis.web.api.document import document
from stegvis.web.shared.routes import rules
from tests.factories import EnrolmentFactory, viewer

pytestmark = [pytest.mark.django_db, pytest.mark.need("PRV-01", where="API")]

#: Everybody of the cast who can have a key; Hassan and Ida have no right that one could carry.
PEOPLE = ("amina", "bo", "carin", "dag", "eva", "filip", "gun", "jan", "karin", "leo", "maja", "nils")
#: What an operation needs besides the permission of routes.csv: to read the person first.
READS_FIRST = {
    "participant_change", "participant_looks", "enrolment_change", "enrolment_close", "enrolment_reopen",
    "enrolment_void", "participant_notes", "note_create", "follow_up_create",
    "participant_plan", "plan_change", "plan_goal_add", "step_create", "participant_mappings", "meeting_create",
    "plan_frame_add", "mapping_begin", "participant_messages", "messages_want", "participant_needs", "need_create",
}  # fmt: skip
#: Operations about a record of which there is none, so that nothing is found.
FINDS_NOTHING = {
    "release_results", "note", "note_correct", "note_withdraw", "note_words", "follow_up", "follow_up_correct",
    "step", "step_change", "step_settle", "mapping", "meeting", "meeting_change", "meeting_settle", "referral",
    "referral_take", "referral_attempt", "referral_start", "referral_wait", "referral_settle", "activity",
    "activity_change", "session_create", "session", "session_change", "session_cancel", "session_book",
    "booking_cancel", "session_attendance", "import", "import_rows", "import_take", "import_cancel", "import_undo",
    "plan_goal_settle", "plan_frame_change", "plan_frame_end", "mapping_answer", "mapping_finish", "session_series",
    "need", "need_change", "need_settle",
    "theory_box", "theory_box_change", "assumption_create",
    "assumption_review", "evaluation_question", "evaluation_question_change", "finding", "finding_change",
    "goal", "goal_readings", "goal_revise", "goal_judge", "goal_count",
}  # fmt: skip
#: Lists of whatever one may see.
LISTS = {
    "participant_list", "participant_search", "indicator_list", "release_list", "follow_up_list", "follow_up_due",
    "meeting_list", "referral_list", "activity_list", "session_list", "import_list", "room_list",
    "theory", "evaluation_plan", "finding_list", "goal_list",
    "own_indicator_list",
}  # fmt: skip
#: Creations in a project that everybody with the permission reaches here.
IN_A_PROJECT = {"theory_box_create", "evaluation_question_create", "finding_create", "goal_create"}
#: Creations at a unit.
AT_A_UNIT = {"referral_create", "activity_create", "import_create", "room_add"}
OF_PROJECTS = {
    "finding_create": {"observation": " "},
    "finding_change": {"observation": " "},
    "goal_create": {"name": "Stärkta deltagare", "kind": "share"},
    "goal_revise": {"decision": "x"},
    "goal_judge": {"fulfilment": "xx", "reasoning": "x"},
    "goal_count": {"number": 1, "counted_on": "2026-03-02", "source": "x"},
}
NOW = "2026-03-02T09:00:00+01:00"
NEW_PERSON = {"identity_number": "x", "given_name": "A", "family_name": "B"}


def operations() -> dict[str, tuple[str, str]]:
    """Method and path of every operation, by its name."""
    return {
        about["operationId"]: (method.upper(), path.removeprefix("/api/"))
        for path, methods in document()["paths"].items()
        for method, about in methods.items()
    }


def test_every_operation_stands_in_the_list_and_every_line_is_an_operation():
    listed = {name.removeprefix("api:") for name in rules() if name.startswith("api:")}
    assert set(operations()) == listed - {"openapi", "start", "nothing"}


def test_every_operation_asks_for_a_key(monkeypatch):
    monkeypatch.setattr(limits, "WRONG_KEYS", 10_000)
    for path, methods in document()["paths"].items():
        for method, about in methods.items():
            assert (path, method, about["security"]) == (path, method, [{"Token": []}])
            assert Client().generic(method.upper(), filled_in(path)).status_code in (401, 404)


def filled_in(path: str, **arguments) -> str:
    """The path with these arguments, and ids that are nobody's for the others."""
    given = {"code": "x", "number": 1, **arguments}
    return re.sub(r"\{(\w+)\}", lambda found: str(given.get(found[1], uuid.UUID(int=0))), path)


@pytest.fixture
def world(everyone):
    """The cast and an enrolment of Bo's."""
    enrolment = EnrolmentFactory(unit=everyone.monsteras_unit, project=everyone.project, coach=everyone.bo)
    return everyone, enrolment


def sendings(everyone, enrolment) -> dict:
    """What to send to each operation that takes something: right in form, impossible in substance."""
    return {
        "participant_search": {"text": "ingen alls"},
        "participant_create": {"controller": everyone.monsteras.pk, **NEW_PERSON},
        "participant_change": {"language": "xx"},
        "participant_number": {},
        "enrolment_create": {
            "participant": str(enrolment.participant_id),
            "project": everyone.project.code,
            "unit": everyone.monsteras_unit.pk,
            "started_on": "1900-01-01",
        },
        "enrolment_change": {"education": "xx"},
        "enrolment_close": {"ended_on": "1900-01-01", "outcomes": [{"destination": "work"}]},
        "enrolment_reopen": {"reason": " "},
        "enrolment_void": {"reason": " "},
        "note_create": {"kind": "xx", "happened_at": NOW},
        "note_correct": {"kind": "xx", "happened_at": NOW},
        "note_withdraw": {"reason": " "},
        "follow_up_create": {"occasion": "xx", "result": "xx", "asked_on": "2026-03-02"},
        "plan_change": {"goal": "x" * 1001},
        "plan_goal_add": {"text": " "},
        "step_create": {"text": " "},
        "step_change": {"text": " "},
        "step_settle": {"state": "xx"},
        **_sendings_of_a_day(everyone, enrolment),
    }


def _sendings_of_a_day(everyone, enrolment) -> dict:
    """To operations about times, the way in, activities and files."""
    return {
        "meeting_create": {"starts_at": NOW, "kind": "xx"},
        "meeting_change": {"starts_at": NOW, "minutes": 60, "kind": "xx", "mode": "xx"},
        "meeting_settle": {"state": "xx"},
        "referral_create": {
            "project": everyone.project.code,
            "unit": everyone.monsteras_unit.pk,
            "channel": "xx",
            "received_on": "2026-03-02",
        },
        "referral_attempt": {"result": "xx"},
        "referral_start": {"start_at": NOW},
        "referral_wait": {"wait_reason": "xx", "review_on": "2026-03-02"},
        "referral_settle": {"outcome": "xx"},
        "activity_create": {"unit": everyone.monsteras_unit.pk, "name": " "},
        "activity_change": {"name": " "},
        "session_create": {"starts_at": NOW},
        "session_change": {"topic": "x"},
        "session_cancel": {},
        "session_book": {"participants": [str(enrolment.participant_id)]},
        "booking_cancel": {},
        "session_attendance": {"marks": []},
        "import_undo": {"reason": "Fel fil"},
        "plan_goal_settle": {"reached": True},
        "plan_frame_add": {"kind": "xx", "text": "Aktivitetskrav"},
        "plan_frame_change": {"text": " "},
        "mapping_begin": {"mode": "xx"},
        "mapping_answer": {"answers": {}},
        "need_create": {"text": " "},
        "need_change": {"text": " "},
        "need_settle": {"state": "xx"},
        "messages_want": {"wanted": False},
        "session_series": {"weekday": 0, "starts_at": "09:00", "from_on": "2026-03-02", "until_on": "2026-03-30"},
        "room_add": {"unit": everyone.monsteras_unit.pk, "name": " "},
        "theory_box_create": {"layer": "xx", "name": "x"},
        "theory_box_change": {"name": " "},
        "assumption_create": {"text": " "},
        "assumption_review": {"verdict": "xx", "saw": " "},
        "evaluation_question_create": {"question": "x", "method": "xx", "responsible": "x", "due_on": "2026-03-02"},
        "evaluation_question_change": {"status": "xx"},
        "follow_up_correct": {"result": "xx", "asked_on": "2026-03-02"},
        **OF_PROJECTS,
    }


def ask(there, name: str, everyone, enrolment) -> int:
    method, path = operations()[name]
    if name == "import_create":
        fields = {"project": everyone.project.code, "unit": everyone.monsteras_unit.pk}
        return there.send_file(b"\x00\x01", **fields).status_code
    path = filled_in(
        path, participant_id=enrolment.participant_id, enrolment_id=enrolment.pk, code=everyone.project.code, number=7
    )
    return there.ask(method, path, sendings(everyone, enrolment).get(name) if method != "GET" else None).status_code


def reaches(asker, everyone, record: str, verb: str) -> bool:
    """Does the matrix let the asker do this to Bo's enrolment and its person?"""
    reach = asker.reach(record, verb)
    return (
        (reach.own and asker.user_id == everyone.bo.pk)
        or everyone.monsteras_unit.pk in reach.unit_ids
        or everyone.monsteras.pk in reach.organisation_ids
    )


def expected(asker, name: str, everyone) -> set[int]:
    """The statuses the matrix allows; 422 and 409 say that the sender was let in and the rules refused."""
    rule = rules()[f"api:{name}"]
    if rule.record == "signed_in":
        return {200}
    if not asker.may(rule.record, rule.verb):
        return {403}
    if name in LISTS:
        return {200}
    if name in FINDS_NOTHING or name in IN_A_PROJECT:
        return {404} if name in FINDS_NOTHING else {422}
    if name == "participant_looks" and asker.may("audit_log", "read"):
        return {200, 404}  # her own log, in which nobody may have looked yet
    refused = {403} if everyone.monsteras.pk in {g.organisation_id for g in asker.grants} else {404}
    wanted = [(rule.record, rule.verb)] if rule.record != "access_log" else []
    if name in READS_FIRST:
        wanted.append(("participant", "read"))
    if name == "enrolment_create":
        wanted = [("participant", "read"), ("enrolment", "create")]
    if name in AT_A_UNIT and not reaches(asker, everyone, rule.record, rule.verb):
        return {403, 404}
    if not all(reaches(asker, everyone, *permission) for permission in wanted):
        return refused
    return {200, 409, 422}


@pytest.mark.parametrize("name", PEOPLE)
def test_each_of_the_cast_meets_what_the_matrix_says(world, system, name):
    everyone, enrolment = world
    user = getattr(everyone, name)
    asker = viewer(user)
    there = system(user)
    found = {each: ask(there, each, everyone, enrolment) for each in operations()}
    assert {each: code for each, code in found.items() if code not in expected(asker, each, everyone)} == {}


def test_who_has_no_right_that_a_key_could_carry_gets_none():
    carried = permissions_of(TOKEN_SCOPES.codes)
    without = {slug for slug, role in ROLES.items() if not {(p.record, p.verb) for p in role.permissions()} & carried}
    assert without == {"participant", "administrator"}


def test_carin_s_key_finds_nothing_of_monsteras(world, system):
    everyone, enrolment = world
    there = system(everyone.carin)
    person = enrolment.participant
    assert there.get(f"participants/{person.pk}").status_code == 404
    assert there.get(f"enrolments/{enrolment.pk}").status_code == 404
    assert there.get("participants").json()["items"] == []
    for text in (person.identity_number, person.family_name):
        assert there.post("participants/search", {"text": text}).json() == {"items": [], "elsewhere": False}


def test_what_a_key_does_stands_in_the_log_under_the_user_and_the_operation(world, system):
    everyone, enrolment = world
    there = system(everyone.bo)
    there.get("participants")
    there.get(f"participants/{enrolment.participant_id}")
    there.post(f"participants/{enrolment.participant_id}/identity-number", {})
    there.post("participants/search", {"text": "ål"})
    logged = list(
        AuditEvent.objects.filter(actor_id=str(everyone.bo.pk), screen__startswith="api:").values_list("verb", "screen")
    )
    assert logged == [
        ("list", "api:participant_list"),
        ("read", "api:participant"),
        ("show_number", "api:participant_number"),
        ("search", "api:participant_search"),
    ]


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/nothing", "/api/participants/not-an-id", "/api/participants/", "/api/participants/a%0Ab/looks"],
)
def test_an_address_that_does_not_exist_is_a_problem_and_no_page(path):
    answer = Client().get(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_method_that_does_not_exist_names_those_that_do(everyone, system):
    answer = system(everyone.amina).ask("DELETE", "participants")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, POST"
    assert answer.json()["code"] == "method_not_allowed"


def test_every_address_of_the_document_is_one_of_the_api():
    for path in document()["paths"]:
        assert resolve(filled_in(path)).namespace == "api"
