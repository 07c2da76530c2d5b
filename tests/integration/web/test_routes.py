"""The route test: every address of the URL map stands in routes.csv, and answers each of the cast as the matrix says.

What is expected is worked out here from the access matrix and from where a record belongs, not by asking the rooms.
"""

import uuid
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from stegvis.access.actions import audit, tokens
from stegvis.access.rules import Viewer
from stegvis.web.shared.routes import rules
from tests.factories import EnrolmentFactory, cast, second_factor, viewer
from tests.factories.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.need("PRV-01", where="every page")]

#: Pages of the sign-in library that we do not use. They stand in no line of routes.csv and are closed to everybody.
UNUSED = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_set_password",
}
#: Routes that fetch one person or enrolment, and the permissions asked of it, in that order.
ABOUT_SOMEBODY = {
    "participant": [("participant", "read")],
    "participant_number": [("participant", "read")],
    "participant_change": [("participant", "read"), ("participant", "change")],
    "participant_looks": [("access_log", "read")],
    "participant_contact": [("participant", "read")],
    "follow_up_new": [("participant", "read"), ("follow_up", "write")],
    "exit_opinion": [("participant", "read"), ("follow_up", "write")],
    "meeting_new": [("participant", "read"), ("meeting", "write")],
    "final_report": [("participant", "read"), ("final_report", "read")],
    "final_report_file": [("participant", "read"), ("final_report", "read")],
    "final_report_give": [("participant", "read"), ("final_report", "write")],
    "reminders_wanted": [("participant", "read"), ("meeting", "write")],
    "due_more": [("participant", "read"), ("note", "write")],
    "due_put_off": [("participant", "read"), ("note", "write")],
    "due_take_up": [("participant", "read"), ("note", "write")],
    "due_call": [("participant", "read"), ("note", "write")],
    "notes": [("participant", "read"), ("note", "read")],
    "participant_intake": [("participant", "read"), ("intake", "read")],
    "participant_intake_change": [("participant", "read"), ("intake", "change")],
    "note_new": [("participant", "read"), ("note", "write")],
    "participant_plan": [("participant", "read"), ("plan", "read")],
    "plan_goal": [("participant", "read"), ("plan", "change")],
    "plan_versions": [("participant", "read"), ("plan", "read")],
    "plan_print": [("participant", "read"), ("plan", "read")],
    "mapping": [("participant", "read"), ("mapping", "read")],
    "life_wheel_new": [("participant", "read"), ("mapping", "write")],
    "mapping_begin": [("participant", "read"), ("mapping", "write")],
    "participant_team": [("participant", "read"), ("team", "read")],
    "attainments": [("participant", "read"), ("plan", "read")],
    "needs": [("participant", "read"), ("mapping", "read")],
    "participant_sharing": [("participant", "read"), ("disclosure", "read")],
    "protection": [("participant", "read"), ("protection", "set")],
    "participant_doubles": [("participant", "read"), ("participant", "merge")],
    "participant_merge": [("participant", "read"), ("participant", "merge")],
    "participant_unmerge": [("participant", "read"), ("participant", "unmerge")],
    "enrol_again": [("participant", "read"), ("enrolment", "create")],
    "enrolment_change": [("participant", "read"), ("enrolment", "change")],
    "hand_over_new": [("participant", "read"), ("enrolment", "change")],
    "enrolment_close": [("participant", "read"), ("enrolment", "close")],
    "enrolment_closed": [("participant", "read")],
    "enrolment_reopen": [("participant", "read"), ("enrolment", "reopen")],
    "enrolment_void": [("participant", "read"), ("enrolment", "void")],
    "quality_fill": [("participant", "read"), ("enrolment", "change")],
}
#: Routes about a release, job, key, deputy, attempt, print, import, step or template: none exists, so nothing is found.
FINDS_NOTHING = {
    *("account_role_end", "account_role_move", "api_token_revoke", "deputy_end", "enrol_attempt_settle"),
    *("release_progress", "report_file", "report_new", "results_definition", "results_export"),
    *("printed_figures", "printed_figures_export"),
    *("activity_shop", "activity_shop_customers"),
    *("activity", "activity_change", "activity_retire", "activity_plan", "activity_series", "activity_session"),
    *("activity_session_change", "activity_session_cancel", "activity_book", "activity_unbook"),
    *("activity_interpreter", "activity_attendance", "activity_file", "activity_groups", "activity_wish"),
    *("activity_report_give", "attendance_report", "attendance_report_file"),
    *("import", "import_cancel", "import_columns", "import_forget", "import_rest", "import_retry", "import_rows"),
    *("meeting", "meeting_settle", "due_move_meeting", "due_move_step", "due_move_talk"),
    *("follow_up_change", "note", "note_correct", "note_withdraw", "note_template_change"),
    *("entry_exception", "final_report_given"),
    *("referral", "referral_take", "referral_attempt", "referral_start", "referral_wait", "referral_settle"),
    *("mapping_form", "mapping_form_act", "mapping_form_section", "mapping_form_question"),
    *("life_wheel", "life_wheel_withdraw", "mapping_step"),
    *("mapping_done", "mapping_fill", "mapping_newest", "mapping_save", "mapping_show", "mapping_sitting"),
    *("goal", "goal_picture", "goal_revise", "goal_place", "goal_judge", "goal_count"),
    *("theory_box", "theory_box_change", "theory_box_act", "theory_assumption_new", "theory_assumption"),
    *("theory_assumption_review", "theory_assumption_change", "theory_assumption_retire", "theory_version"),
    *("theory_question", "theory_finding", "theory_finding_change"),
    *("fund_export", "own_indicator", "own_indicator_picture", "own_indicator_revise", "own_indicator_retire"),
    *("comparison_correct", "comparison_retire", "results_picture", "results_table", "results_closer"),
    "results_over_time",
    *("plan_file", "plan_step", "plan_frame", "plan_talk", "unit_template", "unit_template_retire"),
    *("contact_change", "contact_retire", "team_meeting", "team_meeting_print"),
    *("hand_over", "onward_letter", "onward_letter_file"),
    *("import_take", "import_template", "import_undo", "import_words"),
}
#: Pages that are read by some and written by fewer: a POST of theirs may be forbidden to who reads.
WRITTEN_BY_POST = {("final_report", "post"), ("attainments", "post"), ("needs", "post")}
#: Opening these ends the session.
ENDS_SESSION = {"account_logout", "session_end"}

