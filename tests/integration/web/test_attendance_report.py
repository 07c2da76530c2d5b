"""The attendance report to who ordered places: who is in it, on which ground, what is kept, and its forms."""

import datetime as dt
import io
import zipfile
from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent
from stegvis.casework.actions import attendance_reports, consents, contacts, protections
from stegvis.casework.models import Attendance, AttendanceReport, Disclosure
from tests.factories import (
    ActivityFactory,
    ActivitySessionFactory,
    AttendanceFactory,
    EnrolmentFactory,
    viewer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.need("ACT-20", "ACT-22", "PRV-05", where="activity_report")]
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
ASKED = f"?agency=AF&from={TODAY - 9 * DAY}&to={TODAY}"


@pytest.fixture
def stage(people):
    """Two of Amina's in a session that the employment service ordered, one of them away ill; and its desk."""
    session = ActivitySessionFactory(activity=ActivityFactory(unit=people.monsteras_unit, ordered_by="AF"), days=-2)
    came, ill = (
        EnrolmentFactory(
            unit=people.monsteras_unit, project=people.project, coach=people.amina,
            participant__controller=people.monsteras, participant__family_name=name,
        ).participant
        for name in ("Ek", "Ö")
    )  # fmt: skip
    AttendanceFactory(session=session, enrolment=came.enrolments.get())
    AttendanceFactory(session=session, enrolment=ill.enrolments.get(), state="absent", minutes=0, reason="ill")
    by = viewer(people.amina)
    desk = contacts.add(
        controller=people.monsteras, party="employment_service", organisation="AF", name="Jonas Falk", by=by
    )
    names = ("amina", "carin", "dag", "karin", "monsteras_unit")
    return SimpleNamespace(desk=desk, came=came, ill=ill, **{name: getattr(people, name) for name in names})


def agree(people, person, *kinds):
    consents.give(
        participant=person, contact=people.desk, kinds=kinds, purpose="Kursen", given_how="paper",
        until_on=TODAY + 9 * DAY, by=viewer(people.amina),
    )  # fmt: skip


def send(client, people, **more):
    told = {"contact": people.desk.pk, "way": "secure_mail", "ground": "consent"} | more
    return client.post(reverse("activity_report_give") + ASKED + f"&unit={people.monsteras_unit.pk}", told)


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def unpacked(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def test_nobody_is_in_it_without_consent_and_who_lacks_it_is_named(stage, signed_in):
    amina = signed_in(stage.amina)
    assert "Nobody has a consent" in words(send(amina, stage))
    agree(stage, stage.came, "attendance")
    answer = words(send(amina, stage))
    assert f"1 person has no consent that holds today: {stage.ill.called}" in answer
    assert not AttendanceReport.objects.exists() and not Disclosure.objects.exists()
    made = send(amina, stage, leave_out="on")
    report = AttendanceReport.objects.get()
    assert made["Location"] == reverse("attendance_report", args=[report.pk])
    assert Disclosure.objects.get().participant == stage.came
    send(amina, stage, leave_out="on")
    assert AttendanceReport.objects.count() == 1


def test_why_somebody_was_away_is_told_only_with_consent_for_health(stage, signed_in):
    amina = signed_in(stage.amina)
    for person in (stage.came, stage.ill):
        agree(stage, person, "attendance")
    assert "Nobody has a consent" in words(send(amina, stage, with_reasons="on"))
    send(amina, stage)
    assert "Ill" not in words(amina.get(reverse("attendance_report", args=[AttendanceReport.objects.get().pk])))
    agree(stage, stage.ill, "attendance", "health")
    made = send(amina, stage, with_reasons="on", leave_out="on")
    assert "Ill" in words(amina.get(made["Location"]))


def test_it_reads_as_it_was_given_in_every_form_and_the_log_says_who_fetched(stage, signed_in):
    amina = signed_in(stage.amina)
    send(amina, stage, ground="duty", ground_text="Förordning om programmet")
    Attendance.objects.update(state="absent", minutes=0, reason="ill")
    report = AttendanceReport.objects.get()
    address = reverse("attendance_report_file", args=[report.pk])
    page, number = words(amina.get(reverse("attendance_report", args=[report.pk]))), stage.came.number.formatted
    assert "1 of 1 time" in page and "Förordning om programmet" in page and number not in page
    for form in ("docx", "xlsx"):
        told = unpacked(amina.get(address, {"format": form}).content)
        assert stage.came.called in told and number in told
    assert number in amina.get(address, {"format": "html"}).content.decode()
    assert amina.get(address, {"format": "pdf"}).content[:5] == b"%PDF-"
    assert amina.get(address, {"format": "csv"}).status_code == 404
    fetched = AuditEvent.objects.filter(record="attendance", verb="export").values_list("subject_id", flat=True)
    assert set(fetched) == {str(stage.came.pk), str(stage.ill.pk)}


def test_a_protected_person_is_in_no_report_and_only_the_named_hear_so(stage, signed_in):
    protections.protect(
        participant=stage.ill, level="secrecy_marking", since_on=TODAY, decided_by="Skatteverket",
        review_on=TODAY + 90 * DAY, named=[stage.amina, stage.karin], by=viewer(stage.karin),
    )  # fmt: skip
    amina = signed_in(stage.amina)
    page = words(amina.get(reverse("activity_report") + ASKED))
    assert "1 person with a protected identity" in page and stage.ill.called not in page
    assert "protected identity" not in words(signed_in(stage.dag).get(reverse("activity_report") + ASKED))
    send(amina, stage, ground="duty", ground_text="Förordning om programmet")
    assert [line.participant for line in Disclosure.objects.all()] == [stage.came]


def test_who_reads_only_cannot_hand_out_and_others_find_nothing(stage, signed_in):
    send(signed_in(stage.amina), stage, ground="duty", ground_text="Förordning om programmet")
    report = reverse("attendance_report", args=[AttendanceReport.objects.get().pk])
    karin, carin = signed_in(stage.karin), signed_in(stage.carin)
    assert karin.get(report).status_code == 200 and carin.get(report).status_code == 404
    assert send(karin, stage).status_code == 403
    assert send(carin, stage).status_code == 404


def test_nothing_is_handed_out_when_it_cannot_be_logged(stage, monkeypatch):
    def broken(**event):
        raise DatabaseError("the log is full")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(DatabaseError):
        attendance_reports.give(
            unit=stage.monsteras_unit, ordered_by="AF", first_on=TODAY - 9 * DAY, last_on=TODAY, contact=stage.desk,
            way="post", ground="duty", ground_text="Förordning", by=viewer(stage.amina),
        )  # fmt: skip
    assert not Disclosure.objects.exists() and not AttendanceReport.objects.exists()
