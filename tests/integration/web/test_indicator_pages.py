"""The fund's indicators and the project's own: what a release says, what is missing, composing and testing."""

import datetime as dt

import pytest
from django.urls import reverse

from stegvis.access.models import AuditEvent
from stegvis.evaluation.contracts import Extract as Facts
from stegvis.programme.models import OwnIndicator, OwnIndicatorVersion
from stegvis.reporting import fund
from stegvis.reporting.models import Extract, Release, Run
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, cast, second_factor
from tests.integration.reporting.conftest import AT
from tests.integration.web.test_goal_pages import table

WHOLE = {"employment_status": "unemployed", "employment_status_months": 14, "education": "tertiary"}
PARTS = {
    "name": "Till arbete", "shown": "share", "base": "ended", "builds_on": "", "events": ["work"],
    "counted": "headline_exit", "missing": "not_reached", "split": "", "on": "",
}  # fmt: skip


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def signed_in(client):
    def enter(user):
        second_factor(user)
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def at(people):
    def make(factory=EnrolmentFactory, **facts):
        return factory(unit=people.monsteras_unit, project=people.project, coach=people.amina, **{**WHOLE, **facts})

    return make


@pytest.fixture
def release(people):
    """A release in which 49 of 100 went to work or studies; of its 110 women all were unemployed, three for long."""
    enrolments, facts = [], []
    for number in range(110):
        one = {"enrolment": f"e{number}"}
        enrolments.append(
            {**one, "person": f"p{number}", "municipality": "Ås", "sex": "F", "age": 20 if number < 60 else 40,
             "inflow_channel": "school", "start_on": AT - dt.timedelta(90), "end_on": None}
        )  # fmt: skip
        months = "14" if number < 3 else "1"
        told = [("status", "unemployed"), ("months", months), ("education", "tertiary" if number < 50 else "none")]
        facts += [{**one, "kind": kind, "code": code, "on": AT - dt.timedelta(90)} for kind, code in told]
    drawn = Facts.from_rows("samverkan", AT, enrolments=enrolments, fund_facts=facts)
    rows = [("work", 40, 100), ("studies", 9, 100), ("internship", 12, 100), ("job_seeking", 20, 100)]
    everybody = {"by": {}, "numerator": 110, "denominator": None, "value": 110, "interval": None, "suppressed": False}
    women = {**everybody, "by": {"sex": "F"}}
    men = {**women, "by": {"sex": "M"}, "numerator": 0, "value": 0}
    results = [
        table("exit_destination", "ended", rows),
        {"indicator": "participants", "definition": "", "base": None, "by": [], "rows": [everybody]},
        {"indicator": "participants", "definition": "", "base": None, "by": ["sex"], "rows": [women, men]},
    ]
    shadow = fund.compute(
        drawn, at=AT, starts_on=dt.date(2022, 1, 1), results=results, earlier=[], threshold=5
    )  # fmt: skip
    extract = Extract.objects.create(
        project=people.project, at=AT, digest=drawn.digest, people=110, content=b"", taken_by="test"
    )
    run = Run.objects.create(extract=extract, code_version="test", engine="test", small_count=5, definitions={})
    return Release.objects.create(
        project=people.project, number=1, at=AT, run=run, results=results, published="{}", fund=shadow,
        released_by="test", released_by_name="Eva",
    )  # fmt: skip


@pytest.mark.need("IND-01", where="Fund indicators")
def test_the_page_shows_what_the_release_may_and_says_that_it_is_a_shadow(people, release, signed_in):
    eva = signed_in(people.eva)
    page = eva.get(reverse("fund", args=["samverkan"])).content.decode()
    assert "Fondens officiella tal tas fram ur register" in page
    told = {row["code"]: row["number"] for row in release.fund["rows"]}
    assert (told["participants"], told["EECO07"], told["EECO09"]) == (110, 60, 60)
    assert told["EECO03"] is None  # three people
    assert told["EECO02"] is None  # everybody
    assert "Räknas aldrig: ingen uppgift om etnisk tillhörighet" in page
    assert "Fullständiga uppgifter" not in page  # the region sees no people
    file = eva.get(reverse("fund_export", args=["samverkan", 1]))
    assert "EECO07;18–29 år;60;0;60;" in file.content.decode("utf-8-sig")


