"""Referring a participant onward: to an authority, to care, to another profession, or to who takes over the plan."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from stegvis.access.rules import Viewer
from stegvis.casework.actions import disclosures, plan_versions
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.team import locked, own_contact
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Contact, OnwardMove, OnwardReferral, Participant
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules import onward as rules
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.rules import team as team_rules
from stegvis.casework.vocabulary.onward import ONWARD_WISHES
from stegvis.casework.vocabulary.team import INFORMATION

#: So long a party has to answer, when no day is said.
ANSWER_DAYS = 21


def send(
    *,
    participant: Participant,
    contact: Contact,
    wish: str,
    reason: str,
    kinds: Collection[str] = (),
    way: str = "",
    sent_on: dt.date | None = None,
    answer_by: dt.date | None = None,
    by: Viewer,
) -> OnwardReferral:
    """Refer the person to a contact, on a day (today), to be answered by a day (three weeks later).

    `kinds`: what is handed out, which takes a consent that holds that day and is put into the register in the same
    breath; without any the participant makes the contact, and nothing is handed out. Who is to take over gets the plan,
    which is kept as it stands. The same one twice is one.
    Raises NotFound, NotAllowed; NotPossible with code `required`, `unknown_word`, `too_long`, `in_the_future`,
    `far_away`, `ends_before_start`, `no_consent`, `empty_plan`, `plan_missing`, `other_controller`.
    """
    today = timezone.localdate()
    day = sent_on or today
    until = answer_by or day + dt.timedelta(days=ANSWER_DAYS)
    with whole():
        person = locked(by, "team", participant)
        own_contact(person, contact)
        known(wish, ONWARD_WISHES, "wish", empty=False).require()
        said = cleaned(reason, "reason", plan_rules.LINE, required=True)
        plan_rules.not_to_come(day, "sent_on", today=today).require()
        plan_rules.day_in_reach(until, "answer_by", today=today).require()
        plan_rules.ends_after_start(day, until, "answer_by").require()
        rules.takes_the_plan_along(wish, kinds).require()
        if kinds:
            team_rules.codes_known(kinds, INFORMATION, "kinds").require()
        facts = {"participant": person, "contact": contact, "wish": wish, "reason": said, "sent_on": day}
        same = OnwardReferral.objects.filter(**facts, state="sent").first()
        if same:
            return same
        line = None
        if kinds:
            line = disclosures.record(
                participant=person, contact=contact, kinds=kinds, way=way, disclosed_on=day, by=by,
                text=f"{ONWARD_WISHES.label(wish)}: {said}"[: plan_rules.LINE],
            )  # fmt: skip
        made = OnwardReferral.objects.create(
            **facts, answer_by=until, moved_on=day, disclosure=line, made_by=by.name[:200],
            plan_version=plan_versions.keep(participant=person, by=by) if wish == "hand_over" else None,
        )  # fmt: skip
        _noted(made, by)
        log_about(by, "create", "onward_referral", made.pk, person, {"wish": wish, "handed_out": len(set(kinds))})
    return made


def move(
    *,
    referral: OnwardReferral,
    state: str,
    outcome: str = "",
    moved_on: dt.date | None = None,
    answer_by: dt.date | None = None,
    decision_until_on: dt.date | None = None,
    by: Viewer,
) -> OnwardReferral:
    """What has become of it: the state, in words, from a day (today), and by when one asks again.

    Raises NotFound, NotAllowed; NotPossible with code `wrong_state`, `unknown_word`, `required`, `too_long`,
    `in_the_future`, `before_the_last`, `far_away`, `ends_before_start`.
    """
    today = timezone.localdate()
    day = moved_on or today
    with whole():
        person = locked(by, "team", referral.participant)
        found = OnwardReferral.objects.get(pk=referral.pk)
        said = cleaned(outcome, "outcome", plan_rules.LINE)
        rules.may_move(found.state, state, outcome=said).require()
        plan_rules.not_to_come(day, "moved_on", today=today).require()
        rules.in_order(found.moved_on, day, "moved_on").require()
        for each, field in ((answer_by, "answer_by"), (decision_until_on, "decision_until_on")):
            plan_rules.day_in_reach(each, field, today=today).require()
            plan_rules.ends_after_start(day, each, field).require()
        found.state, found.moved_on, found.outcome = state, day, said or found.outcome
        found.answer_by = answer_by or found.answer_by
        found.decision_until_on = decision_until_on or found.decision_until_on
        found.save(update_fields=["state", "moved_on", "outcome", "answer_by", "decision_until_on"])
        _noted(found, by, said)
        log_about(by, "change", "onward_referral", found.pk, person, {"state": state})
    return found


def note_fetched(*, referral: OnwardReferral, form: str, by: Viewer) -> None:
    """Log that the letter left as a file. The caller has checked that it may be read."""
    log_about(by, "export", "onward_referral", referral.pk, referral.participant, {"format": form})


def _noted(referral: OnwardReferral, by: Viewer, text: str = "") -> None:
    OnwardMove.objects.create(
        referral=referral, state=referral.state, moved_on=referral.moved_on, text=text, noted_by=by.name[:200]
    )
