"""Changing a protected identity asks for a recent sign-in, and what was sent meanwhile goes on from there."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from stegvis.access.models import AuditEvent
from stegvis.casework.models import Protection
from tests.factories import EnrolmentFactory, cast, proved_just_now, second_factor

pytestmark = [pytest.mark.django_db, pytest.mark.need("PRV-01", where="protected identity")]
PASSWORD = "granen-susar-i-motvind-7"


@pytest.fixture
def house():
    people = cast()
    enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    people.karin.set_password(PASSWORD)
    people.karin.save()
    for user in (people.karin, people.carin):
        second_factor(user)
    return SimpleNamespace(amina=people.amina, karin=people.karin, carin=people.carin, enrolment=enrolment)


def decided(house, **more) -> dict:
    today = dt.date.today()
    return {
        "do": "protect",
        "level": "secrecy_marking",
        "decided_by": "Skatteverket",
        "since_on": today.isoformat(),
        "review_on": (today + dt.timedelta(days=90)).isoformat(),
        "named": [house.amina.pk, house.karin.pk],
        **more,
    }


def test_an_older_sign_in_is_asked_again_and_the_decision_goes_on(house):
    client = Client()
    client.force_login(house.karin)
    page = reverse("protection", args=[house.enrolment.participant_id])
    assert client.get(page)["Location"].startswith(reverse("account_reauthenticate"))
    asked = client.post(page, decided(house))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert not Protection.objects.exists()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": page})
    assert Protection.objects.get().participant_id == house.enrolment.participant_id
    assert AuditEvent.objects.get(record="protection", verb="protect").screen == "protection"


def test_what_waits_for_a_fresh_sign_in_is_sealed_and_not_kept_long(house, monkeypatch):
    client = Client()
    client.force_login(house.karin)
    page = reverse("protection", args=[house.enrolment.participant_id])
    client.post(page, decided(house))
    kept = str(Session.objects.get().get_decoded())
    assert "sealed" in kept and "Skatteverket" not in kept and str(house.enrolment.participant_id) not in kept
    client.post(reverse("account_reauthenticate"), {"password": "fel", "next": page})
    assert "Skatteverket" not in str(Session.objects.get().get_decoded())
    monkeypatch.setattr("stegvis.web.shared.held_back.WAITS", -1)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": page})
    assert not Protection.objects.exists()
    assert "sealed" not in str(Session.objects.get().get_decoded())


@pytest.mark.parametrize("do", ["change", "name", "unname", "lift"])
def test_every_change_asks_for_it(house, do):
    client = Client()
    client.force_login(house.karin)
    proved_just_now(client)
    page = reverse("protection", args=[house.enrolment.participant_id])
    client.post(page, decided(house))
    older = Client()
    older.force_login(house.karin)
    sent = {"do": do, "user": house.amina.pk, "unname-reason": "slutar", "lift-reason": "upphört"}
    assert older.post(page, sent)["Location"].startswith(reverse("account_reauthenticate"))
    assert AuditEvent.objects.filter(record="protection").exclude(verb="name").count() == 1
    assert Protection.objects.get().lifted_at is None


def test_who_may_not_set_it_is_told_so_and_not_asked_to_sign_in(house):
    client = Client()
    client.force_login(house.carin)
    assert client.get(reverse("protection", args=[house.enrolment.participant_id])).status_code in (403, 404)