@pytest.mark.need("IND-02", where="Fund indicators")
def test_what_is_missing_is_counted_by_unit_and_leads_to_whom(people, at, signed_in):
    at()
    lacking = at(education="")
    at(ClosedEnrolmentFactory, outcomes=["moved"], employment_status="")
    there = EnrolmentFactory(unit=people.vastervik_unit, project=people.project, coach=people.carin, education="")
    amina = signed_in(people.amina)
    page = amina.get(reverse("fund", args=["samverkan"])).content.decode()
    assert "1 av 3 är fullständiga" in page
    assert 'Högsta avslutade utbildning saknas, AME Mönsterås: 1"' in page
    assert "Arbetssituationen vid starten saknas" in page
    assert "Västervik" not in page
    listed = amina.get(reverse("fund_missing", args=["samverkan", "R5"])).content.decode()
    assert reverse("enrolment_change", args=[lacking.pk]) in listed
    assert str(there.participant_id) not in listed
    assert AuditEvent.objects.filter(verb="list", screen="fund_missing").exists()
    assert amina.get(reverse("fund_missing", args=["samverkan", "R99"])).status_code == 404


@pytest.mark.need("IND-03", where="Own indicators")
def test_an_indicator_is_composed_tested_read_changed_and_retired(people, release, signed_in):
    eva = signed_in(people.eva)
    new = reverse("own_indicator_new", args=["samverkan"])
    assert "Välj minst ett utfall" in eva.post(new, {**PARTS, "events": []}).content.decode()
    read_back = eva.post(new, {**PARTS, "look": "1"}).content.decode()
    assert "Så stor del av alla avslutade hade på släppets dag arbete som huvudutfall" in read_back
    assert "Ada" in read_back
    wrong = eva.post(new, {**PARTS, "expected": "1", "expected_of": "1"}).content.decode()
    assert "påhittade personer, inte 1 av 1" in wrong
    assert not OwnIndicator.objects.exists()
    expected = _right(wrong)
    page = eva.post(new, {**PARTS, **expected}, follow=True).content.decode()
    assert "40 av 100" in page.replace("\u00a0", " ")
    tested = eva.get(reverse("own_indicator", args=["samverkan", "till-arbete"]) + "?test").content.decode()
    assert "Klarade provet nyss" in tested
    above = {**PARTS, "name": "Arbete av dem", "builds_on": "till-arbete", "events": ["work"]}
    assert "Alla i gruppen räknas alltid" in eva.post(new, above).content.decode()
    change = reverse("own_indicator_revise", args=["samverkan", "till-arbete"])
    assert "vad som ändrades" in eva.post(change, {**PARTS, **expected}).content.decode().lower()
    eva.post(change, {**PARTS, **expected, "reason": "Styrgruppen 3 maj"})
    assert [one.version for one in OwnIndicatorVersion.objects.all()] == [1, 2]
    on_itself = eva.post(change, {**PARTS, "builds_on": "till-arbete"}).content.decode()
    assert "till-arbete finns inte bland tillgängliga alternativ" in on_itself
    eva.post(reverse("own_indicator_retire", args=["samverkan", "till-arbete"]))
    assert OwnIndicator.objects.get().retired_at
    assert "används inte längre" in eva.get(reverse("own_indicators", args=["samverkan"])).content.decode()
    assert AuditEvent.objects.filter(record="indicator").count() == 3


def _right(page: str) -> dict[str, str]:
    """What the refusal says that the definition gives."""
    number, of = page.split("Definitionen ger ")[1].split(" påhittade")[0].split(" av ")
    return {"expected": number, "expected_of": of}


def test_who_reads_indicators_does_not_compose_them(people, release, signed_in):
    gun = signed_in(people.gun)
    assert gun.get(reverse("own_indicators", args=["samverkan"])).status_code == 200
    assert gun.get(reverse("own_indicator_new", args=["samverkan"])).status_code == 403
