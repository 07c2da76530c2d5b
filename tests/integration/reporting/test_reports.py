"""The results report in its three forms: what it says, that everybody can read it, and that it is always the same."""

import datetime as dt
import io
import re

import pikepdf
import pytest
from django.urls import reverse
from docx import Document

from stegvis.access.models import AuditEvent
from stegvis.reporting.report import FORMS, PangoMissing, results_report
from stegvis.reporting.report.html import to_html
from stegvis.reporting.report.results import results_content
from tests.documents import page, pdf_text, pdf_ua, word
from tests.factories import second_factor

LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_form = pytest.mark.parametrize("form", FORMS)


def said_in_word(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


@each_form
def test_the_same_release_gives_the_same_bytes(told_release, form):
    assert results_report(told_release, form=form) == results_report(told_release, form=form)


@pytest.mark.need("REP-06", where="stegvis report; results page")
def test_the_title_page_names_project_period_and_number(told_release):
    told_release.project.registration_number = "2020/00152"
    text = said_in_word(results_report(told_release))
    assert told_release.project.name in text
    assert "2020/00152" in text
    assert "31 oktober 2022" in text


@each_language
def test_no_two_figures_or_tables_have_the_same_caption(told_release, language):
    document = Document(io.BytesIO(results_report(told_release, language=language)))
    lines = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    captions = [text.partition(". ")[2] for text in lines if re.match(r"\w+ \d+\. ", text)]
    assert len(captions) == 7
    assert len(set(captions)) == len(captions)


def test_no_page_of_the_pdf_stands_nearly_empty(told_release):
    pdf = pikepdf.open(io.BytesIO(results_report(told_release, form="pdf")))
    pieces = [piece.page for piece in pdf_text.pieces(pdf) if piece.mark != pdf_text.ARTIFACT]
    assert min(pieces.count(number) for number in range(1, len(pdf.pages))) >= 12


@pytest.mark.need("REP-04", where="stegvis report; results page")
def test_the_report_says_how_many_women_and_men_took_part(told_release):
    document = Document(io.BytesIO(results_report(told_release, language="en")))
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells][:4] == ["Who", "Enrolled", "Women", "Men"]
    women, men = (int(table.rows[1].cells[column].text) for column in (2, 3))
    assert women + men == 87


def test_the_report_explains_every_definition_and_names_extract_and_code(told_release):
    text = said_in_word(results_report(told_release))
    assert told_release.run.extract.digest in text
    assert told_release.run.code_version in text
    for digest in told_release.run.definitions.values():
        assert digest[:16] in text


def test_the_base_can_be_chosen(told_release):
    text = said_in_word(results_report(told_release, language="en", base="enrolled")).replace("\xa0", " ")
    assert "42 of 87" in text


@pytest.mark.need("HOR-05", where="stegvis report")
@each_language
def test_the_word_file_can_be_read_by_everybody(told_release, language):
    assert word.faults(results_report(told_release, language=language), language=LANGUAGES[language]) == []


def test_the_word_file_has_four_pictures_and_three_tables_and_an_outline(told_release):
    document = Document(io.BytesIO(results_report(told_release)))
    assert (len(document.inline_shapes), len(document.tables)) == (4, 3)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["I korthet", "Hur många som var med", "Vart deltagarna gick", "Så räknades det"]


@pytest.mark.need("HOR-05", where="stegvis report")
@each_language
def test_the_pdf_meets_our_checks_of_pdf_ua(told_release, language):
    content = results_report(told_release, form="pdf", language=language)
    assert pdf_ua.faults(content, language=LANGUAGES[language]) == []


def test_the_pdf_is_read_in_the_order_of_the_page(told_release):
    report = results_content(told_release)
    tagged = pdf_ua.Tagged(results_report(told_release, form="pdf"))
    heard = "".join(tagged.text_of(tagged.root).split())
    assert heard == page.Heard(to_html(report, for_pdf=True)).text


def test_page_and_pdf_say_the_same(told_release):
    report = results_content(told_release)

    def without_pictures(text: str) -> str:
        text = re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
        return page.Heard(re.sub(r'alt="[^"]*"', "", text)).text

    assert without_pictures(to_html(report)) == without_pictures(to_html(report, for_pdf=True))


