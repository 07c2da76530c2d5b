"""The whole way of an import over HTTP: upload, columns, words, preview, taking in, rest, history, undo."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stegvis.casework.models import Enrolment, ParticipantImport, RememberedChoice
from tests.factories import identity_number
from tests.factories.sheets import closed, csv_file, excel_file, row
from tests.integration.casework.importing import again, work


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


def upload(client, people, content: bytes, name: str = "lista.csv", organisation=None):
    place = organisation or people.monsteras
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("import_new"), {"into": f"{people.project.pk}-{place.pk}", "file": file})


def uploaded(client, people, content: bytes, name: str = "lista.csv") -> ParticipantImport:
    """Upload, let the queue work, and return the import."""
    answer = upload(client, people, content, name)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    work()
    return ParticipantImport.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.need("INT-01", where="import")
def test_a_list_goes_from_file_to_register_and_back(people, amina):
    item = uploaded(amina, people, csv_file([row(0), closed(1), row(2, personnummer="19900101-1234")]))
    page = text(amina.get(reverse("import", args=[item.pk])))
    assert "Take in 2 rows" in page
    assert identity_number(0) not in page and f"{identity_number(0)[:8]}-••••" in page
    assert amina.post(reverse("import_take", args=[item.pk])).status_code == 302
    work()
    result = text(amina.get(reverse("import", args=[item.pk])))
    assert "Taken in" in result and "Fetch the rest" in result
    assert Enrolment.objects.count() == 2
    rest = amina.get(reverse("import_rest", args=[item.pk]))
    assert rest["Content-Disposition"].endswith('.xlsx"')
    assert "lista.csv" in text(amina.get(reverse("imports")))
    undo = amina.get(reverse("import_undo", args=[item.pk]))
    assert "Undo the whole import" in text(undo)
    assert amina.post(reverse("import_undo", args=[item.pk]), {"reason": "Fel lista"}).status_code == 302
    work()
    assert Enrolment.objects.count() == 0
    assert "Fel lista" in text(amina.get(reverse("import", args=[item.pk])))


def test_the_rest_can_be_corrected_and_imported(people, amina):
    item = uploaded(amina, people, csv_file([row(0), row(1, startdatum="2031-01-01", förnamn="Åsa")]))
    amina.post(reverse("import_take", args=[item.pk]))
    work()
    rest = amina.get(reverse("import_rest", args=[item.pk])).content
    from python_calamine import CalamineWorkbook

    cells = CalamineWorkbook.from_filelike(io.BytesIO(rest)).get_sheet_by_index(0).to_python()
    assert cells[1][5:7] == ["3", "startdatum"]
    cells[1][4] = "2021-05-01"
    again_item = uploaded(amina, people, excel_file(cells), "rest.xlsx")
    assert (again_item.state, again_item.created) == ("ready", 1)


def test_columns_and_words_are_chosen_and_the_next_file_needs_no_choice(people, amina, signed_in):
    def content(nth):
        return excel_file(
            [
                ["Persnr hos oss", "Förnamn", "Efternamn", "Kommun", "Startdatum", "Väg in", "Anm"],
                [identity_number(nth), "Åsa", "Öberg", "Mönsterås", dt.date(2021, 3, 1), "Remiss vård", "hej"],
            ]
        )

    item = uploaded(amina, people, content(0), "a.xlsx")
    address = reverse("import_columns", args=[item.pk])
    assert amina.get(reverse("import", args=[item.pk])).url == address
    page = amina.get(address)
    assert "Remiss vård" in text(page)
    choices = dict(zip([f"place-{n}" for n in range(7)],
                       ["personnummer", "förnamn", "efternamn", "kommun", "startdatum", "inflöde", "leave-out"],
                       strict=True))  # fmt: skip
    assert amina.post(address, {**choices, "place-6": ""}).status_code == 200
    assert amina.post(address, choices).status_code == 302
    work()
    address = reverse("import_words", args=[item.pk])
    assert amina.get(reverse("import", args=[item.pk])).url == address
    field = re.search(r'name="(w[0-9a-f]{12})"', text(amina.get(address)))[1]
    assert amina.post(address, {field: "health_care"}).status_code == 302
    work()
    assert again(item).state == "ready"
    assert RememberedChoice.objects.count() == 4
    second = uploaded(signed_in(people.bo), people, content(1), "b.xlsx")
    assert second.state == "ready"


def test_remembered_words_are_shown_and_removed(people, amina, signed_in):
    test_columns_and_words_are_chosen_and_the_next_file_needs_no_choice(people, amina, signed_in)
    page = text(amina.get(reverse("import_memory")))
    assert "Remiss vård" in page
    kept = RememberedChoice.objects.get(kind="word")
    assert signed_in(people.carin).post(reverse("import_forget", args=[kept.pk])).status_code == 404
    amina.post(reverse("import_forget", args=[kept.pk]))
    assert not RememberedChoice.objects.filter(kind="word").exists()


def test_a_file_that_is_no_list_is_met_in_words(people, amina):
    answer = upload(amina, people, b"%PDF-1.7\x00\x01 nothing to read here", "brev.pdf")
    assert answer.status_code == 200 and "This is not a spreadsheet" in text(answer)
    assert not ParticipantImport.objects.exists()


def test_a_file_over_the_limit_is_met_in_words(people, amina, settings):
    settings.STEGVIS_MAX_UPLOAD_BYTES = 1024 * 1024
    answer = upload(amina, people, b"a;b\n" * 300_000)
    assert answer.status_code == 200 and "is the most" in text(answer)


def test_no_file_is_met_in_words(people, amina):
    answer = amina.post(reverse("import_new"), {"into": f"{people.project.pk}-{people.monsteras.pk}"})
    assert "Choose a file" in text(answer)


def test_a_file_found_bad_by_the_queue_says_why(people, amina):
    item = uploaded(amina, people, "förnamn;efternamn\n".encode())
    assert item.state == "failed"
    assert "no rows below" in text(amina.get(reverse("import", args=[item.pk])))


def test_another_organisations_register_is_no_choice(people, amina):
    answer = upload(amina, people, csv_file([row(0)]), organisation=people.vastervik)
    assert answer.status_code == 200
    assert not ParticipantImport.objects.exists()


@pytest.mark.parametrize("name", ["import_rows", "import_rest", "import_columns", "import_words"])
def test_rows_are_shown_to_the_importer_only(people, amina, signed_in, name):
    item = uploaded(amina, people, csv_file([row(0, efternamn="")]))
    assert signed_in(people.bo).get(reverse(name, args=[item.pk])).status_code == 403
    assert signed_in(people.carin).get(reverse(name, args=[item.pk])).status_code == 404


def test_a_colleague_sees_counts_and_no_rows(people, amina, signed_in):
    item = uploaded(amina, people, csv_file([row(0, förnamn="Ossian"), row(1, efternamn="")]))
    page = text(signed_in(people.karin).get(reverse("import", args=[item.pk])))
    assert "Ossian" not in page and "Only the person who imports" in page


def test_the_page_asks_without_keeping_the_session_alive_and_moves_on(people, amina):
    answer = upload(amina, people, csv_file([row(0)]))
    page = text(amina.get(answer.url))
    assert "X-Stegvis-Background" in page and "Look again" in page
    background = {"hx-request": "true", "x-stegvis-background": "yes"}
    assert 'hx-get="' in text(amina.get(answer.url, headers=background))
    work()
    assert amina.get(answer.url, headers=background)["HX-Redirect"] == answer.url


def test_going_back_after_the_end_changes_nothing(people, amina):
    item = uploaded(amina, people, csv_file([row(0)]))
    amina.post(reverse("import_take", args=[item.pk]))
    work()
    for name in ("import_columns", "import_words", "import_take", "import_cancel"):
        answer = amina.post(reverse(name, args=[item.pk]), {"place-0": "förnamn"})
        assert answer.status_code == 302
    assert (again(item).state, Enrolment.objects.count()) == ("done", 1)


def test_faulty_rows_are_paged_and_light(people, amina):
    content = csv_file([row(nth, efternamn="") for nth in range(60)])
    item = uploaded(amina, people, content)
    first = amina.get(reverse("import_rows", args=[item.pk]))
    assert text(first).count("<h3>") == 25
    assert len(first.content) < 60_000
    third = amina.get(reverse("import_rows", args=[item.pk]) + "?after=0-50")
    assert text(third).count("<h3>") == 10


def test_many_columns_and_words_make_no_heavy_page(people, amina):
    strange = [f"Kolumn nr {n} i listan" for n in range(200)]
    item = uploaded(amina, people, excel_file([strange, [f"cell {n}" for n in range(200)]]), "a.xlsx")
    assert len(amina.get(reverse("import_columns", args=[item.pk])).content) < 60_000
    words = [closed(n, utfall=f"utgång {n}", inflöde=f"väg {n}") for n in range(80)]
    item = uploaded(amina, people, csv_file(words))
    page = amina.get(reverse("import_words", args=[item.pk]))
    assert len(page.content) < 60_000


def test_the_template_comes_in_both_kinds(amina):
    for kind, start in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        assert amina.get(reverse("import_template", args=[kind])).content.startswith(start)
    assert amina.get(reverse("import_template", args=["pdf"])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_history_and_memory_always_ask_as_much(people, amina, django_assert_num_queries, rows):
    for n in range(rows):
        ParticipantImport.objects.create(
            project=people.project, organisation=people.monsteras, unit=people.monsteras_unit, user=people.amina,
            made_by="Amina", file_name=f"{n}.csv", digest=str(n), state="done",
        )  # fmt: skip
        RememberedChoice.objects.create(
            organisation=people.monsteras, kind="word", column="inflöde", key=f"w{n}", written=f"w{n}", target="school"
        )
    amina.get(reverse("imports"))
    with django_assert_num_queries(HISTORY_QUERIES):
        amina.get(reverse("imports"))
    with django_assert_num_queries(MEMORY_QUERIES):
        amina.get(reverse("import_memory"))


HISTORY_QUERIES = 3
MEMORY_QUERIES = 4
