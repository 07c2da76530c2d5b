"""`stegvis user` and `stegvis access`: who may sign in and as what."""

import io

import pytest

from stegvis.access.models import AuditEvent, User
from stegvis.access.queries.viewer import viewer_of
from tests.factories import UserFactory, cast, second_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def typed(monkeypatch):
    """What stands on standard input."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_coach_is_made_and_may_enrol_at_the_unit(people, stegvis, typed):
    typed("en-lagom-lång-mening\n")
    ran = stegvis(
        *("user", "create", "nya@example.org", "--name", "Nya Ny", "--role", "coach"),
        *("--unit", "Mönsterås", "--password"),
    )
    assert ran.code == 0
    made = User.objects.get(email="nya@example.org")
    assert made.check_password("en-lagom-lång-mening")
    assert viewer_of(made).reach("enrolment", "create").unit_ids == {people.monsteras_unit.pk}


def test_a_weak_password_makes_nobody(people, stegvis, typed):
    typed("lösenord\n")
    ran = stegvis("user", "create", "nya@example.org", "--name", "Nya Ny", "--password")
    assert ran.code == 1
    assert ran.err.strip()
    assert not User.objects.filter(email="nya@example.org").exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--role", "chef", "--unit", "Mönsterås"), 1),
        (("--role", "coach"), 2),
        (("--role", "coach", "--unit", "Kiruna"), 4),
        (("--role", "coach", "--organisation", "Kiruna kommun"), 4),
    ],
    ids=["unknown role", "no place", "unknown unit", "unknown organisation"],
)
def test_a_role_that_cannot_be_given_makes_no_user(people, stegvis, more, code):
    ran = stegvis("user", "create", "nya@example.org", "--name", "Nya Ny", *more)
    assert ran.code == code
    assert ran.err.strip()
    assert not User.objects.filter(email="nya@example.org").exists()


def test_a_role_ends_on_a_day(people, stegvis):
    assert stegvis("user", "leave", "amina@example.org", "--role", "coach", "--to", "2026-01-31").code == 0
    held = people.amina.memberships.get()
    assert str(held.ends_on) == "2026-01-31"
    assert stegvis("user", "leave", "amina@example.org", "--role", "coach", "--to", "2026-01-31").code == 4


def test_who_is_put_out_can_be_let_in_again(people, stegvis):
    stegvis("user", "deactivate", "amina@example.org")
    people.amina.refresh_from_db()
    assert not viewer_of(people.amina).grants
    stegvis("user", "activate", "amina@example.org")
    people.amina.refresh_from_db()
    assert viewer_of(people.amina).grants


def test_a_lost_second_factor_is_taken_away(people, stegvis):
    second_factor(people.amina)
    assert stegvis("user", "reset-second-factor", "amina@example.org").code == 0
    said = {one["email"]: one for one in stegvis("user", "list", "--format", "json").json}
    assert said["amina@example.org"]["second_factor"] is False


def test_each_change_stands_in_the_log_with_its_operator(people, stegvis):
    stegvis("user", "deactivate", "amina@example.org", operator="ulrika")
    assert AuditEvent.objects.filter(actor_name="ulrika", record="user").exists()


def test_a_user_who_is_not_there_is_said(stegvis):
    assert stegvis("user", "activate", "ingen@example.org").code == 4


def test_csv_is_no_formula(stegvis):
    UserFactory(full_name="=1+1", email="f@example.org")
    assert "'=1+1" in stegvis("user", "list", "--format", "csv").out


def test_roles_are_told_in_the_language_asked_for(stegvis):
    swedish = {one["role"]: one["name"] for one in stegvis("access", "roles", "--format", "json").json}
    english = {one["role"]: one["name"] for one in stegvis("access", "roles", "--format", "json", language="en").json}
    assert (swedish["coach"], english["coach"]) == ("Handledare", "Coach")


def test_the_matrix_is_printed_line_by_line(stegvis):
    lines = stegvis("access", "matrix", "--format", "json").json
    assert {"role": "coach", "record": "enrolment", "verb": "create", "scope": "unit"} in lines
