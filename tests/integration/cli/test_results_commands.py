"""`stegvis indicators`, `release` and `report`: numbers at the shell, always through the gate."""

import csv
import io
import json

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from psycopg.conninfo import make_conninfo

from stegvis.access.models import AuditEvent
from stegvis.reporting.actions import releases
from tests.factories import second_factor, viewer
from tests.factories.users import PASSWORD
from tests.integration.reporting.conftest import AT, everyone, full_project, prepared, without_pango

__all__ = ["everyone", "full_project", "without_pango"]  # fixtures: a project with enough people, a bare machine


@pytest.fixture
def release(full_project):
    """The first release of the full project."""
    return releases.freeze(prepared(full_project), by=viewer(full_project.eva))


def ask(stegvis, *more):
    return stegvis("indicators", "samverkan", "--at", AT, *more)


@pytest.mark.need("EXT-04", where="stegvis indicators")
def test_json_has_keys_only_for_what_was_asked(full_project, stegvis):
    (result,) = ask(stegvis, "--indicator", "exit_destination", "--by", "sex", "--format", "json").json["results"]
    assert set(result["rows"][0]["by"]) == {"sex"}
    (result,) = ask(stegvis, "--indicator", "participants", "--format", "json").json["results"]
    assert result["rows"][0]["by"] == {}
    assert "destination" not in result["rows"][0]


def test_csv_is_for_programs_and_text_for_people(full_project, stegvis):
    table = ask(stegvis, "--indicator", "work_or_studies", "--format", "csv").out
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["numerator"], row["denominator"], row["suppressed"]) == ("42", "84", "False")
    text = ask(stegvis, "--indicator", "work_or_studies")
    assert "0.5" in text.out
    assert str(AT) in text.err


def test_a_split_is_headed_by_a_word_for_people_and_by_its_code_for_programs(full_project, stegvis):
    split = ("--indicator", "work_or_studies", "--by", "sex")
    assert "Kön" in ask(stegvis, *split).out.splitlines()[0]
    first = next(csv.DictReader(io.StringIO(ask(stegvis, *split, "--format", "csv").out)))
    assert first["sex"] in ("F", "M")
    assert float(first["interval_from"]) < float(first["value"]) < float(first["interval_to"])


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (("--indicator", "lycka"), "work_or_studies"),
        (("--indicator", "participants", "--by", "skostorlek"), "municipality"),
        (("--indicator", "exit_destination", "--base", "alla"), "ended"),
        (("--by", "skostorlek"), "inflow_channel"),
        (("--reason", "för att"), "--ungated"),
    ],
    ids=["indicator", "split", "base", "no indicator fits", "a reason without need"],
)
def test_a_question_nobody_can_answer_is_met_in_swedish_with_what_there_is(full_project, stegvis, words, advice):
    ran = ask(stegvis, *words)
    assert ran.code in (1, 2)
    assert advice in ran.err
    assert " no " not in ran.err
    assert "There is" not in ran.err


def _ungated(stegvis, monkeypatch, user, *, password=PASSWORD, code=""):
    answers = iter([password, code])
    monkeypatch.setattr("typer.prompt", lambda *_words, **_more: next(answers))
    return ask(
        stegvis,
        *("--indicator", "exit_destination", "--by", "municipality", "--format", "json", "--base", "enrolled"),
        *("--ungated", "--as", user.email, "--reason", "Kontroll av slutrapporten"),
    )


def _code(secret: str) -> str:
    import time

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_small_groups_are_shown_to_whoever_signs_in_with_the_right_and_says_why(full_project, stegvis, monkeypatch):
    secret = second_factor(full_project.eva)
    ran = _ungated(stegvis, monkeypatch, full_project.eva, code=_code(secret))
    assert ran.code == 0
    (result,) = ran.json["results"]
    assert not any(row["suppressed"] for row in result["rows"])
    event = AuditEvent.objects.get(verb="read_ungated")
    assert (event.actor_name, event.purpose) == (full_project.eva.full_name, "Kontroll av slutrapporten")


def test_a_wrong_password_or_code_shows_nothing_and_is_logged(full_project, stegvis, monkeypatch):
    secret = second_factor(full_project.eva)
    for wrong in ({"password": "fel", "code": _code(secret)}, {"code": "000000"}):
        ran = _ungated(stegvis, monkeypatch, full_project.eva, **wrong)
        assert (ran.code, ran.out) == (3, "")
    assert AuditEvent.objects.filter(verb="sign_in_refused").count() == 2


def test_without_the_permission_a_sign_in_is_not_enough(full_project, stegvis, monkeypatch):
    secret = second_factor(full_project.amina)
    ran = _ungated(stegvis, monkeypatch, full_project.amina, code=_code(secret))
    assert (ran.code, ran.out) == (3, "")


