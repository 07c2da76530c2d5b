"""Results are about groups of participants. Nobody who works here can be seen, counted or compared in them.

The house holds no ratings or answers of staff. Whatever measure comes later has to pass these walls too: what is not
in the extract cannot be counted, and the extract has no place for somebody who works here.
"""

import dataclasses
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.urls import reverse

from stegvis.access.models import User
from stegvis.access.roles import matrix
from stegvis.casework.queries import extract as casework_extract
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.contracts import COLUMNS, Extract, ExtractError, columns_of
from stegvis.evaluation.definitions import Dimension
from stegvis.evaluation.optional_tables import OPTIONAL
from stegvis.evaluation.twin import Person
from stegvis.reporting import exports
from stegvis.reporting.actions import answers, extracts, releases
from stegvis.reporting.report import FORMS, results_report
from tests.factories import viewer
from tests.integration.reporting.conftest import AT, begin, end

pytestmark = pytest.mark.need("PRV-10", where="results page; stegvis indicators; stegvis report; exports")

ABOUT_PARTICIPANTS = {
    "person", "enrolment", "municipality", "sex", "age", "inflow_channel", "start_on", "end_on", "destination",
    "headline", "target_group", "kind", "asked_on", "reached", "code", "on",
    "at_start", "at_exit", "contacts", "steps", "area", "change", "last_on",
}  # fmt: skip
"""Every fact an extract may hold. A fact about who works with the person does not belong here, whatever its name."""


def test_an_extract_has_no_place_for_staff():
    tables = (*COLUMNS, *OPTIONAL)
    assert {column for name in tables for column in columns_of(name)} == ABOUT_PARTICIPANTS


@pytest.mark.parametrize("column", ["coach", "unit_manager", "user", "registered_by", "rating", "stamina"])
@pytest.mark.parametrize("table", [*COLUMNS, *OPTIONAL])
def test_an_extract_refuses_whatever_else_is_brought(table, column):
    with pytest.raises(ExtractError, match="does not belong in an extract"):
        Extract.from_rows("demo", AT, **{table: [{**dict.fromkeys(columns_of(table)), column: "Amina"}]})


@pytest.mark.parametrize("definition", INDICATORS.values(), ids=INDICATORS)
def test_no_indicator_is_split_by_anything_but_facts_about_participants(definition):
    """Months, half-years and times are of the person's start and end. New indicators are tried here at once."""
    allowed = {"municipality", "target_group", "inflow_channel", "month", "sex", "age_group", "start_half_year"}
    allowed |= {"time_in_project", "half_years_in_project"}
    assert {str(one) for by in definition.breakdowns for one in by} <= allowed
    assert {str(one) for one in Dimension} == allowed


def test_what_casework_hands_over_and_what_is_counted_name_no_staff():
    handed = {field.name for field in dataclasses.fields(casework_extract.Row)}
    counted = {field.name for field in dataclasses.fields(Person)}
    assert [name for name in handed | counted if any(word in name for word in ("coach", "user", "staff", "_by"))] == []


def test_no_table_of_results_or_programme_points_to_a_user():
    pointing = [
        f"{model.__name__}.{field.name}"
        for room in ("reporting", "programme")
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is User
    ]
    assert pointing == []


def test_no_role_may_read_anything_about_the_work_of_staff():
    """A record about staff in the matrix (other than accounts and logs) would be a new decision, made in the open."""
    about_staff = {line.record for line in matrix()} & {"staff", "coach", "rating", "staff_answer", "caseload"}
    assert about_staff == set()


@pytest.fixture
def coached(everyone):
    """Many people with Amina and one with Bo: whoever could see coaches would see Bo's one person."""
    for destination, count in (("work", 12), ("studies", 8), ("internship", 7)):
        for _number in range(count):
            end(everyone.monsteras_unit, everyone.project, destination, coach=everyone.amina)
    end(everyone.monsteras_unit, everyone.project, "work", coach=everyone.bo)
    begin(everyone.vastervik_unit, everyone.project, coach=everyone.carin)
    return everyone


def _traces(everyone) -> list[str]:
    staff = (everyone.amina, everyone.bo, everyone.carin)
    return [text for user in staff for text in (user.full_name, user.email)]


def _plain(content: bytes) -> str:
    """All text of a file, also of one that is a zip archive inside."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", errors="ignore")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", errors="ignore") for name in archive.namelist())


def test_nothing_that_leaves_the_unit_carries_a_coach(coached, client):
    by = viewer(coached.eva)
    facts = extracts.facts_of(project=coached.project, at=AT, by=by)
    release = releases.create(project=coached.project, at=AT, by=by)
    client.force_login(coached.gun)
    said = {
        "extract": str([table.to_pylist() for table in facts.tables.values()]),
        "release": json.dumps(release.results, ensure_ascii=False) + release.published,
        "answer": str(answers.answer(project=coached.project, at=AT, by=by)),
        "workbook": _plain(exports.to_xlsx(release)),
        "table": _plain(exports.to_csv(release, "participants", None, ("municipality", "sex"))),
        "page": _plain(client.get(reverse("results_project", args=[coached.project.code])).content),
        **{form: _plain(results_report(release, form=form)) for form in FORMS if form != "pdf"},
    }
    assert {name: trace for name, text in said.items() for trace in _traces(coached) if trace in text} == {}


def test_the_numbers_do_not_change_with_who_is_coach(coached):
    """The same people under one coach give the same extract, to the last byte."""
    by = viewer(coached.eva)
    before = extracts.facts_of(project=coached.project, at=AT, by=by).digest
    casework_extract.Enrolment.objects.update(coach=coached.bo)
    assert extracts.facts_of(project=coached.project, at=AT, by=by).digest == before
