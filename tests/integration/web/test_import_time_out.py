"""Whoever is signed out between the steps of an import finds it again as it was."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from stegvis.web.shared import middleware
from tests.factories.sheets import csv_file, row
from tests.integration.casework.importing import again, work
from tests.integration.web.test_import_pages import text, uploaded
from tests.integration.web.test_session import Clock


@pytest.fixture
def clock(monkeypatch):
    moved = Clock()
    monkeypatch.setattr(middleware, "time", moved)
    return moved


@pytest.mark.need("INT-01", where="import")
def test_a_time_out_between_the_steps_keeps_the_file_and_leads_back_to_it(people, signed_in, clock):
    amina = signed_in(people.amina)
    item = uploaded(amina, people, csv_file([row(0, inflöde="Egen väg"), row(1)]))
    assert again(item).state == "words"
    words = reverse("import_words", args=[item.pk])
    field = re.search(r'name="(w[0-9a-f]{12})"', text(amina.get(words)))[1]
    clock.now += settings.STEGVIS_IDLE_SECONDS + middleware.NOTED_EVERY + 1
    answer = amina.post(words, {field: "employment_service"})
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
    assert "signed out because nothing happened" in text(amina.get(answer.url))
    assert again(item).state == "words"
    assert f"next={words}" in amina.get(words).url

    back = signed_in(people.amina, strongly=False)
    assert "Egen väg" in text(back.get(words))
    assert reverse("import", args=[item.pk]) in text(back.get(reverse("imports")))
    assert back.get(reverse("import", args=[item.pk])).url == words
    assert back.post(words, {field: "employment_service"}).status_code == 302
    work()
    assert (again(item).state, again(item).created) == ("ready", 2)