def test_a_release_is_made_and_listed(full_project, stegvis):
    made = stegvis("release", "create", "samverkan", "--at", AT, "--note", "slutrapport")
    assert made.code == 0
    (line,) = stegvis("release", "list", "samverkan", "--format", "json").json
    assert (line["number"], line["at"]) == (1, str(AT))
    again = stegvis("release", "create", "samverkan", "--at", "2021-01-01")
    assert again.code == 1
    assert again.err.strip()


@pytest.mark.need("REP-06", where="stegvis report")
def test_the_report_is_written_alike_twice_and_logged(release, stegvis, tmp_path):
    one, two = tmp_path / "ett.docx", tmp_path / "två.docx"
    for path in (one, two):
        assert stegvis("report", "samverkan", "--kind", "results", "--format", "docx", "--output", path).code == 0
    assert one.read_bytes() == two.read_bytes()
    exports = AuditEvent.objects.filter(verb="export", record="release")
    assert {event.facts["format"] for event in exports} == {"docx"}


@pytest.mark.parametrize(
    ("spoken", "asked", "written"),
    [("en", (), b'lang="en-GB"'), ("sv", (), b'lang="sv-SE"'), ("en", ("--language", "sv"), b'lang="sv-SE"')],
    ids=["English", "Swedish", "Swedish asked for in English"],
)
def test_the_report_is_in_the_language_spoken_unless_another_is_asked_for(
    release, stegvis, tmp_path, spoken, asked, written
):
    path = tmp_path / "rapport.html"
    assert stegvis("report", "samverkan", "--format", "html", "--output", path, *asked, language=spoken).code == 0
    assert written in path.read_bytes()


@pytest.mark.parametrize(("form", "begins"), [("html", b"<!doctype html>"), ("pdf", b"%PDF-1.7")])
def test_the_report_is_written_in_other_forms_too(release, stegvis, tmp_path, form, begins):
    path = tmp_path / f"rapport.{form}"
    assert stegvis("report", "samverkan", "--format", form, "--output", path).code == 0
    assert path.read_bytes().startswith(begins)
    assert AuditEvent.objects.get(verb="export", record="release").facts["format"] == form


def test_without_the_text_library_the_command_says_what_to_install(release, stegvis, tmp_path, without_pango):
    path = tmp_path / "rapport.pdf"
    ran = stegvis("report", "samverkan", "--format", "pdf", "--output", path)
    assert (ran.code, path.exists()) == (2, False)
    assert "sudo apt-get install libpango-1.0-0" in ran.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("samverkan", "--kind", "dikt"), 2),
        (("samverkan", "--format", "odt"), 2),
        (("samverkan", "--release", "7"), 4),
        (("annat",), 4),
    ],
    ids=["kind", "format", "release", "project"],
)
def test_a_report_that_cannot_be_made_leaves_no_file(release, stegvis, tmp_path, words, code):
    path = tmp_path / "rapport.docx"
    ran = stegvis("report", *words, "--output", path)
    assert ran.code == code
    assert ran.err.strip()
    assert not path.exists()


def test_a_report_into_a_place_that_is_not_there_says_so(release, stegvis, tmp_path):
    ran = stegvis("report", "samverkan", "--output", tmp_path / "finns-inte" / "rapport.docx")
    assert ran.code == 2
    assert "finns-inte" in ran.err
    assert json.dumps(ran.err).count("Traceback") == 0


def test_an_engine_that_is_not_there_tells_what_to_do(full_project, stegvis, settings):
    settings.STEGVIS_EVALUATION_DATABASE_URL = ""
    for engine, advice in (("postgresql", "STEGVIS_EVALUATION_DATABASE_URL"), ("abacus", "duckdb, postgresql, spark")):
        ran = ask(stegvis, "--indicator", "participants", "--engine", engine)
        assert ran.code in (1, 2)
        assert advice in ran.err
    assert "Välj bland" in ran.err


def test_the_engine_of_the_own_database_gives_the_same_gated_answer(full_project, stegvis, settings):
    address = connection.settings_dict
    if connection.vendor == "postgresql":
        settings.STEGVIS_EVALUATION_DATABASE_URL = make_conninfo(
            host=address["HOST"], port=address["PORT"], user=address["USER"], password=address["PASSWORD"],
            dbname=address["NAME"],
        )  # fmt: skip
    engine = "postgresql" if connection.vendor == "postgresql" else "duckdb"
    question = ("--indicator", "exit_destination", "--by", "municipality", "--format", "json")
    assert ask(stegvis, *question, "--engine", engine).json == ask(stegvis, *question).json
