"""The audit log in words a person can read."""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.access.models import AuditEvent
from stegvis.access.roles import ROLES

#: What was done to what, by record and verb. A pair that does not stand here shows as its two codes.
ACTS = {
    ("participant", "read"): gettext_lazy("Opened the person's page"),
    ("participant", "show_number"): gettext_lazy("Showed the whole identity number"),
    ("participant", "show_contact"): gettext_lazy("Showed the ways to reach the person"),
    ("participant", "refused"): gettext_lazy("Tried to open a page and was refused"),
    ("enrolment", "refused"): gettext_lazy("Tried to enrol the person and was refused"),
    ("enrolment", "settle_attempt"): gettext_lazy("Took care of an attempt to enrol the person"),
    ("participant", "merge"): gettext_lazy("Made two records one"),
    ("participant", "unmerge"): gettext_lazy("Undid a merge"),
    ("protection", "protect"): gettext_lazy("Protected the identity"),
    ("protection", "change_protection"): gettext_lazy("Changed facts of the protection"),
    ("protection", "lift_protection"): gettext_lazy("Lifted the protection"),
    ("protection", "name"): gettext_lazy("Put a user on the person's list"),
    ("protection", "unname"): gettext_lazy("Took a user off the person's list"),
    ("participant", "list"): gettext_lazy("Looked at a list of participants"),
    ("participant", "search"): gettext_lazy("Searched for a person"),
    ("participant", "create"): gettext_lazy("Registered the person"),
    ("participant", "register"): gettext_lazy("Registered the person"),
    ("participant", "change"): gettext_lazy("Changed facts about the person"),
    ("enrolment", "create"): gettext_lazy("Enrolled the person"),
    ("enrolment", "enrol"): gettext_lazy("Enrolled the person"),
    ("enrolment", "change"): gettext_lazy("Changed facts of the enrolment"),
    ("enrolment", "close"): gettext_lazy("Closed the enrolment"),
    ("enrolment", "reopen"): gettext_lazy("Took the closing back"),
    ("enrolment", "void"): gettext_lazy("Took away a wrong registration"),
    ("step", "create"): gettext_lazy("Added a step to the plan"),
    ("step", "change"): gettext_lazy("Changed a step of the plan"),
    ("step", "settle"): gettext_lazy("Settled a step of the plan"),
    ("plan", "create"): gettext_lazy("Began the plan"),
    ("plan", "change"): gettext_lazy("Changed the plan"),
    ("plan", "agree"): gettext_lazy("Noted that the participant agreed to the plan"),
    ("plan", "keep"): gettext_lazy("Kept a version of the plan"),
    ("plan", "export"): gettext_lazy("Fetched the plan as a file"),
    ("frame", "create"): gettext_lazy("Added a frame to the plan"),
    ("frame", "change"): gettext_lazy("Changed a frame of the plan"),
    ("frame", "end"): gettext_lazy("Ended a frame of the plan"),
    ("plan_talk", "create"): gettext_lazy("Booked a plan talk"),
    ("plan_talk", "hold"): gettext_lazy("Noted a plan talk"),
    ("plan_talk", "drop"): gettext_lazy("Cancelled a plan talk"),
    ("tried", "create"): gettext_lazy("Noted what was tried"),
    ("tried", "take_back"): gettext_lazy("Took back a line of what was tried"),
    ("readiness", "publish"): gettext_lazy("Published what is asked for before the next step"),
    ("readiness", "check"): gettext_lazy("Ticked off what is in place before the next step"),
    ("readiness", "ready"): gettext_lazy("Noted that the person is ready for the next step"),
    ("readiness", "end"): gettext_lazy("Took back that the person is ready for the next step"),
    ("plan_template", "create"): gettext_lazy("Made a template for plans"),
    ("plan_template", "change"): gettext_lazy("Changed a template for plans"),
    ("plan_template", "retire"): gettext_lazy("Took away a template for plans"),
    ("contact", "create"): gettext_lazy("Added a contact"),
    ("contact", "change"): gettext_lazy("Changed a contact"),
    ("contact", "retire"): gettext_lazy("Took a contact out of the directory"),
    ("team_member", "create"): gettext_lazy("Added somebody to the team"),
    ("team_member", "end"): gettext_lazy("Noted that somebody leaves the team"),
    ("team_meeting", "create"): gettext_lazy("Invited to a meeting of the team"),
    ("team_meeting", "hold"): gettext_lazy("Noted a meeting of the team"),
    ("team_meeting", "drop"): gettext_lazy("Cancelled a meeting of the team"),
    ("consent", "create"): gettext_lazy("Noted a consent to share"),
    ("consent", "withdraw"): gettext_lazy("Noted that a consent was taken back"),
    ("disclosure", "create"): gettext_lazy("Noted that something was handed out"),
    ("disclosure", "strike"): gettext_lazy("Struck out a line of the register"),
    ("enrolment", "undo_import"): gettext_lazy("Took back what an import had written"),
    ("enrolment", "import"): gettext_lazy("Imported a file on the server"),
    ("enrolment", "import_done"): gettext_lazy("A file on the server was imported"),
    ("activity", "create"): gettext_lazy("Put an activity into the catalogue"),
    ("activity", "change"): gettext_lazy("Changed an activity"),
    ("activity", "retire"): gettext_lazy("Took an activity out of the catalogue"),
    ("activity_room", "create"): gettext_lazy("Added a room"),
    ("activity_session", "plan"): gettext_lazy("Planned sessions"),
    ("activity_session", "change"): gettext_lazy("Moved or changed a session"),
    ("activity_session", "cancel"): gettext_lazy("Cancelled a session"),
    ("activity_session", "switch_mode"): gettext_lazy("Changed how a unit meets"),
    ("attendance", "export"): gettext_lazy("Fetched attendance as a file"),
    ("activity", "rotate"): gettext_lazy("Planned the person's turns in task areas"),
    ("topic_wish", "create"): gettext_lazy("Wrote a wish down"),
    ("topic_wish", "vote"): gettext_lazy("Counted the person's vote for a wish"),
    ("topic_wish", "settle"): gettext_lazy("Noted what became of a wish"),
    ("booking", "book"): gettext_lazy("Booked the person in"),
    ("booking", "cancel"): gettext_lazy("Took back the person's place"),
    ("booking", "move_up"): gettext_lazy("Gave the person a place from the waiting list"),
    ("booking", "end_left"): gettext_lazy("Ended a place because the enrolment changed"),
    ("attendance", "take"): gettext_lazy("Noted the person's attendance"),
    ("interpreter_booking", "order"): gettext_lazy("Ordered an interpreter"),
    ("interpreter_booking", "settle"): gettext_lazy("Noted how it goes with an interpreter"),
    ("import", "create"): gettext_lazy("Chose a file to import"),
    ("import", "choose"): gettext_lazy("Chose columns or words of a file"),
    ("import", "import"): gettext_lazy("Took the rows of a file in"),
    ("import", "import_done"): gettext_lazy("The rows of a file were taken in"),
    ("import", "cancel"): gettext_lazy("Cancelled an import"),
    ("import", "export"): gettext_lazy("Fetched rows that were not taken in as a file"),
    ("import", "undo"): gettext_lazy("Decided to undo an import"),
    ("import", "undo_done"): gettext_lazy("An import was undone"),
    ("import_choice", "remove"): gettext_lazy("Removed a remembered heading or word"),
    ("access_log", "read"): gettext_lazy("Read who has looked"),
    ("reminder", "put_off"): gettext_lazy("Put a reminder off"),
    ("reminder", "take_up"): gettext_lazy("Took a reminder up again"),
    ("follow_up", "create"): gettext_lazy("Noted a follow-up"),
    ("follow_up", "change"): gettext_lazy("Corrected a follow-up"),
    ("final_report", "create"): gettext_lazy("Wrote a final report"),
    ("final_report", "change"): gettext_lazy("Changed a final report"),
    ("final_report", "hand_over"): gettext_lazy("Noted who got a final report"),
    ("final_report", "export"): gettext_lazy("Fetched a final report as a file"),
    ("exit_opinion", "create"): gettext_lazy("Said what they think of an exit reason"),
    ("intake", "change"): gettext_lazy("Noted a fact of the intake"),
    ("intake", "ask_exception"): gettext_lazy("Asked for an exception"),
    ("vulnerable_group", "change"): gettext_lazy("Changed the groups for whom more care is taken"),
    ("entry_exception", "decide"): gettext_lazy("Decided about an exception"),
    ("unit_intake", "choose_groups"): gettext_lazy("Chose the unit's target groups"),
    ("unit_intake", "add_rule"): gettext_lazy("Wrote a delimitation"),
    ("unit_intake", "end_rule"): gettext_lazy("Ended a delimitation"),
    ("unit_intake", "stop"): gettext_lazy("Stopped new enrolments"),
    ("unit_intake", "end_stop"): gettext_lazy("Ended a stop of new enrolments"),
    ("unit_intake", "remark"): gettext_lazy("Noted something about the inflow"),
    ("unit_intake", "set_base"): gettext_lazy("Noted how many receive income support"),
    ("referral", "create"): gettext_lazy("Took a referral in"),
    ("referral", "read"): gettext_lazy("Read a referral"),
    ("referral", "take"): gettext_lazy("Undertook to call"),
    ("referral", "release"): gettext_lazy("Gave a referral back"),
    ("referral", "attempt"): gettext_lazy("Noted an attempt to reach somebody referred"),
    ("referral", "book_start"): gettext_lazy("Booked a start meeting"),
    ("referral", "put_in_line"): gettext_lazy("Put somebody on the waiting list"),
    ("referral", "settle"): gettext_lazy("Noted what came of a referral"),
    ("referral", "enrol"): gettext_lazy("A referral led to enrolment"),
    ("meeting", "create"): gettext_lazy("Booked a meeting"),
    ("meeting", "change"): gettext_lazy("Changed a meeting"),
    ("meeting", "settle"): gettext_lazy("Noted how a meeting went"),
    ("note", "create"): gettext_lazy("Wrote a note"),
    ("note", "change"): gettext_lazy("Corrected a note"),
    ("note", "withdraw"): gettext_lazy("Took a note back"),
    ("note", "read"): gettext_lazy("Read notes"),
    ("sensitive_note", "create"): gettext_lazy("Wrote a sensitive note"),
    ("sensitive_note", "change"): gettext_lazy("Corrected a sensitive note"),
    ("sensitive_note", "withdraw"): gettext_lazy("Took a sensitive note back"),
    ("sensitive_note", "open"): gettext_lazy("Opened a sensitive note"),
    ("mapping", "create"): gettext_lazy("Began a mapping"),
    ("mapping", "sit"): gettext_lazy("Sat down with a mapping"),
    ("mapping", "change"): gettext_lazy("Wrote answers of a mapping"),
    ("mapping", "finish"): gettext_lazy("Called a mapping done"),
    ("sensitive_mapping", "open"): gettext_lazy("Opened answers that are kept apart"),
    ("life_wheel", "create"): gettext_lazy("Drew a life wheel"),
    ("life_wheel", "withdraw"): gettext_lazy("Took a life wheel back"),
    ("mapping_form", "change"): gettext_lazy("Changed the unit's part of the mapping form"),
    ("common_mapping_form", "change"): gettext_lazy("Changed the common part of the mapping form"),
    ("note_template", "change"): gettext_lazy("Changed a template of notes"),
    ("word", "change"): gettext_lazy("Changed a word of a list"),
    ("word", "create"): gettext_lazy("Added a word to a list"),
    ("audit_log", "read"): gettext_lazy("Read the log"),
    ("installation", "export"): gettext_lazy("Made a backup"),
    ("release", "export"): gettext_lazy("Fetched results as a file"),
    ("printed_figures", "export"): gettext_lazy("Fetched printed and counted figures as a file"),
    ("project", "keep_printed_figures"): gettext_lazy("Kept figures that a project printed"),
    ("release", "create"): gettext_lazy("Released results"),
    ("result", "read"): gettext_lazy("Read results"),
    ("result", "read_ungated"): gettext_lazy("Read results with small groups shown"),
    ("deputyship", "name"): gettext_lazy("Named a deputy"),
    ("deputyship", "end"): gettext_lazy("Took a deputyship back"),
    ("user", "create"): gettext_lazy("Created a user"),
    ("user", "invite"): gettext_lazy("Sent an invitation"),
    ("user", "withdraw_invitation"): gettext_lazy("Withdrew an invitation"),
    ("user", "take_invitation"): gettext_lazy("Took the account"),
    ("user", "add_membership"): gettext_lazy("Gave a role"),
    ("user", "end_membership"): gettext_lazy("Set the last day of a role"),
    ("user", "leave"): gettext_lazy("Noted the last day at work"),
    ("user", "reactivate"): gettext_lazy("Opened the account again"),
    ("user", "activate"): gettext_lazy("Opened the account again"),
    ("user", "deactivate"): gettext_lazy("Closed the account"),
    ("user", "set_password"): gettext_lazy("Set a password"),
    ("user", "set_up_second_factor"): gettext_lazy("Set up a second step"),
    ("user", "remove_second_factor"): gettext_lazy("Removed the second step"),
    ("user", "choose_language"): gettext_lazy("Chose language"),
    ("user", "tie_identity"): gettext_lazy("Tied an e-ID to the account"),
    ("user", "untie_identity"): gettext_lazy("Untied an e-ID from the account"),
    ("user", "renumber_identity"): gettext_lazy("Tied the e-ID to a new identity number"),
    ("assignment", "create"): gettext_lazy("Registered an assignment to evaluate"),
    ("user", "manage"): gettext_lazy("Changed a user"),
    ("project", "create"): gettext_lazy("Created a project"),
    ("project", "add_comparison"): gettext_lazy("Added a share to compare with"),
    ("project", "correct_comparison"): gettext_lazy("Corrected a share to compare with"),
    ("project", "retire_comparison"): gettext_lazy("Took away a share to compare with"),
    ("access_token", "create"): gettext_lazy("Made a key for another system"),
    ("access_token", "revoke"): gettext_lazy("Ended a key for another system"),
    ("session", "sign_in"): gettext_lazy("Signed in"),
    ("session", "sign_in_refused"): gettext_lazy("Was not let in"),
}

