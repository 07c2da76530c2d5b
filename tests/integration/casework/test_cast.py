"""The fixed cast stands where the design puts them."""

import datetime as dt

import pytest

from stegvis.access.models import Membership
from stegvis.base.identity_number import parse
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, ParticipantFactory, cast, second_factor, viewer

pytestmark = pytest.mark.django_db


def test_everybody_has_the_place_the_design_gives_them():
    people = cast()
    places = {
        m.user.get_short_name(): (m.role, m.organisation.name, m.unit and m.unit.name)
        for m in Membership.objects.select_related("user", "organisation", "unit")
    }
    assert len(people.users) == len(places) == 14
    assert places["Amina"] == ("coach", "Mönsterås kommun", "AME Mönsterås")
    assert places["Carin"] == ("coach", "Västerviks kommun", "AME Västervik")
    assert places["Eva"] == ("regional_coordinator", "Regionala kansliet", None)


def test_the_evaluators_assignment_ends():
    people = cast()
    assert viewer(people.filip).grants
    Membership.objects.filter(user=people.filip).update(ends_on=dt.date(2021, 1, 1))
    assert not viewer(people.filip).grants


def test_participants_have_valid_numbers_that_fit_their_sex():
    for _ in range(25):
        person = ParticipantFactory()
        assert parse(person.identity_number).sex == person.legal_sex


def test_enrolments_fit_their_unit_and_project():
    enrolment = ClosedEnrolmentFactory(outcomes=["work", "studies"], target_groups=["youth"], income="wage")
    assert enrolment.participant.controller == enrolment.unit.organisation == enrolment.referral.unit.organisation
    assert [o.destination for o in enrolment.outcomes.all()] == ["work", "studies"]
    assert EnrolmentFactory(channel="").referral.channel == ""


def test_a_second_factor_can_be_set_up():
    assert len(second_factor(cast().amina)) >= 16
