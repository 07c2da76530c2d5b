"""Every screen of the staff, looked at by axe in light and dark, wide and narrow; and enrolling and closing."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse

from stegvis.casework.actions import protections
from stegvis.casework.models import Participant
from stegvis.programme.actions import printed
from stegvis.programme.models import PrintedFigure
from stegvis.reporting.actions import releases
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, ParticipantFactory, cast, identity_number, viewer
from tests.factories.cast import second_factor
from tests.functional.conftest import each_width

AT = dt.date(2022, 10, 31)


@pytest.fixture
def house(live_server):
    """The cast, one active and some closed participants in Mönsterås, and a release."""
    with transaction.atomic():  # one write to the disk, not hundreds
        return make_house()


def make_house():
    """What the fixture gives: the cast and the active enrolment."""
    everyone = cast(age_min=18, age_max=64)
    for user in (everyone.amina, everyone.eva, everyone.ida, everyone.karin, everyone.maja):
        second_factor(user)
    unit = everyone.monsteras_unit

    def person(**names):
        return ParticipantFactory(controller=unit.organisation, **names)

    for destination in ["work"] * 8 + ["studies"] * 7:
        ClosedEnrolmentFactory(unit=unit, project=everyone.project, participant=person(), outcomes=[destination])
    active = EnrolmentFactory(
        unit=unit,
        project=everyone.project,
        coach=everyone.amina,
        participant=person(given_name="محمد", family_name="Ett-mycket-långt-efternamn-som-inte-ryms"),
    )
    protections.protect(
        participant=active.participant, level="secrecy_marking", since_on=AT, decided_by="Skatteverket",
        review_on=dt.date.today() + dt.timedelta(days=90), named=[everyone.amina, everyone.karin],
        by=viewer(everyone.karin),
    )  # fmt: skip
    releases.create(project=everyone.project, at=AT, by=viewer(everyone.eva))
    printed.keep(project=everyone.project, figures=printed_figures(), by=viewer(everyone.eva))
    return everyone, active


def printed_figures():
    """One printed figure that agrees, one that was set aside, one that is hidden, one that nobody counts."""
    detailed = {
        "indicator": "exit_destination_detailed",
        "base": "ended",
        "by": {"sex": "F"},
        "destinations": ["moved"],
    }
    asked = {
        "agrees": {"indicator": "ended", "by": {}},
        "aside": {"indicator": "ended", "by": {}},
        "hidden": detailed,
        "not counted": {"unavailable": "protected"},
    }
    return [
        PrintedFigure(
            code=code, group="outcomes", label_sv=f"En tryckt siffra som heter {code}", label_en=code, printed=15,
            unit="persons", rounding="exact", counted_on=AT, question=question, set_aside=code == "aside",
            contradicts=["agrees"],
        )
        for code, question in asked.items()
    ]  # fmt: skip


def screens(everyone, enrolment):
    """Address and who looks, by name of the screen."""
    person, project = enrolment.participant_id, everyone.project.code
    beside = Participant.objects.exclude(pk=person).first().pk
    return {
        "start": (reverse("start"), everyone.amina),
        "participants": (reverse("participants"), everyone.amina),
        "participant": (reverse("participant", args=[person]), everyone.amina),
        "participant_change": (reverse("participant_change", args=[person]), everyone.amina),
        "participant_looks": (reverse("participant_looks", args=[person]), everyone.amina),
        "doubles": (reverse("doubles"), everyone.karin),
        "participant_merge": (reverse("participant_merge", args=[person, beside]), everyone.karin),
        "protection": (reverse("protection", args=[person]), everyone.karin),
        "participant_contact": (reverse("participant_contact", args=[person]), everyone.karin),
        "enrol": (reverse("enrol"), everyone.amina),
        "enrolment_close": (reverse("enrolment_close", args=[enrolment.pk]), everyone.amina),
        "enrolment_void": (reverse("enrolment_void", args=[enrolment.pk]), everyone.amina),
        "quality": (reverse("quality"), everyone.amina),
        "quality_list": (reverse("quality_list", args=["target_groups"]), everyone.amina),
        "words": (reverse("words"), everyone.ida),
        "words_list": (reverse("words_list", args=["destinations"]), everyone.ida),
        "words_change": (reverse("words_change", args=["destinations", "misconduct"]), everyone.ida),
        "words_new": (reverse("words_new", args=["target_groups"]), everyone.ida),
        "words_take_in": (reverse("words_take_in"), everyone.ida),
        "enrolment_change": (reverse("enrolment_change", args=[enrolment.pk]), everyone.amina),
        "audit_log": (reverse("audit_log"), everyone.maja),
        "installation": (reverse("installation"), everyone.ida),
        "results_project": (reverse("results_project", args=[project]), everyone.eva),
        "results_definition": (reverse("results_definition", args=[project, 1, "exit_destination"]), everyone.eva),
        "results_table": (reverse("results_table", args=[project, 1, "comparison"]), everyone.eva),
        "comparison": (reverse("comparison", args=[project]), everyone.eva),
        "comparison_new": (reverse("comparison_new", args=[project]), everyone.eva),
        "report_new": (reverse("report_new", args=[project, 1]), everyone.eva),
        "printed_figures": (reverse("printed_figures", args=[project]), everyone.eva),
        "check_figures": (reverse("check_figures"), everyone.eva),
        "release_new": (reverse("release_new", args=[project]), everyone.eva),
    }


def each_screen(house, visit, width):
    """Open every screen as the person who looks at it, one visit for each person; gives its name and the visit."""
    visits = {}
    for name, (address, user) in screens(*house).items():
        if user not in visits:
            visits[user] = visit(width=width)
            visits[user].sign_in(user)
        visits[user].open(address)
        yield name, visits[user]


@each_width
@pytest.mark.need("HOR-05", where="every screen")
def test_no_screen_has_a_barrier_or_runs_out_of_the_window(house, visit, width):
    for name, there in each_screen(house, visit, width):
        for scheme in there.in_both_schemes():
            assert (name, scheme, there.barriers()) == (name, scheme, [])
            assert (name, scheme, there.overflow()) == (name, scheme, 0)


def test_no_screen_runs_out_of_the_smallest_window(house, visit):
    for name, there in each_screen(house, visit, 320):
        assert (name, there.overflow()) == (name, 0)


@pytest.mark.need("EXT-01", "EXT-08", where="enrol; enrolment_close")
def test_a_coach_enrols_and_closes_a_person_in_the_browser(house, visit):
    everyone, _active = house
    there = visit()
    there.sign_in(everyone.amina)
    page = there.open(reverse("enrol"))
    page.fill("[name=identity_number]", identity_number(5, born=dt.date(1991, 4, 7)))
    page.fill("[name=given_name]", "Örjana")
    page.fill("[name=family_name]", "Ålund")
    page.fill("[name=started_on]", everyone.project.starts_on.isoformat())
    page.select_option("[name=inflow_channel]", "open_self")
    page.click("main form button[type=submit] >> nth=-1")
    page.wait_for_url("**/participants/**")
    assert "Örjana Ålund" in page.inner_text("h1")
    page.click("a:has-text('Avsluta')")
    page.wait_for_url("**/close/")
    page.select_option("[name=outcome-0-destination]", "work")
    page.fill("[name=outcome-0-receiver]", "Bageriet")
    page.click("main form button[type=submit] >> nth=-1")
    page.wait_for_url("**/closed/")
    assert "Bageriet" in page.inner_text("main")
