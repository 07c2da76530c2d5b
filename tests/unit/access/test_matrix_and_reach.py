"""The access matrix loads, every role is described, and each scope reaches as far as it says."""

import csv

import pytest

from stegvis.access import roles
from stegvis.access.roles import PERSONAL_RECORDS, ROLES, SCOPES, matrix
from stegvis.access.rules import Grant, Reach, Viewer, operator

COACH = Grant("coach", organisation_id=1, unit_id=11)
OWN_COACH = Grant("coach", organisation_id=1, unit_id=11, unit_sight="own")
LEADER = Grant("local_project_leader", 1, 11)
WHOLE_LEADER = Grant("local_project_leader", 1, None)


def reach(record, verb, *grants):
    return Viewer("user", 5, "Amina", grants).reach(record, verb)


def test_the_matrix_names_only_known_roles_and_scopes_and_no_line_twice():
    lines = matrix()
    assert len(set(lines)) == len(lines) > 40
    assert {line.role for line in lines} <= set(ROLES)
    assert {line.scope for line in lines} <= set(SCOPES)


@pytest.mark.parametrize("row", ["wizard,participant,read,unit", "coach,participant,read,galaxy"])
def test_a_line_that_cannot_be_meant_is_refused_by_number(row, tmp_path, monkeypatch):
    (tmp_path / "matrix.csv").write_text(f"role,record,verb,scope\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(roles, "__file__", str(tmp_path / "roles.py"))
    with pytest.raises(ValueError, match="line 2"):
        matrix.__wrapped__()


def test_a_doubled_line_is_refused(tmp_path, monkeypatch):
    line = "coach,participant,read,unit"
    (tmp_path / "matrix.csv").write_text(f"role,record,verb,scope\n{line}\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(roles, "__file__", str(tmp_path / "roles.py"))
    with pytest.raises(ValueError, match="line 3"):
        matrix.__wrapped__()


def test_the_matrix_is_a_plain_table():
    from pathlib import Path

    with (Path(roles.__file__).parent / "matrix.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["role", "record", "verb", "scope"]


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.slug)
def test_every_role_says_in_both_languages_what_it_is(role):
    assert ROLES[role.slug] is role
    for text in (role.sv, role.en, role.description_sv, role.description_en):
        assert text and text[0].isupper()
    assert role.description_sv.endswith(".") and role.description_en.endswith(".")


def test_a_participant_has_no_right_in_the_staffs_pages():
    assert ROLES["participant"].permissions() == ()


def test_an_administrator_and_the_regional_office_see_no_people():
    for slug in ("administrator", "regional_coordinator", "evaluator", "steering_group", "economist", "partner_agency"):
        assert not {line.record for line in ROLES[slug].permissions()} & {"participant", "enrolment", "sensitive_exit"}


# --- scopes -----------------------------------------------------------------------------------------------------
def test_assigned_reaches_ones_own_and_the_units_where_the_unit_says_so():
    assert reach("participant", "read", COACH) == Reach(own=True, unit_ids=frozenset({11}))
    assert reach("participant", "read", OWN_COACH) == Reach(own=True)


def test_unit_reaches_the_unit_or_without_a_unit_the_whole_organisation():
    assert reach("participant", "read", LEADER) == Reach(unit_ids=frozenset({11}))
    assert reach("participant", "read", WHOLE_LEADER) == Reach(organisation_ids=frozenset({1}))


def test_organisation_reaches_the_organisation():
    assert reach("participant", "search", COACH) == Reach(organisation_ids=frozenset({1}))


def test_project_reaches_totals_and_never_people():
    found = reach("result", "read", COACH)
    assert found.project_organisation_ids == {1} and found.project_unit_ids == {11}
    assert not (found.own or found.unit_ids or found.organisation_ids or found.everything)


def test_all_reaches_everything():
    assert reach("user", "manage", Grant("administrator", 1, None)) == Reach(everything=True)


def test_several_memberships_add_up():
    second = Grant("coach", 2, 22, unit_sight="own")
    found = reach("enrolment", "create", COACH, second)
    assert found.unit_ids == {11, 22}


def test_what_the_matrix_does_not_say_is_not_allowed():
    assert not reach("participant", "delete", COACH, LEADER)
    assert not reach("participant", "read")
    assert not Viewer("user", None, "").may("participant", "list")


def test_an_operator_reaches_everything_by_name():
    ingrid = operator("ingrid", purpose="felsökning")
    assert ingrid.reach("participant", "read").everything
    assert (ingrid.actor_id, ingrid.kind, ingrid.purpose) == ("ingrid", "operator", "felsökning")


def test_the_screen_and_purpose_can_be_named_without_changing_who_asks():
    asked = Viewer("user", 5, "Amina", (COACH,), purpose="möte").at("participant")
    assert (asked.screen, asked.purpose, asked.grants) == ("participant", "möte", (COACH,))


# --- second factor ----------------------------------------------------------------------------------------------
SEES_PEOPLE = {"coach", "local_project_leader", "unit_manager", "data_protection_officer"}
SEES_SMALL_GROUPS_OR_GIVES_RIGHTS = {"regional_coordinator", "administrator"}


def test_the_roles_that_can_see_people_are_these():
    assert {line.role for line in matrix() if line.record in PERSONAL_RECORDS} == SEES_PEOPLE


@pytest.mark.parametrize("slug", ROLES)
def test_everybody_who_can_see_people_or_gives_rights_needs_a_second_factor(slug):
    needed = slug in SEES_PEOPLE | SEES_SMALL_GROUPS_OR_GIVES_RIGHTS
    assert Viewer("user", 5, "N", (Grant(slug, 1, None),)).needs_second_factor == needed


def test_one_membership_that_sees_people_is_enough():
    grants = (Grant("steering_group", 2, None), COACH)
    assert Viewer("user", 5, "N", grants).needs_second_factor
