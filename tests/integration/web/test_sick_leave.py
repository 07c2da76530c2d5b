"""Those who left with care or illness: told apart by whether somebody outside was asked."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.casework.actions import contacts, onward
from stegvis.casework.queries import onward as finding
from tests.factories import ClosedEnrolmentFactory, viewer

pytestmark = [pytest.mark.django_db, pytest.mark.need("EXT-16", where="follow_ups")]


def test_who_left_ill_stands_on_the_list_until_somebody_outside_is_asked(people, signed_in):
    today = timezone.localdate()

    def left(name, *destinations):
        return ClosedEnrolmentFactory(
            unit=people.monsteras_unit, project=people.project, coach=people.amina, outcomes=list(destinations),
            participant__controller=people.monsteras, participant__given_name=name, participant__family_name="Ek",
            started_on=today - dt.timedelta(days=99), ended_on=today - dt.timedelta(days=10),
        )  # fmt: skip

    ill, amina = left("Sjuk", "care_or_illness"), viewer(people.amina)
    left("Frisk", "work")
    assert [(one.pk, one.handed_over) for one in finding.left_with_sick_leave(amina)] == [(ill.pk, False)]
    page = signed_in(people.amina)
    assert "Nobody outside has been asked yet." in page.get(reverse("follow_ups")).content.decode()
    rehab = contacts.add(controller=people.monsteras, party="health_care", organisation="Vårdcentralen", by=amina)
    onward.send(participant=ill.participant, contact=rehab, wish="treatment", reason="Rehab", by=amina)
    assert "Nobody outside has been asked yet." not in page.get(reverse("follow_ups")).content.decode()
    assert not finding.left_with_sick_leave(viewer(people.carin)).exists()
