"""The final report of a person: what it holds, who may write it, files, and to whom it is given."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import consents, contacts, notes, plans, protections, steps, tried
from stegvis.casework.actions import final_reports as writing
from stegvis.casework.models import Disclosure, FinalReport, ReportHandOver
from stegvis.casework.queries import dose, final_reports
from stegvis.casework.vocabulary.final_report import USUAL_PARTS
from tests.factories import AttendanceFactory, ClosedEnrolmentFactory, EnrolmentFactory, NoteFactory, viewer
from tests.factories.activities import ActivityFactory, ActivitySessionFactory
from tests.integration.web.test_two_people import opened

pytestmark = [pytest.mark.django_db, pytest.mark.need("PLN-12", where="final_report")]
TODAY = timezone.localdate()


@pytest.fixture
def by(people):
    return viewer(people.amina)


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


@pytest.fixture
def enrolment(people):
    return EnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina,
        started_on=TODAY - dt.timedelta(days=100), participant__controller=people.monsteras,
        participant__given_name="Åsa", participant__family_name="Öberg",
    )  # fmt: skip


def hide(people, person) -> None:
    protections.protect(
        participant=person, by=viewer(people.karin), level="secrecy_marking", since_on=TODAY, decided_by="Skatteverket",
        review_on=TODAY + dt.timedelta(days=300), named=[people.amina, people.karin],
    )  # fmt: skip


def write(enrolment, by, **more) -> FinalReport:
    return writing.write(enrolment=enrolment, by=by, **{"parts": USUAL_PARTS, "summary": "Åsa har vuxit."} | more)


def give(report, by, **more) -> ReportHandOver:
    told = {"receiver": "agency", "given_on": TODAY, "consent": True, "basis": "Sagt 3 maj", "given": {"blocks": []}}
    return writing.give(report=report, by=by, **told | more)


def agency(people, by):
    told = {"party": "insurance_agency", "organisation": "Försäkringskassan"}
    return contacts.add(controller=people.monsteras, by=by, **told)


def agreed(enrolment, contact, by) -> None:
    consents.give(
        participant=enrolment.participant, contact=contact, kinds=["report"], purpose="Fortsatt stöd",
        given_how="paper", until_on=TODAY + dt.timedelta(days=30), by=by,
    )  # fmt: skip


def at(name, enrolment, **query) -> str:
    return reverse(name, args=[enrolment.pk], query=query or None)


def words_of(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def code_of(act) -> str:
    with pytest.raises(NotPossible) as refused:
        act()
    return refused.value.code


@pytest.fixture
def lived(enrolment, by, people):
    """Åsa has a goal, something that worked, a step done, four activity hours and two contacts."""
    person = enrolment.participant
    plans.change(participant=person, goal="Jag vill jobba i kök", by=by)
    tried.note(
        participant=person, text="Praktik i skolkök", track="work", result="worked",
        since_on=TODAY - dt.timedelta(days=30), what_worked="Lugn start", by=by,
    )  # fmt: skip
    steps.settle(step=steps.add(participant=person, text="Skriva cv", by=by), state="done", learnt="Bra mall", by=by)
    steps.add(participant=person, text="Söka kurs", by=by)
    session = ActivitySessionFactory(activity=ActivityFactory(unit=people.monsteras_unit, name="Matlag", minutes=240))
    AttendanceFactory(session=session, enrolment=enrolment)
    NoteFactory(participant=person, enrolment=enrolment, minutes=45, text="Anteckningens ord")
    NoteFactory(participant=person, enrolment=enrolment, kind="phone", minutes=15)
    return enrolment


class TestWhatItHolds:
    @pytest.mark.need("PLN-11", where="final_report")
    def test_goal_what_worked_steps_activities_and_support(self, amina, by, lived):
        write(lived, by)
        told = words_of(amina.get(at("final_report_file", lived, format="docx", language="sv")).content)
        for words in (
            "Jag vill jobba i kök", "Praktik i skolkök. Fungerade.", "Lugn start", "Skriva cv", "Bra mall", "Söka kurs",
            "Matlag", "4,0", "2 kontakter, 1,0", "Åsa har vuxit.",
        ):  # fmt: skip
            assert words in told

    def test_only_the_parts_that_are_ticked(self, amina, by, lived):
        write(lived, by, parts=["goal"])
        told = words_of(amina.get(at("final_report_file", lived, format="docx")).content)
        assert "Jag vill jobba i kök" in told
        assert "Matlag" not in told
        assert "Söka kurs" not in told

    def test_never_the_words_of_a_note(self, amina, by, lived):
        notes.write(
            participant=lived.participant, kind="talk", happened_at=timezone.now(), text="Hemlig diagnos",
            compartment="health", by=by,
        )  # fmt: skip
        write(lived, by)
        page = amina.get(at("final_report", lived)).content.decode()
        told = words_of(amina.get(at("final_report_file", lived, format="docx")).content)
        for words in ("Hemlig diagnos", "Anteckningens ord"):
            assert words not in page
            assert words not in told

    def test_the_number_only_when_it_is_ticked_and_masked_on_the_screen(self, amina, by, lived):
        number = lived.participant.number.formatted
        write(lived, by)
        assert number not in words_of(amina.get(at("final_report_file", lived, format="docx")).content)
        write(lived, by, parts=["number"])
        assert number in words_of(amina.get(at("final_report_file", lived, format="docx")).content)
        assert number not in amina.get(at("final_report", lived)).content.decode()

    def test_of_a_protected_person_neither_unit_number_nor_receiver(self, amina, people, by):
        closed = ClosedEnrolmentFactory(
            unit=people.monsteras_unit, project=people.project, coach=people.amina,
            started_on=TODAY - dt.timedelta(days=300), participant__controller=people.monsteras,
        )  # fmt: skip
        write(closed, by, parts=["number", "outcome"])
        hide(people, closed.participant)
        told = words_of(amina.get(at("final_report_file", closed, format="docx")).content)
        for words in ("Mottagaren AB", people.monsteras_unit.name, closed.participant.number.formatted):
            assert words not in told

    def test_who_took_over_stands_there_for_others(self, amina, people, by):
        closed = ClosedEnrolmentFactory(
            unit=people.monsteras_unit, project=people.project, coach=people.amina,
            started_on=TODAY - dt.timedelta(days=300), participant__controller=people.monsteras,
        )  # fmt: skip
        write(closed, by, parts=["outcome"])
        assert "Mottagaren AB" in words_of(amina.get(at("final_report_file", closed, format="docx")).content)


class TestFiles:
    @pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
    def test_the_same_report_gives_the_same_bytes_and_is_logged(self, amina, by, lived, form, begins):
        write(lived, by)
        first, second = (amina.get(at("final_report_file", lived, format=form)) for _time in range(2))
        assert first.content == second.content
        assert first.content.startswith(begins)
        assert "berg" not in first["Content-Disposition"]
        assert AuditEvent.objects.filter(record="final_report", verb="export").count() == 2

    def test_in_english_its_headings_are_english(self, amina, by, lived):
        write(lived, by)
        assert "What has been done and learnt" in words_of(
            amina.get(at("final_report_file", lived, format="docx", language="en")).content
        )

    def test_nothing_is_fetched_before_it_is_saved(self, amina, enrolment):
        answer = amina.get(at("final_report_file", enrolment))
        assert answer.url == at("final_report", enrolment)

    def test_other_forms_and_languages_are_not_found(self, amina, by, enrolment):
        write(enrolment, by)
        assert amina.get(at("final_report_file", enrolment, format="exe")).status_code == 404
        assert amina.get(at("final_report_file", enrolment, language="de")).status_code == 404


class TestWriting:
    def test_the_page_keeps_parts_and_texts(self, amina, enrolment):
        sent = {"parts": ["goal", "tried"], "summary": "Rad ett\nRad två", "own_words": "Jag klarade det"}
        amina.post(at("final_report", enrolment), opened(amina, at("final_report", enrolment)) | sent)
        kept = FinalReport.objects.get(enrolment=enrolment)
        assert kept.parts == ["goal", "tried"]
        assert kept.summary == "Rad ett\nRad två"
        assert "Jag klarade det" in amina.get(at("final_report", enrolment)).content.decode()

    def test_the_same_twice_is_one_version(self, by, enrolment):
        write(enrolment, by)
        assert write(enrolment, by).version == 1

    def test_what_somebody_else_saved_is_not_written_over(self, by, enrolment):
        write(enrolment, by, version=0)
        with pytest.raises(ChangedMeanwhile):
            write(enrolment, by, summary="Annat", version=0)

    def test_a_hundred_thousand_characters_are_refused_in_words(self, amina, by, enrolment):
        assert code_of(lambda: write(enrolment, by, summary="a" * 100_000)) == "too_long"
        answer = amina.post(at("final_report", enrolment), {"summary": "a" * 100_000})
        assert answer.status_code == 200
        assert not FinalReport.objects.exists()

    def test_an_unknown_part_is_refused(self, by, enrolment):
        assert code_of(lambda: write(enrolment, by, parts=["diagnosis"])) == "unknown_word"

    def test_by_those_who_lead_the_unit_and_not_by_others(self, people, enrolment):
        write(enrolment, viewer(people.dag))
        with pytest.raises((NotAllowed, NotFound)):
            write(enrolment, viewer(people.carin), summary="Av Carin")


@pytest.mark.need("PRV-05", where="final_report_give")
class TestHandingOver:
    def test_to_an_agency_it_takes_a_consent_and_stands_in_the_register(self, people, by, enrolment):
        report, contact = write(enrolment, by), agency(people, by)
        assert code_of(lambda: give(report, by, contact=contact)) == "no_consent"
        assert not ReportHandOver.objects.exists()
        agreed(enrolment, contact, by)
        made = give(report, by, contact=contact)
        assert give(report, by, contact=contact) == made
        assert (made.consent, made.basis, made.report_version) == (True, "Sagt 3 maj", 1)
        line = Disclosure.objects.get()
        assert (made.disclosure, line.kinds, line.ground, line.disclosed_on) == (line, ["report"], "consent", TODAY)
        assert AuditEvent.objects.filter(record="final_report", verb="hand_over").count() == 1

    def test_without_consent_the_ground_stands_in_the_register(self, people, by, enrolment):
        told = {"contact": agency(people, by), "consent": False, "basis": "Begärt av nämnden"}
        report = write(enrolment, by)
        assert code_of(lambda: give(report, by, **told)) == "ground_missing"
        give(report, by, ground="duty", **told)
        line = Disclosure.objects.get()
        assert (line.ground, line.ground_text, line.consent) == ("duty", "Begärt av nämnden", None)

    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"basis": " "}, "basis_missing"), ({"consent": None}, "consent_missing"), ({"contact": None}, "required"),
            ({"given_on": TODAY + dt.timedelta(days=1)}, "in_future"), ({"receiver": "press"}, "unknown_word"),
        ],
    )  # fmt: skip
    def test_is_refused_when_something_lacks(self, people, by, enrolment, told, code):
        report = write(enrolment, by)
        assert code_of(lambda: give(report, by, **{"contact": agency(people, by)} | told)) == code

    def test_to_the_participant_needs_no_basis(self, by, enrolment):
        made = give(write(enrolment, by), by, receiver="participant", basis="", consent=None)
        assert made.consent is None

    def test_the_database_holds_to_it(self, people, by, enrolment):
        contact = agency(people, by)
        agreed(enrolment, contact, by)
        made = give(write(enrolment, by), by, contact=contact)
        made.pk, made.basis = None, ""
        with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
            made.save(force_insert=True)

    def test_what_was_given_reads_the_same_after_later_changes(self, amina, people, by, lived):
        write(lived, by)
        contact = agency(people, by)
        agreed(lived, contact, by)
        sent = {
            "receiver": "agency", "contact": str(contact.pk), "given_on": TODAY.isoformat(), "way": "post",
            "consent": "true", "basis": "Samtycke på papper",
        }  # fmt: skip
        told = amina.post(at("final_report_give", lived), sent, follow=True).content.decode()
        assert "Försäkringskassan" in told and "Samtycke på papper" in told
        write(lived, by, summary="Något helt annat")
        plans.change(participant=lived.participant, goal="Jag vill bli bagare", by=by)
        address = reverse("final_report_given", args=[lived.pk, ReportHandOver.objects.get().pk])
        assert address in amina.get(at("final_report", lived)).content.decode()
        page = amina.get(address).content.decode()
        assert "Åsa har vuxit." in page and "Jag vill jobba i kök" in page
        assert "Något helt annat" not in page and "bagare" not in page
        other = ClosedEnrolmentFactory(unit=people.monsteras_unit, coach=people.amina, project=people.project)
        wrong = reverse("final_report_given", args=[other.pk, ReportHandOver.objects.get().pk])
        assert amina.get(wrong).status_code == 404

    def test_what_lacks_is_said_at_the_field(self, amina, by, enrolment):
        write(enrolment, by)
        answer = amina.post(at("final_report_give", enrolment), {"receiver": "agency", "given_on": TODAY.isoformat()})
        assert answer.context["form"].errors["contact"]
        assert not ReportHandOver.objects.exists()


class TestSupport:
    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_costs_the_same_however_much_was_lived(self, enrolment, django_assert_num_queries, count):
        for _number in range(count):
            NoteFactory(participant=enrolment.participant, enrolment=enrolment, minutes=10)
        with django_assert_num_queries(2):
            had = dose.of(enrolment)
        assert (had.contacts, had.minutes) == (count, 10 * count)

    def test_stands_on_the_page_of_the_participant(self, amina, lived):
        page = amina.get(reverse("participant", args=[lived.participant_id])).content.decode()

        assert "2 contacts, 1.0" in page
        assert at("final_report", lived) in page

    def test_facts_of_the_plan_need_its_right(self, by, lived):
        assert final_reports.told(by, lived).plan.goal == "Jag vill jobba i kök"