#: Recovery codes that nobody has made yet, and an invitation that nobody has opened.
NOT_MADE_YET = {"calendar_ics", "invitation", "mfa_download_recovery_codes", "mfa_view_recovery_codes"}

LET_IN, SIGN_IN, SET_UP, FORBIDDEN, NOTHING_THERE = "let in", "sign in", "set up", "forbidden", "nothing there"
PEOPLE = ("amina", "bo", "carin", "dag", "eva", "filip", "gun", "hassan", "ida", "jan", "karin", "leo", "maja", "nils")


def route_names(resolver=None, within: str = "") -> set[str]:
    """Every named route of the URL map, with the name of the space it stands in before it."""
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            found |= route_names(pattern, f"{pattern.namespace}:" if pattern.namespace else within)
        else:
            found.add(f"{within}{pattern.name}")
    return found


def page_names() -> set[str]:
    """The routes a browser opens; those of the API have a test of their own."""
    return {name for name in route_names() if not name.startswith("api:")}


@dataclass(frozen=True)
class World:
    """The cast, and one enrolment of Bo's in Mönsterås that has been looked at."""

    people: Cast
    enrolment: object

    def address(self, name: str) -> str:
        arguments = {
            "participant_id": self.enrolment.participant_id,
            "enrolment_id": self.enrolment.pk,
            "code": self.people.project.code,
            "number": 1,
            "attempt_id": 1,
            "other_id": self.enrolment.participant_id,
            "indicator": "participants",
            "name": "volumes",
            **dict.fromkeys(("goal_code", "own_code", "token"), "none"),
            "check": "R1",
            "share_id": 1,
            "job_id": uuid.uuid4(),
            "import_id": uuid.uuid4(),
            "choice_id": 1,
            "kind": "no_contact",
            "day": "due",
            "deputyship_id": 1,
            "provider_id": "test-broker",
            "user_id": self.people.gun.pk,
            "membership_id": 0,
            "identity_id": 1,
            "pk": 1,
            "form_key": "enrol",
            "list_name": "languages",
            "word": "fi",
            "gap": "education",
            "uidb36": "1",
            "key": "none",
            "activity_id": uuid.uuid4(),
            "session_id": uuid.uuid4(),
            "booking_id": uuid.uuid4(),
            "wish_id": 1,
            "token_id": uuid.uuid4(),
            "mapping_id": uuid.uuid4(),
            "form_id": uuid.uuid4(),
            "wheel_id": uuid.uuid4(),
            "section": "strengths",
            "secret": "none",
            "meeting_id": uuid.uuid4(),
            "question": "good_at",
            "note_id": uuid.uuid4(),
            "follow_up_id": uuid.uuid4(),
            "referral_id": uuid.uuid4(),
            "hand_over_id": uuid.uuid4(),
            "exception_id": uuid.uuid4(),
            "template_id": 1,
            **dict.fromkeys(("step_id", "frame_id", "talk_id"), uuid.uuid4()),
            "team_meeting_id": uuid.uuid4(),
            "contact_id": uuid.uuid4(),
            "plan_template_id": uuid.uuid4(),
            "unit_id": self.people.monsteras_unit.pk,
            "report_id": uuid.uuid4(),
            **dict.fromkeys(("box_id", "assumption_id", "question_id", "finding_id"), uuid.uuid4()),
            "onward_id": uuid.uuid4(),
        }
        wanted = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
        return reverse(name, kwargs={argument: arguments[argument] for argument in wanted})

    def reaches(self, asker: Viewer, record: str, verb: str) -> bool:
        """Does the matrix let the asker do this to Bo's enrolment and its person?"""
        reach = asker.reach(record, verb)
        return (
            reach.everything
            or (reach.own and asker.user_id == self.people.bo.pk)
            or self.people.monsteras_unit.pk in reach.unit_ids
            or self.people.monsteras.pk in reach.organisation_ids
        )

    def expected(self, asker: Viewer, name: str) -> str:
        """What the matrix says a signed-in asker meets."""
        rule = rules().get(name)
        if rule is None:
            return FORBIDDEN
        if name == "api_token_new" and not tokens.offered(asker):
            return FORBIDDEN
        if rule.record in ("open", "first_steps", "signed_in") and name not in FINDS_NOTHING:
            return NOTHING_THERE if name in NOT_MADE_YET else LET_IN
        if rule.record != "signed_in" and not asker.may(rule.record, rule.verb):
            return FORBIDDEN
        if name in FINDS_NOTHING:
            return NOTHING_THERE
        wanted = ABOUT_SOMEBODY.get(name, [])
        if all(self.reaches(asker, *permission) for permission in wanted):
            return LET_IN
        inside = self.people.monsteras.pk in {grant.organisation_id for grant in asker.grants}
        return FORBIDDEN if inside else NOTHING_THERE


