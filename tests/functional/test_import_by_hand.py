"""An import as hands do it: every page of it under axe, wide and narrow."""

import pytest
from django.urls import reverse

from stegvis.casework import jobs
from stegvis.casework.actions import imports
from tests.factories import cast, second_factor, viewer
from tests.factories.sheets import closed, csv_file, row
from tests.integration.casework.importing import work


def prepared(people, content: bytes):
    by = viewer(people.amina)
    item = imports.receive(
        content=content, file_name="lista.csv", project=people.project, organisation=people.monsteras, by=by
    )
    jobs.order_preparing(item)
    work()
    return item


@pytest.mark.need("HOR-05", where="import")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_no_page_of_an_import_has_a_barrier_or_runs_out_of_the_window(live_server, visit, width, scheme):
    people = cast()
    second_factor(people.amina)
    columns = prepared(people, csv_file([row(0, Anteckning="hej")]))
    words = prepared(people, csv_file([row(0, inflöde="Väg som ingen vet")]))
    ready = prepared(people, csv_file([row(0), closed(1), row(2, förnamn="")]))
    there = visit(width=width, scheme=scheme)
    there.sign_in(people.amina)
    for name, arguments in (
        ("imports", []),
        ("import_new", []),
        ("import_memory", []),
        ("import_columns", [columns.pk]),
        ("import_words", [words.pk]),
        ("import", [ready.pk]),
        ("import_rows", [ready.pk]),
    ):
        there.open(reverse(name, args=arguments))
        assert (name, there.barriers(), there.overflow()) == (name, [], 0)
    there.open(reverse("import", args=[ready.pk])).click("text=Ta in 2 rader")
    there.page.wait_for_selector("#import-progress")
    work()
    there.page.wait_for_selector("#facts")
    for name in ("import", "import_undo"):
        there.open(reverse(name, args=[ready.pk]))
        assert (name, there.barriers(), there.overflow()) == (name, [], 0)
    assert there.complaints == []