#: Which page or command it was done from.
SCREENS = {
    "start": gettext_lazy("My week"),
    "participants": gettext_lazy("Participants"),
    "participant": gettext_lazy("The person's page"),
    "participant_number": gettext_lazy("The person's page"),
    "participant_change": gettext_lazy("Change the person"),
    "participant_plan": gettext_lazy("The plan"),
    "plan_goal": gettext_lazy("The plan"),
    "plan_step": gettext_lazy("The plan"),
    "plan_frame": gettext_lazy("The plan"),
    "plan_talk": gettext_lazy("The plan"),
    "plan_versions": gettext_lazy("Versions of the plan"),
    "plan_print": gettext_lazy("The plan, for the participant"),
    "plan_file": gettext_lazy("The plan, for the participant"),
    "plans": gettext_lazy("Plans"),
    "unit_readiness": gettext_lazy("Templates and readiness"),
    "unit_template": gettext_lazy("Templates and readiness"),
    "unit_template_new": gettext_lazy("Templates and readiness"),
    "unit_template_retire": gettext_lazy("Templates and readiness"),
    "participant_search": gettext_lazy("Search"),
    "participant_looks": gettext_lazy("Who has looked"),
    "participant_contact": gettext_lazy("Ways to reach the person"),
    "due_put_off": gettext_lazy("My week"),
    "due_take_up": gettext_lazy("My week"),
    "due_call": gettext_lazy("My week"),
    "stand_up": gettext_lazy("Stand-up"),
    "follow_ups": gettext_lazy("Follow-ups"),
    "follow_up_new": gettext_lazy("Follow up"),
    "follow_up_change": gettext_lazy("Follow up"),
    "exit_opinion": gettext_lazy("Second opinion"),
    "final_report": gettext_lazy("Final report"),
    "final_report_file": gettext_lazy("Final report"),
    "final_report_give": gettext_lazy("Note who got the final report"),
    "transfer": gettext_lazy("Transfer those who are left"),
    "participant_intake": gettext_lazy("At the intake"),
    "participant_intake_change": gettext_lazy("At the intake"),
    "unit_intake_change": gettext_lazy("The unit's intake"),
    "unit_intake": gettext_lazy("The unit's intake"),
    "entry_exception": gettext_lazy("The unit's intake"),
    "inflow": gettext_lazy("Inflow"),
    "inflow_change": gettext_lazy("Inflow"),
    "referrals": gettext_lazy("New referrals"),
    "referral": gettext_lazy("New referrals"),
    "referral_new": gettext_lazy("New referrals"),
    "referral_take": gettext_lazy("New referrals"),
    "referral_attempt": gettext_lazy("New referrals"),
    "referral_start": gettext_lazy("New referrals"),
    "referral_wait": gettext_lazy("New referrals"),
    "referral_settle": gettext_lazy("New referrals"),
    "calendar": gettext_lazy("Calendar"),
    "meeting": gettext_lazy("Meeting"),
    "meeting_new": gettext_lazy("Book a meeting"),
    "meeting_settle": gettext_lazy("Meeting"),
    "notes": gettext_lazy("Notes"),
    "note": gettext_lazy("Notes"),
    "note_new": gettext_lazy("Write a note"),
    "note_correct": gettext_lazy("Correct a note"),
    "note_withdraw": gettext_lazy("Correct a note"),
    "note_templates": gettext_lazy("Templates of notes"),
    "note_template_change": gettext_lazy("Templates of notes"),
    "mapping": gettext_lazy("Mapping"),
    "mapping_form_begin": gettext_lazy("Mapping forms"),
    "mapping_form_act": gettext_lazy("Mapping forms"),
    "mapping_form_section": gettext_lazy("Mapping forms"),
    "mapping_form_question": gettext_lazy("Mapping forms"),
    "mapping_begin": gettext_lazy("Mapping"),
    "mapping_step": gettext_lazy("Mapping"),
    "life_wheel": gettext_lazy("Life wheel"),
    "life_wheel_new": gettext_lazy("Life wheel"),
    "life_wheel_withdraw": gettext_lazy("Life wheel"),
    "mapping_show": gettext_lazy("Mapping"),
    "mapping_sitting": gettext_lazy("Mapping"),
    "mapping_done": gettext_lazy("Mapping"),
    "mapping_newest": gettext_lazy("Mapping"),
    "mapping_fill": gettext_lazy("Mapping"),
    "mapping_save": gettext_lazy("Mapping"),
    "protection": gettext_lazy("Protected identity"),
    "doubles": gettext_lazy("The same person twice?"),
    "participant_doubles": gettext_lazy("The same person twice?"),
    "participant_merge": gettext_lazy("Make two records one"),
    "participant_unmerge": gettext_lazy("Undo the merge"),
    "enrol_attempt_settle": gettext_lazy("The person's page"),
    "enrol": gettext_lazy("Enrol"),
    "enrol_check": gettext_lazy("Enrol"),
    "enrol_again": gettext_lazy("Enrol again"),
    "enrolment_change": gettext_lazy("Change the enrolment"),
    "enrolment_close": gettext_lazy("Close enrolment"),
    "enrolment_closed": gettext_lazy("Close enrolment"),
    "enrolment_reopen": gettext_lazy("Undo the closing"),
    "enrolment_void": gettext_lazy("Undo a wrong registration"),
    "activity_switch": gettext_lazy("Meet in another way"),
    "activity_hours": gettext_lazy("Hours in activities"),
    "activity_report": gettext_lazy("Attendance report"),
    "activity_file": gettext_lazy("Follow up activities"),
    "activity_rotation": gettext_lazy("Turns in task areas"),
    "activity_rotation_plan": gettext_lazy("Turns in task areas"),
    "activity_wishes": gettext_lazy("Wishes"),
    "activity_wish": gettext_lazy("Wishes"),
    "activity_groups": gettext_lazy("Propose groups"),
    "activity_new": gettext_lazy("Activities"),
    "activity_change": gettext_lazy("Activities"),
    "activity_retire": gettext_lazy("Activities"),
    "activity_plan": gettext_lazy("Activities"),
    "activity_series": gettext_lazy("Activities"),
    "activity_session": gettext_lazy("Session of an activity"),
    "activity_session_change": gettext_lazy("Session of an activity"),
    "activity_session_cancel": gettext_lazy("Session of an activity"),
    "activity_book": gettext_lazy("Book people in"),
    "activity_unbook": gettext_lazy("Session of an activity"),
    "activity_interpreter": gettext_lazy("Session of an activity"),
    "activity_attendance": gettext_lazy("Attendance"),
    "import": gettext_lazy("Import"),
    "import_new": gettext_lazy("Import"),
    "import_columns": gettext_lazy("Columns of the file"),
    "import_words": gettext_lazy("Words of the file"),
    "import_rows": gettext_lazy("Rows that are not taken in"),
    "import_rest": gettext_lazy("Rows that are not taken in"),
    "import_take": gettext_lazy("Import"),
    "import_cancel": gettext_lazy("Import"),
    "import_undo": gettext_lazy("Undo an import"),
    "import_forget": gettext_lazy("Remembered headings and words"),
    "sign_in": gettext_lazy("Sign-in"),
    "invitation": gettext_lazy("Invitation"),
    "accounts": gettext_lazy("Accounts"),
    "account": gettext_lazy("Accounts"),
    "account_invite": gettext_lazy("Invite somebody"),
    "account_role": gettext_lazy("Accounts"),
    "account_role_end": gettext_lazy("Accounts"),
    "account_role_move": gettext_lazy("Accounts"),
    "account_leave": gettext_lazy("Accounts"),
    "account_act": gettext_lazy("Accounts"),
    "assignment_new": gettext_lazy("Assignments"),
    "deputies": gettext_lazy("Deputies"),
    "deputy_new": gettext_lazy("Name a deputy"),
    "deputy_end": gettext_lazy("Deputies"),
    "comparison_new": gettext_lazy("Shares to compare with"),
    "comparison_correct": gettext_lazy("Shares to compare with"),
    "comparison_retire": gettext_lazy("Shares to compare with"),
    "printed_figures": gettext_lazy("Printed and counted"),
    "printed_figures_export": gettext_lazy("Printed and counted"),
    "check_figures": gettext_lazy("Check figures"),
    "quality_list": gettext_lazy("What is missing"),
    "quality_fill": gettext_lazy("What is missing"),
    "audit_log": gettext_lazy("Log"),
    "api_token_new": gettext_lazy("Keys for other systems"),
    "api_token_revoke": gettext_lazy("Keys for other systems"),
    "shell": gettext_lazy("Command on the server"),
}


