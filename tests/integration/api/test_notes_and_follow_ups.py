"""Notes and follow-ups through the API: the same rules, rights and log as on the pages; nobody hidden is reached."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.models import AuditEvent
from stegvis.casework.actions import protections
from stegvis.casework.models import Note
from tests.factories import ClosedEnrolmentFactory, NoteFactory, ParticipantFactory, viewer

pytestmark = pytest.mark.django_db
HELD = "2026-03-02T09:00:00+01:00"


def talk(**more) -> dict:
    return {"kind": "talk", "happened_at": HELD, "text": "Vill arbeta i ett kök.", "minutes": 40, **more}


@pytest.fixture
def closed(everyone):
    person = ParticipantFactory(controller=everyone.monsteras, given_name="Örjana", family_name="Ålund")
    return ClosedEnrolmentFactory(
        unit=everyone.monsteras_unit, project=everyone.project, coach=everyone.amina, participant=person
    )


@pytest.mark.need("INT-28", where="API")
def test_a_note_is_written_corrected_and_taken_back(everyone, system, enrolment):
    there = system(everyone.amina)
    theirs = f"participants/{enrolment.participant_id}/notes"
    made = there.post(theirs, talk(methods=["mi"]))
    assert made.status_code == 201, made.content
    note = made.json()
    assert made.headers["Location"] == f"/api/notes/{note['id']}"
    assert (note["text"], note["methods"], note["author"]) == (talk()["text"], ["mi"], everyone.amina.full_name)
    changed = there.ask("PUT", f"notes/{note['id']}", talk(text="Vill arbeta i en butik.", version=1)).json()
    assert (changed["text"], changed["version"]) == ("Vill arbeta i en butik.", 2)
    late = there.ask("PUT", f"notes/{note['id']}", talk(version=1))
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    gone = there.post(f"notes/{note['id']}/withdraw", {"reason": "Fel person"}).json()
    assert gone["withdrawn_at"]
    assert there.ask("PUT", f"notes/{note['id']}", talk()).status_code == 409
    events = AuditEvent.objects.filter(record="note", subject_id=str(enrolment.participant_id)).order_by("number")
    assert [(one.verb, one.screen) for one in events] == [
        ("create", "api:note_create"),
        ("change", "api:note_correct"),
        ("withdraw", "api:note_withdraw"),
    ]


def test_the_words_of_a_sensitive_note_are_opened_with_a_scope_of_their_own_and_logged(everyone, system, enrolment):
    all_of_it = system(everyone.amina)
    theirs = f"participants/{enrolment.participant_id}/notes"
    made = all_of_it.post(theirs, talk(compartment="health")).json()
    assert (made["sensitive"], made["text"]) == (True, None)
    plain = system(everyone.amina, "notes.read")
    assert plain.get(theirs).json()["items"] == []
    assert plain.post(f"notes/{made['id']}/words", {}).status_code == 403
    words = all_of_it.post(f"notes/{made['id']}/words", {}).json()
    assert words == {"compartment": "health", "text": talk()["text"]}
    assert AuditEvent.objects.filter(record="sensitive_note", verb="open", screen="api:note_words").count() == 1


def test_a_key_does_what_its_scopes_say_and_no_more(everyone, system, enrolment):
    theirs = f"participants/{enrolment.participant_id}/notes"
    reads = system(everyone.amina, "notes.read")
    assert (reads.get(theirs).status_code, reads.post(theirs, talk()).status_code) == (200, 403)
    assert system(everyone.amina, "participants.read").get(theirs).status_code == 403
    writes = system(everyone.amina, "notes.write")
    assert writes.post(theirs, talk(next_step={"text": "Ringa skolan"})).status_code == 403  # no plan with this key
    assert not Note.objects.exists()
    assert writes.post(theirs, talk()).status_code == 201
    assert system(everyone.carin, "notes.read").get(theirs).status_code == 404


def test_a_list_of_notes_is_read_page_by_page_and_each_note_once(everyone, system, enrolment):
    at = timezone.now() - dt.timedelta(days=2)
    written = {
        str(NoteFactory(participant=enrolment.participant, author=everyone.amina, happened_at=at).pk) for _ in range(5)
    }
    there, found, after = system(everyone.amina), [], ""
    while after is not None:
        theirs = f"participants/{enrolment.participant_id}/notes?size=2" + (f"&after={after}" if after else "")
        answer = there.get(theirs).json()
        found, after = found + [each["id"] for each in answer["items"]], answer["after"]
    assert len(found) == 5 and set(found) == written


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"happened_at": "2026-03-02"}, "happened_at", "moment"),
        ({"happened_at": 1772438400}, "happened_at", "moment"),
        ({"happened_at": "9999-12-31T23:59:59Z"}, "happened_at", "moment"),
        ({"happened_at": "2199-12-31T23:59:59Z"}, "happened_at", "in_future"),
        ({"kind": "dance"}, "kind", "unknown_word"),
        ({"minutes": 0}, "minutes", "minutes"),
        ({"text": "a" * 100_000}, "text", "string_too_long"),
    ],
)
def test_what_cannot_be_noted_is_refused_with_its_field(everyone, system, enrolment, changed, field, code):
    answer = system(everyone.amina).post(f"participants/{enrolment.participant_id}/notes", talk(**changed))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert answer.json()["errors"][0]["code"] == code


@pytest.mark.need("EXT-11", where="API")
def test_a_follow_up_is_due_noted_once_and_corrected(everyone, system, closed):
    there = system(everyone.amina)
    asked = closed.ended_on + dt.timedelta(days=30)
    said = {"occasion": "weeks_4", "result": "answered", "asked_on": asked.isoformat(), "destination": "work"}
    said |= {"occupation": "5330", "industry": "Q"}
    made = there.post(f"enrolments/{closed.pk}/follow-ups", said)
    assert made.status_code == 201, made.content
    twice = there.post(f"enrolments/{closed.pk}/follow-ups", said)
    assert (twice.status_code, twice.json()["code"]) == (409, "already_followed_up")
    assert made.json()["occupation"] == "5330"
    address = f"follow-ups/{made.json()['id']}"
    new = {"result": "answered", "asked_on": asked.isoformat(), "destination": "studies", "version": 1}
    assert there.ask("PUT", address, new).json()["destination"] == "studies"
    assert there.ask("PUT", address, new).status_code == 409
    assert [each["id"] for each in there.get("follow-ups").json()["items"]] == [made.json()["id"]]
    read = there.get(address).json()
    assert (read["participant"], read["occupation"]) == (str(closed.participant_id), "")
    assert there.get("follow-ups/due").status_code == 200
    assert system(everyone.amina, "follow_ups.read").ask("PUT", address, new).status_code == 403


@pytest.mark.need("PRV-01", where="API")
def test_of_a_person_with_protected_identity_no_key_learns_anything(everyone, system, closed):
    there = system(everyone.amina)
    note = there.post(f"participants/{closed.participant_id}/notes", talk()).json()["id"]
    said = {"occasion": "later", "result": "unreachable", "asked_on": closed.ended_on.isoformat()}
    follow_up = there.post(f"enrolments/{closed.pk}/follow-ups", said).json()["id"]
    today = timezone.localdate()
    protections.protect(
        participant=closed.participant, level="secrecy_marking", since_on=today, decided_by="Skatteverket",
        review_on=today + dt.timedelta(days=90), named=[everyone.amina, everyone.karin], by=viewer(everyone.karin),
    )  # fmt: skip
    for path in (f"participants/{closed.participant_id}/notes", f"notes/{note}", f"follow-ups/{follow_up}"):
        assert there.get(path).status_code == 404, path
    assert there.get("follow-ups").json()["items"] == []
    assert there.post(f"enrolments/{closed.pk}/follow-ups", said).status_code == 404
