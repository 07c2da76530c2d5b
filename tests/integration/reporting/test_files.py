"""Releases as files: workbook and tables."""

import csv
import io
import zipfile

import pytest
from django.utils import translation
from python_calamine import load_workbook

from stegvis.reporting import exports


def test_the_table_as_csv_says_what_it_is_and_hides_what_the_release_hides(told_release):
    text = exports.to_csv(told_release, "exit_destination", "enrolled", ()).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert next(line for line in lines if line and line[0] == "Underlag")[1] == told_release.run.extract.digest
    assert [line[1] for line in lines if line and line[0] == "Fortfarande inskrivna"] == [""]


@pytest.mark.parametrize(("language", "sign"), [("sv", ","), ("en", ".")])
def test_shares_have_the_decimal_sign_of_the_language(told_release, language, sign):
    with translation.override(language):
        text = exports.to_csv(told_release, "work_or_studies", "ended", ()).decode("utf-8-sig")
    last = list(csv.reader(io.StringIO(text), delimiter=";"))[-1]
    assert [cell[:2] for cell in last if cell.startswith("0")] == [f"0{sign}"] * 3


def test_a_name_that_a_spreadsheet_would_run_stays_text(told_release):
    told_release.project.name = "=HYPERLINK(1)"
    text = exports.to_csv(told_release, "participants", None, ()).decode("utf-8-sig")
    assert "\n=" not in text
    assert not text.startswith("=")
    assert ";=" not in text


def test_the_workbook_has_a_sheet_for_every_indicator_and_no_formula(told_release):
    content = exports.to_xlsx(told_release)
    names = load_workbook(io.BytesIO(content)).sheet_names
    assert len(names) == 1 + 3 + 2 * 3 + 2 * 2  # about; three without bases; two with three bases, two with two
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)