def screen_words(screen: str) -> str:
    """Which page, command or other system it was done from, in words."""
    if screen.startswith("api:"):
        return _("Another system (%(operation)s)") % {"operation": screen.removeprefix("api:")}
    return str(SCREENS.get(screen, screen))


def act_words(verb: str, record: str) -> str:
    """What was done, in words."""
    return str(ACTS.get((record, verb), f"{record} {verb}"))


@dataclass(frozen=True)
class LogLine:
    """An event of the log for reading."""

    event: AuditEvent
    act: str
    screen: str
    actor: str
    extra: str

    @property
    def person_id(self) -> str:
        """The opaque id of the person it is about, when it is about one."""
        try:
            return str(uuid.UUID(self.event.subject_id))
        except ValueError:
            return ""


def _way(facts: dict) -> str:
    """How somebody signed in: "passkey", or "e-ID (eid), level 3"."""
    ways = {"password": _("password"), "password+second": _("password and second step"), "passkey": _("passkey")}
    if facts["way"] in ways:
        return ways[facts["way"]]
    return _("e-ID (%(provider)s), level %(level)s") % {"provider": facts["way"], "level": facts.get("level") or "–"}


def log_line(event: AuditEvent) -> LogLine:
    """The event in words."""
    actor = event.actor_name
    if event.actor_kind == "operator":
        actor = _("%(name)s (on the server)") % {"name": event.actor_name}
    return LogLine(event, act_words(event.verb, event.record), screen_words(event.screen), actor, _extra(event))


def _extra(event: AuditEvent) -> str:
    """The counts and names of fields that belong to some events."""
    facts = event.facts or {}
    parts = []
    if isinstance(facts.get("people"), int):
        parts.append(ngettext("%(count)s person", "%(count)s people", facts["people"]) % {"count": facts["people"]})
    if isinstance(facts.get("fields"), list):
        parts.append(", ".join(map(str, facts["fields"])))
    if isinstance(facts.get("way"), str):
        parts.append(_way(facts))
    if isinstance(facts.get("role"), str) and facts["role"] in ROLES:
        parts.append(ROLES[facts["role"]].label())
    if event.purpose:
        parts.append(event.purpose)
    return " · ".join(parts)
