"""A file of participants sent by another system: looked at, taken in and undone with no more rights than its key."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.models import AuditEvent
from stegvis.casework.actions import protections
from stegvis.casework.models import Enrolment, Participant, ParticipantImport
from tests.factories import EnrolmentFactory, identity_number, second_factor, viewer
from tests.factories.sheets import csv_file, row
from tests.integration.casework.importing import prepared, work

pytestmark = [pytest.mark.django_db, pytest.mark.need("INT-01", where="API import_create")]


def sent(there, everyone, content: bytes, **more) -> dict:
    """The import as it stands when the queue has looked at the file."""
    answer = there.send_file(content, project=everyone.project.code, unit=everyone.monsteras_unit.pk, **more)
    assert answer.status_code == 201, answer.json()
    work()
    return there.get(f"imports/{answer.json()['id']}").json()


def test_a_file_is_looked_at_taken_in_and_undone(everyone, system):
    there = system(everyone.amina, "imports.write")
    told = sent(there, everyone, csv_file([row(0), row(1, startdatum="2021-13-01")]))
    assert (told["state"], told["created"], told["rejected"]) == ("ready", 1, 1)
    faulty = there.get(f"imports/{told['id']}/rows").json()["items"]
    assert [(one["line"], one["faults"][0]["column"]) for one in faulty] == [(3, "startdatum")]
    assert faulty[0]["faults"][0]["reason"] and faulty[0]["faults"][0]["advice"]
    assert not Participant.objects.exists()
    there.ask("POST", f"imports/{told['id']}/take")
    work()
    assert there.get(f"imports/{told['id']}").json()["state"] == "done"
    assert Enrolment.objects.get().participant.identity_number == identity_number(0)
    there.post(f"imports/{told['id']}/undo", {"reason": "Fel fil"})
    work()
    assert there.get("imports").json()["items"][0]["state"] == "undone"
    assert not Participant.objects.exists()
    assert AuditEvent.objects.filter(record="import", verb="create", screen="api:import_create").exists()


def test_a_file_that_cannot_be_used_is_refused_in_words_or_says_what_it_lacks(everyone, system):
    there = system(everyone.amina, "imports.write")
    answer = there.send_file(b"", project=everyone.project.code, unit=everyone.monsteras_unit.pk)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")
    told = sent(there, everyone, csv_file([row(0, hemligt="x")]))
    assert (told["state"], told["unknown_headings"]) == ("columns", ["hemligt"])
    told = sent(there, everyone, csv_file([row(0, inflöde="Brevduva")]))
    assert told["unknown_words"] == [{"column": "inflöde", "word": "Brevduva", "rows": 1}]


def test_a_key_meets_nobody_hidden_in_its_file_although_its_user_is_named_for_them(everyone, system):
    person = EnrolmentFactory(unit=everyone.monsteras_unit, project=everyone.project, coach=everyone.amina).participant
    second_factor(everyone.karin)
    protections.protect(
        participant=person, level="secrecy_marking", since_on=dt.date(2021, 1, 1), decided_by="Skatteverket",
        review_on=timezone.localdate(), named=[everyone.amina, everyone.karin], by=viewer(everyone.karin),
    )  # fmt: skip
    content = csv_file([row(personnummer=person.identity_number)])
    on_the_page = prepared(everyone, content)
    there = system(everyone.amina, "imports.write")
    told = sent(there, everyone, content)
    assert told["id"] != str(on_the_page.pk)
    faults = there.get(f"imports/{told['id']}/rows").json()["items"][0]["faults"]
    assert [fault["column"] for fault in faults] == ["personnummer"]
    assert person.family_name not in str(faults) and person.enrol_attempts.exists()
    assert ParticipantImport.objects.get(pk=on_the_page.pk).conflicts == 1  # on the page she sees another name
    assert there.get(f"imports/{on_the_page.pk}/rows").status_code == 403


def test_a_file_sent_with_more_rights_is_not_met_by_a_key_with_fewer(everyone, system):
    told = sent(system(everyone.amina), everyone, csv_file([row(0)]))
    narrower = system(everyone.amina, "imports.write")
    assert narrower.get(f"imports/{told['id']}/rows").status_code == 403
    assert narrower.ask("POST", f"imports/{told['id']}/take").status_code == 403
