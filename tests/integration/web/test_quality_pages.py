"""What is missing at the unit, and filling it without leaving the list."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stegvis.casework.models import Enrolment, IncomePeriod
from stegvis.casework.queries import gaps, lacking, quality
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, viewer

pytestmark = pytest.mark.django_db
WHOLE = {"target_groups": ["youth"], "income": "wage"}


@pytest.fixture
def at(people):
    """Ways to make an enrolment in Mönsterås that lacks nothing but what is said."""

    def make(factory=EnrolmentFactory, **lacks):
        return factory(unit=people.monsteras_unit, project=people.project, coach=people.amina, **{**WHOLE, **lacks})

    return make


def closed(at, **lacks):
    enrolment = at(ClosedEnrolmentFactory, **{"outcomes": ["moved"], **lacks})
    after = enrolment.ended_on + dt.timedelta(days=1)
    IncomePeriod.objects.create(enrolment=enrolment, source="wage", since_on=after)
    return enrolment


LACKING = {
    "inflow_channel": lambda at: at(channel=""),
    "target_groups": lambda at: at(target_groups=[]),
    "employment_status": lambda at: at(employment_status="", employment_status_months=None),
    "employment_status_months": lambda at: at(employment_status_months=None),
    "education": lambda at: at(education=""),
    "income_at_start": lambda at: at(income="unknown"),
    "reason": lambda at: with_job(closed(at, outcomes=["work"])),
    "receiver": lambda at: without_receiver(closed(at, outcomes=["pension", "transferred"])),
    "explanation": lambda at: closed(at, outcomes=["other"]),
    "job": lambda at: with_job(closed(at, outcomes=["work"]), industry="", reason="work_permanent"),
    "income_at_exit": lambda at: at(ClosedEnrolmentFactory, outcomes=["moved"]),
}


def without_receiver(enrolment):
    enrolment.outcomes.update(receiver="")
    return enrolment


def with_job(enrolment, **facts):
    enrolment.outcomes.update(**{"occupation": "5330", "industry": "Q"} | facts)
    return enrolment


def test_every_gap_has_a_condition_for_lists():
    assert set(LACKING) == set(lacking.CONDITIONS) == set(quality.GAPS)


@pytest.mark.parametrize("code", LACKING)
def test_a_gap_named_one_by_one_is_the_same_as_in_whole_lists(people, at, code):
    at()
    closed(at)
    enrolment = LACKING[code](at)
    assert {gap.code for gap in gaps.of(viewer(people.amina), enrolment)} == {code}
    assert list(lacking.with_gap(Enrolment.objects.all(), code)) == [enrolment]
    assert list(lacking.only(Enrolment.objects.all())) == [enrolment]


def test_the_page_counts_by_unit_and_a_click_opens_the_list(people, at, signed_in):
    at(education="")
    at(education="")
    there = EnrolmentFactory(unit=people.vastervik_unit, project=people.project, coach=people.carin, education="")
    amina = signed_in(people.amina)
    page = amina.get(reverse("quality")).content.decode()
    assert 'AME Mönsterås: 2"' in page and "Västervik" not in page
    listed = amina.get(reverse("quality_list", args=["education"])).content.decode()
    assert str(there.participant_id) not in listed
    assert listed.count("/fill/education/") == 2


@pytest.mark.parametrize(
    ("kind", "answer", "lacks"),
    [
        ("education", "primary", {"education": ""}),
        ("inflow_channel", "school", {"channel": ""}),
        ("target_groups", "youth", {"target_groups": []}),
        ("employment_status_months", "7", {"employment_status_months": None}),
        ("income_at_start", "wage", {"income": "unknown"}),
    ],
)
def test_a_gap_is_filled_in_place(people, at, signed_in, kind, answer, lacks):
    enrolment = at(**lacks)
    amina = signed_in(people.amina)
    here = reverse("quality_list", args=[kind]) + "?unit=1"
    answered = amina.post(reverse("quality_fill", args=[enrolment.pk, kind]), {"answer": answer, "here": here})
    assert answered.headers["Location"] == here
    assert not lacking.only(Enrolment.objects.all()).exists()


def test_coach_and_income_after_the_end_are_filled_in_place(people, at, signed_in):
    lonely = at()
    Enrolment.objects.update(coach=None)
    ended = LACKING["income_at_exit"](at)
    amina = signed_in(people.amina)
    amina.post(reverse("quality_fill", args=[lonely.pk, "coach"]), {"answer": people.bo.pk})
    amina.post(reverse("quality_fill", args=[ended.pk, "income_at_exit"]), {"answer": "wage"})
    lonely.refresh_from_db()
    assert lonely.coach == people.bo
    assert ended.income_periods.last().source == "wage"


def test_an_answer_that_does_not_fit_changes_nothing_and_the_way_back_stays_here(people, at, signed_in):
    enrolment = at(education="")
    answered = signed_in(people.amina).post(
        reverse("quality_fill", args=[enrolment.pk, "education"]),
        {"answer": "nonsense", "here": "https://evil.example"},
    )
    assert answered.headers["Location"] == reverse("quality_list", args=["education"])
    assert Enrolment.objects.get().education == ""


def test_late_and_untouched_are_listed(people, at):
    today = timezone.localdate()
    late = at(started_on=today - dt.timedelta(days=60))
    old = at()
    Enrolment.objects.filter(pk=old.pk).update(registered_at=timezone.now() - dt.timedelta(days=400))
    by = viewer(people.amina)
    assert list(quality.listed(by, "late", *quality.days(today))) == [late]
    assert list(quality.listed(by, "untouched", *quality.days(today))) == [old]


@pytest.mark.parametrize("kind", ["education", "coach", "late"])
def test_the_database_is_asked_as_often_for_one_as_for_thirty(people, at, signed_in, kind):
    amina = signed_in(people.amina)

    def asked(address):
        amina.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = amina.get(address)
        assert len(answer.content) < 60_000
        return len(queries)

    def make(count):
        for _ in range(count):
            at(education="", started_on=timezone.localdate() - dt.timedelta(days=60))
        Enrolment.objects.update(coach=None)

    make(1)
    pages = [reverse("quality"), reverse("quality_list", args=[kind])]
    few = [asked(page) for page in pages]
    make(2)
    some = [asked(page) for page in pages]
    make(27)
    assert few == some == [asked(page) for page in pages]
