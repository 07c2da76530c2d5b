"""The results pages over HTTP."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stegvis.access.models import AuditEvent
from stegvis.base.ids import new_id
from stegvis.reporting.actions import releases
from stegvis.reporting.models import Release, Run
from stegvis.workqueue.models import JobRecord
from tests.factories import second_factor, viewer
from tests.integration.reporting.conftest import AT, prepared


@pytest.fixture
def as_(client):
    """Sign a user in, with a second factor where the role needs one."""

    def sign_in(user):
        if viewer(user).needs_second_factor:
            second_factor(user)
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def release(full_project):
    """The first release of the full project."""
    return releases.freeze(prepared(full_project), by=viewer(full_project.eva))


def page(everyone):
    return reverse("results_project", args=[everyone.project.code])


@pytest.mark.need("INT-18", "INT-31", "EXT-02", where="results page")
def test_the_page_tells_the_release_in_words_pictures_and_tables(full_project, release, as_):
    text = as_(full_project.gun).get(page(full_project)).content.decode()
    assert "Varannan gick till arbete eller studier" in text
    assert text.count("<svg xmlns") == 6  # three pictures, for screen and phone
    assert "84 avslutade till och med 31 oktober 2022" in text.replace("\xa0", " ")


def test_the_base_can_be_chosen(full_project, release, as_):
    text = as_(full_project.gun).get(page(full_project), {"base": "enrolled"}).content.decode()
    assert "42 av 87" in text.replace("\xa0", " ")


@pytest.mark.parametrize("wrong", [{"base": "x"}, {"split": "x"}, {"release": "x"}, {"release": "9"}, {"release": "٣"}])
def test_choices_that_do_not_exist_are_not_found(full_project, release, as_, wrong):
    assert as_(full_project.gun).get(page(full_project), wrong).status_code == 404


def test_without_a_release_the_page_says_so(everyone, as_):
    answer = as_(everyone.gun).get(page(everyone))
    assert answer.status_code == 200
    assert "Inga resultat släppta än" in answer.content.decode()


@pytest.mark.need("GOL-03", "EXT-05", where="results page: how it was counted")
def test_every_number_leads_to_definition_population_and_run(full_project, release, as_):
    address = reverse("results_definition", args=[full_project.project.code, 1, "work_or_studies"])
    text = as_(full_project.gun).get(address).content.decode()
    assert release.run.definitions["work_or_studies"] in text
    assert release.run.extract.digest in text


def test_a_reader_without_export_rights_gets_no_file(full_project, release, as_):
    address = reverse("results_export", args=[full_project.project.code, 1])
    assert as_(full_project.gun).get(address).status_code == 403


def test_an_export_is_logged(full_project, release, as_):
    address = reverse("results_export", args=[full_project.project.code, 1])
    answer = as_(full_project.leo).get(address, {"format": "csv", "indicator": "participants", "by": "sex"})
    assert (
        answer["Content-Disposition"] == f'attachment; filename="{full_project.project.code}-2022-10-31-release-1.csv"'
    )
    assert AuditEvent.objects.get(verb="export").facts["format"] == "csv"


def test_the_report_comes_in_the_language_asked_for(full_project, release, as_):
    address = reverse("report_new", args=[full_project.project.code, 1])
    answer = as_(full_project.eva).get(address, {"language": "en"})
    assert answer.content[:2] == b"PK"
    assert answer["Content-Disposition"].endswith('.en.docx"')


def test_ordering_a_release_puts_it_in_the_queue_and_shows_progress(full_project, as_):
    answer = as_(full_project.eva).post(
        reverse("release_new", args=[full_project.project.code]), {"at": AT.isoformat()}, follow=True
    )
    assert JobRecord.objects.count() == 1
    assert "Väntar på sin tur" in answer.content.decode()


def test_ordering_twice_makes_one_job(full_project, as_):
    client = as_(full_project.eva)
    for _number in range(2):
        client.post(reverse("release_new", args=[full_project.project.code]), {"at": AT.isoformat()})
    assert JobRecord.objects.count() == 1


def test_a_day_that_is_not_due_is_explained_at_the_field(full_project, release, as_):
    answer = as_(full_project.eva).post(
        reverse("release_new", args=[full_project.project.code]), {"at": AT.isoformat()}
    )
    assert "Det senaste släppet gäller till och med" in answer.content.decode()
    assert Release.objects.count() == 1


def test_the_database_is_asked_as_often_for_one_release_as_for_thirty(full_project, release, as_):
    gun, counts = as_(full_project.gun), set()
    for wanted in (1, 3, 30):
        for number in range(Release.objects.count() + 1, wanted + 1):
            _copy(release, number)
        gun.get(page(full_project))
        with CaptureQueriesContext(connection) as captured:
            gun.get(page(full_project))
        counts.add(len(captured))
    assert len(counts) == 1


def _copy(release, number: int) -> None:
    run = Run.objects.get(pk=release.run_id)
    run.pk = new_id()
    run.save(force_insert=True)
    copy = Release.objects.get(pk=release.pk)
    copy.pk, copy.run, copy.number, copy.at = new_id(), run, number, AT + dt.timedelta(days=number)
    copy.save(force_insert=True)