def test_the_pdf_carries_the_day_of_the_release_and_not_of_today(told_release):
    told_release.released_at = dt.datetime(2022, 11, 2, 9, 30, tzinfo=dt.UTC)
    with pikepdf.open(io.BytesIO(results_report(told_release, form="pdf"))) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20221102")
        with pdf.open_metadata() as meta:
            assert meta["xmp:CreateDate"].startswith("2022-11-02T09:30")


def test_the_pdf_has_the_product_s_own_font_and_an_outline(told_release):
    content = results_report(told_release, form="pdf")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        names = {str(thing.BaseFont) for thing in pdf.objects if hasattr(thing, "keys") and "/BaseFont" in thing}
        with pdf.open_outline() as outline:
            first = [entry.title for entry in outline.root]
            parts = [entry.title for entry in outline.root[0].children]
    assert names
    assert all("Inter" in name for name in names)
    assert first == [told_release.project.name]
    assert parts == ["I korthet", "Hur många som var med", "Vart deltagarna gick", "Så räknades det"]


def test_the_page_needs_nothing_beside_it_and_runs_nothing(told_release):
    heard = page.Heard(results_report(told_release, form="html").decode())
    assert heard.outward == []
    assert not {"script", "iframe", "object", "form", "link"} & heard.elements


@each_form
def test_a_name_made_of_markup_stays_text(told_release, form):
    told_release.project.name = '<b>"Väg" & \\9 }</b>'
    content = results_report(told_release, form=form)
    if form == "html":
        assert "<b>&quot;Väg" not in content.decode()
        assert "&lt;b&gt;&quot;Väg&quot; &amp; " in content.decode()
    if form == "pdf":
        tagged = pdf_ua.Tagged(content)
        assert tagged.text_of(tagged.every("H1")[0]) == told_release.project.name
    if form == "docx":
        assert told_release.project.name in said_in_word(content)


# --- where it is fetched ------------------------------------------------------------------------------------------
@pytest.fixture
def eva(told_release, full_project, client):
    """The regional coordinator, signed in."""
    second_factor(full_project.eva)
    client.force_login(full_project.eva)
    return client


def address(full_project, name="report_file"):
    return reverse(name, args=[full_project.project.code, 1])


@each_form
def test_the_report_is_fetched_as_a_file_and_logged(eva, full_project, form):
    answer = eva.get(address(full_project), {"format": form, "language": "en", "base": "enrolled"})
    assert answer.headers["Content-Type"] == FORMS[form].media_type
    name = f"{full_project.project.code}-2022-10-31-release-1.en.{form}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    event = AuditEvent.objects.get(verb="export", record="release")
    assert event.facts == {"project": full_project.project.code, "number": 1, "format": form}


def test_the_page_offers_each_form_in_both_languages(eva, full_project):
    text = eva.get(address(full_project, "report_new")).content.decode()
    assert all(f'value="{form}"' in text for form in FORMS)
    assert '<option value="sv"' in text
    assert '<option value="en"' in text


@pytest.mark.parametrize("wrong", [{"format": "odt"}, {"language": "fi"}, {"base": "happy"}])
def test_a_form_that_does_not_exist_is_not_found(eva, full_project, wrong):
    assert eva.get(address(full_project), wrong).status_code == 404


def test_without_the_text_library_pdf_says_what_to_install_and_the_rest_works(eva, full_project, without_pango):
    answer = eva.get(address(full_project), {"format": "pdf"}, follow=True)
    assert "sudo apt-get install libpango-1.0-0" in answer.content.decode()
    assert eva.get(address(full_project), {"format": "docx"}).status_code == 200
    assert eva.get(address(full_project), {"format": "html"}).status_code == 200
    assert not AuditEvent.objects.filter(facts__format="pdf").exists()


def test_without_the_text_library_the_report_refuses_pdf(told_release, without_pango):
    with pytest.raises(PangoMissing):
        results_report(told_release, form="pdf")