@pytest.fixture
def world(db):
    people = cast()
    enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.bo)
    audit.record(
        by=viewer(people.bo),
        verb="read",
        record="participant",
        subject_id=enrolment.participant_id,
        organisation_id=people.monsteras.pk,
    )
    return World(people, enrolment)


def met(answer) -> str:
    """What an answer means to the one who asked."""
    target = answer.headers.get("Location", "")
    if answer.status_code == 302 and target.startswith(reverse("account_login")):
        return SIGN_IN
    if answer.status_code == 302 and target == reverse("mfa_activate_totp"):
        return SET_UP
    if answer.status_code in (200, 204, 302, 400, 401):  # 401: the test broker asks for a token of its own
        return LET_IN
    return {403: FORBIDDEN, 404: NOTHING_THERE}.get(answer.status_code, f"status {answer.status_code}")


def ask_everywhere(world: World, user) -> dict:
    """GET and POST every route as the user (None: nobody signed in): {(route, method): what was met}."""
    found, client = {}, None
    for name in sorted(page_names()):
        for method in ("get", "post"):
            if client is None or name in ENDS_SESSION:
                client = Client()
                if user:
                    client.force_login(user)
            answer = getattr(client, method)(world.address(name))
            if answer.status_code != 405:  # the page has no such method, and says nothing about who may
                found[name, method] = met(answer)
            if name in ENDS_SESSION:
                client = None
    return found


