"""A release that is ordered on the page is made by the queue's worker, under the name of whoever ordered it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.access.models import AuditEvent
from stegvis.reporting.actions import releases
from stegvis.reporting.models import Release
from stegvis.workqueue.worker import run_worker
from tests.factories import second_factor, viewer
from tests.integration.reporting.conftest import AT, prepared

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def eva(full_project):
    """Eva at the screen."""
    second_factor(full_project.eva)
    client = Client(headers={"accept-language": "sv"})
    client.force_login(full_project.eva)
    return client


@pytest.fixture
def order(eva, full_project):
    """Order a release up to a day; the address of the page that shows how far it has come."""

    def ask(at: dt.date) -> str:
        answer = eva.post(reverse("release_new", args=[full_project.project.code]), {"at": at.isoformat()})
        return answer["Location"]

    return ask


def test_the_worker_makes_what_was_ordered_and_the_page_leads_to_it(full_project, eva, order):
    progress = order(AT)
    run_worker(until_empty=True)
    answer = eva.get(progress, follow=True)
    assert answer.redirect_chain == [(reverse("results_project", args=[full_project.project.code]), 302)]
    assert "Släpp 1 är klart" in answer.content.decode()
    made = Release.objects.get()
    assert (made.at, made.released_by_name) == (AT, full_project.eva.full_name)
    assert AuditEvent.objects.filter(record="release", verb="release", actor_name=full_project.eva.full_name).exists()


def test_a_fragment_that_is_fetched_while_waiting_sends_the_whole_page_on(full_project, eva, order):
    progress = order(AT)
    assert "Väntar på sin tur" in eva.get(progress, headers={"HX-Request": "true"}).content.decode()
    run_worker(until_empty=True)
    answer = eva.get(progress, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("results_project", args=[full_project.project.code])


def test_when_somebody_else_released_the_day_meanwhile_the_page_says_what_to_do(full_project, eva, order):
    progress = order(AT)
    releases.freeze(prepared(full_project), by=viewer(full_project.eva))
    run_worker(until_empty=True)
    assert "Kontrollera vilken dag det senaste släppet gäller" in eva.get(progress).content.decode()
    assert Release.objects.count() == 1


def test_who_has_left_since_ordering_releases_nothing(full_project, order):
    order(AT)
    full_project.eva.memberships.update(ends_on=dt.date(2021, 1, 1))
    run_worker(until_empty=True)
    assert not Release.objects.exists()
