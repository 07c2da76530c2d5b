"""`stegvis check`: how it ends and what it writes."""

import pytest
from django.test.utils import override_settings

from tests.factories import EnrolmentFactory, cast

pytestmark = pytest.mark.django_db


def test_warnings_end_with_code_1_and_say_what_to_do(stegvis):
    ran = stegvis("check")
    assert ran.code == 1
    assert "→" in ran.out
    assert "Det finns varningar" in ran.err


def test_faults_end_with_code_2(stegvis):
    with override_settings(ALLOWED_HOSTS=["*"]):
        ran = stegvis("check", "--format", "json")
    assert ran.code == 2
    assert ran.json["level"] == "fault"
    assert "hosts" in [one["code"] for one in ran.json["findings"] if one["level"] == "fault"]


def test_the_deep_check_says_more(stegvis):
    codes = {one["code"] for one in stegvis("check", "--deep", "--format", "json").json["findings"]}
    assert "audit_whole" in codes


def test_nothing_personal_is_told(stegvis):
    people = cast()
    enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina, education="")
    ran = stegvis("check", "--deep")
    person = enrolment.participant
    for secret in (person.family_name, person.identity_number, people.amina.full_name, people.amina.email):
        assert secret not in ran.out + ran.err
