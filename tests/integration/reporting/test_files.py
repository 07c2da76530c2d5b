"""Releases as files: workbook, table, Word report."""

import csv
import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from python_calamine import load_workbook

from stegvis.programme.models import ComparisonShare, VolumeTarget
from stegvis.reporting import exports
from stegvis.reporting.actions import releases
from stegvis.reporting.report import results_report
from tests.factories import viewer
from tests.integration.reporting.conftest import prepared


@pytest.fixture
def release(full_project):
    """A release of a project with targets and something to compare with."""
    project = full_project.project
    for version, name, sizes in ((1, "Ansökan", (120, 60, 60)), (2, "Efter analysen", (90, 45, 45))):
        for sex, people in zip(("", "F", "M"), sizes, strict=True):
            VolumeTarget.objects.create(
                project=project, version=version, version_name_sv=name, version_name_en=name, sex=sex, people=people
            )
    ComparisonShare.objects.create(
        project=project, indicator="work_or_studies", share="0.34", name_sv="Andra projekt", name_en="Other projects",
        base_sv="Basen är inte känd", base_en="The base is not known",
    )  # fmt: skip
    return releases.freeze(prepared(full_project), by=viewer(full_project.eva))


def test_the_table_as_csv_says_what_it_is_and_hides_what_the_release_hides(release):
    text = exports.to_csv(release, "exit_destination", "enrolled", ()).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert next(line for line in lines if line and line[0] == "Underlag")[1] == release.run.extract.digest
    assert [line[1] for line in lines if line and line[0] == "Fortfarande inskrivna"] == [""]


def test_a_name_that_a_spreadsheet_would_run_stays_text(release):
    release.project.name = "=HYPERLINK(1)"
    text = exports.to_csv(release, "participants", None, ()).decode("utf-8-sig")
    assert "\n=" not in text
    assert not text.startswith("=")
    assert ";=" not in text


def test_the_workbook_has_a_sheet_for_every_indicator_and_no_formula(release):
    content = exports.to_xlsx(release)
    names = load_workbook(io.BytesIO(content)).sheet_names
    assert len(names) == 1 + 3 + 3 + 2 + 3  # about; three without bases; two with three bases, one with two
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_same_release_gives_the_same_report(release, language):
    assert results_report(release, language=language) == results_report(release, language=language)


@pytest.mark.need("REP-06", where="stegvis report; results page")
def test_the_title_page_names_project_period_and_number(release):
    release.project.registration_number = "2020/00152"
    text = "\n".join(p.text for p in Document(io.BytesIO(results_report(release))).paragraphs)
    assert release.project.name in text
    assert "2020/00152" in text
    assert "31 oktober 2022" in text


@pytest.mark.need("REP-04", where="stegvis report; results page")
def test_the_report_says_how_many_women_and_men_took_part(release):
    document = Document(io.BytesIO(results_report(release, language="en")))
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells][:4] == ["Who", "Enrolled", "Women", "Men"]
    women, men = (int(table.rows[1].cells[column].text) for column in (2, 3))
    assert women + men == 87


@pytest.mark.need("HOR-05", where="stegvis report")
def test_every_picture_of_the_report_has_a_text_alternative(release):
    document = Document(io.BytesIO(results_report(release)))
    alternatives = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(alternatives) == 4
    assert all(len(text) > 20 for text in alternatives)


def test_every_table_of_the_report_marks_its_head_row(release):
    for table in Document(io.BytesIO(results_report(release))).tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_report_knows_its_language_and_outline(release):
    document = Document(io.BytesIO(results_report(release, language="sv")))
    assert document.core_properties.language == "sv-SE"
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["I korthet", "Hur många som var med", "Vart deltagarna gick", "Så räknades det"]


def test_the_report_explains_every_definition_and_names_extract_and_code(release):
    text = "\n".join(p.text for p in Document(io.BytesIO(results_report(release, language="sv"))).paragraphs)
    assert release.run.extract.digest in text
    assert release.run.code_version in text
    for digest in release.run.definitions.values():
        assert digest[:16] in text