def differences(found: dict, wanted) -> dict:
    """Where what was met is not what was wanted: {(route, method): (met, wanted)}.

    A reader who sends what only a writer may is refused: that is right whatever the reading allows.
    """
    found = {key: value for key, value in found.items() if not (key in WRITTEN_BY_POST and value == FORBIDDEN)}
    return {key: (value, wanted(key[0])) for key, value in found.items() if value != wanted(key[0])}


def test_every_route_stands_in_the_list():
    assert route_names() - set(rules()) == UNUSED


def test_every_line_of_the_list_is_a_route():
    assert set(rules()) - route_names() == set()


@pytest.mark.parametrize("name", PEOPLE)
def test_each_of_the_cast_meets_what_the_matrix_says(world, name):
    user = getattr(world.people, name)
    second_factor(user)
    asker = viewer(user)
    assert differences(ask_everywhere(world, user), lambda route: world.expected(asker, route)) == {}


def test_nobody_signed_in_meets_the_sign_in_page(world):
    def wanted(route):
        rule = rules().get(route)
        if rule is None:
            return FORBIDDEN
        return LET_IN if rule.record == "open" else SIGN_IN

    found = ask_everywhere(world, None)
    # pages of the sign-in itself send whoever has not begun back to its first page, or find nothing yet
    open_ones = {route for route, rule in rules().items() if rule.record == "open"}
    early = (SIGN_IN, NOTHING_THERE)
    found = {key: LET_IN if key[0] in open_ones and value in early else value for key, value in found.items()}
    assert differences(found, wanted) == {}


@pytest.mark.parametrize("name", ["amina", "bo", "carin", "dag", "karin", "maja"])
def test_without_second_factor_the_set_up_comes_first(world, name):
    def wanted(route):
        rule = rules().get(route)
        if rule is None:
            return FORBIDDEN
        return LET_IN if rule.record in ("open", "first_steps") else SET_UP

    found = ask_everywhere(world, getattr(world.people, name))
    open_ones = {route for route, rule in rules().items() if rule.record in ("open", "first_steps")}
    # the pages of the second factor themselves send to its set-up, or find nothing yet
    early = (SET_UP, NOTHING_THERE)
    found = {key: LET_IN if key[0] in open_ones and value in early else value for key, value in found.items()}
    assert differences(found, wanted) == {}


def test_carin_sees_nothing_of_monsteras(world):
    second_factor(world.people.carin)
    client = Client()
    client.force_login(world.people.carin)
    carin = viewer(world.people.carin)
    hers = {name for name in ABOUT_SOMEBODY if carin.may(rules()[name].record, rules()[name].verb)}
    for name in hers:
        address = world.address(name)
        answers = {ask(address).status_code for ask in (client.get, client.post)}
        assert answers - {405} == {404}, name  # 405: the page has no such method


def test_a_person_who_does_not_exist_is_met_as_one_outside_ones_world(world):
    second_factor(world.people.amina)
    client = Client()
    client.force_login(world.people.amina)
    assert client.get(reverse("participant", args=[uuid.uuid4()])).status_code == 404


def test_a_fragment_sends_the_whole_page_to_the_sign_in(world):
    answer = Client().post(reverse("enrol_check"), headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith(reverse("account_login"))
