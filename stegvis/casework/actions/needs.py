"""A participant's needs: noted when they show, put in another order, met or left, put into the plan."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import steps
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Mapping, Need, NeedMove, Participant
from stegvis.casework.queries import sight
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.vocabulary.mapping import INFORMATION_KINDS
from stegvis.casework.vocabulary.needs import NEED_PRIORITIES, NEED_STATES

#: Longest text of a need, in characters.
LONGEST = 300


def note(
    *,
    participant: Participant,
    text: str,
    priority: str = "next",
    area: str = "",
    noticed_on: dt.date | None = None,
    mapping: Mapping | None = None,
    question: str = "",
    by: Viewer,
) -> Need:
    """Note a need that shows on a day (today). The same open words twice are one need.

    `mapping`, `question`: the answer it comes from. Raises NotFound, NotAllowed; NotPossible with code `required`,
    `too_long`, `unknown_word`, `in_the_future`, `far_away`.
    """
    today = timezone.localdate()
    with whole():
        person = _locked(by, participant)
        said = cleaned(text, "text", LONGEST, required=True)
        known(priority, NEED_PRIORITIES, "priority", empty=False).require()
        known(area, INFORMATION_KINDS, "area").require()
        plan_rules.not_to_come(noticed_on, "noticed_on", today=today).require()
        if same := Need.objects.filter(participant=person, state="open", text=said).first():
            return same
        made = Need.objects.create(
            participant=person, text=said, priority=priority, area=area, noticed_on=noticed_on or today,
            mapping=mapping if mapping and mapping.participant_id == person.pk else None, question=question[:40],
        )  # fmt: skip
        _keep(made, "", by)
        log_about(by, "create", "need", made.pk, person, {"priority": priority})
    return made


def change(
    *, need: Need, text: str, priority: str, area: str = "", reason: str = "", version: int | None = None, by: Viewer
) -> Need:
    """Word an open need anew or put it in another place; what it said before stays as history, with the reason.

    Raises as `note`, and ChangedMeanwhile; NotPossible with code `wrong_state`.
    """
    with whole():
        found = _held(by, need, version)
        if found.state != "open":
            raise NotPossible(_("The need is settled. Take it up again to change it."), code="wrong_state")
        said, why = cleaned(text, "text", LONGEST, required=True), cleaned(reason, "reason", LONGEST)
        known(priority, NEED_PRIORITIES, "priority", empty=False).require()
        known(area, INFORMATION_KINDS, "area").require()
        if (said, priority, area) == (found.text, found.priority, found.area):
            return found
        found.text, found.priority, found.area = said, priority, area
        _save(found, why, by, "change")
    return found


def settle(*, need: Need, state: str, reason: str = "", version: int | None = None, by: Viewer) -> Need:
    """The need is `met`, no longer relevant (`dropped`), or `open` again. Said twice is said once.

    Raises NotFound, NotAllowed, ChangedMeanwhile; NotPossible with code `unknown_word`, `too_long`.
    """
    with whole():
        known(state, NEED_STATES, "state", empty=False).require()
        found = _held(by, need, None)
        if found.state == state:
            return found
        if version is not None and found.version != version:
            raise ChangedMeanwhile
        found.state = state
        _save(found, cleaned(reason, "reason", LONGEST), by, "settle")
    return found


def put_into_plan(*, need: Need, by: Viewer) -> Need:
    """Make a step of the plan of the need, in its words; a need that has an open step keeps it.

    Raises NotFound, NotAllowed (also when the plan is not the viewer's to change).
    """
    with whole():
        found = _held(by, need, None)
        if found.step is None or not found.step.open:
            found.step = steps.add(participant=found.participant, text=found.text, by=by)
            found.save(update_fields=["step"])
    return found


def _locked(by: Viewer, participant: Participant) -> Participant:
    sight.check_participant(by, "mapping", "write", participant)
    return Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)


def _held(by: Viewer, need: Need, version: int | None) -> Need:
    _locked(by, need.participant)
    found = Need.objects.select_related("participant", "step").get(pk=need.pk)
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found


def _save(need: Need, reason: str, by: Viewer, verb: str) -> None:
    need.version += 1
    need.save(update_fields=["text", "priority", "area", "state", "version"])
    _keep(need, reason, by)
    log_about(by, verb, "need", need.pk, need.participant, {"priority": need.priority, "state": need.state})


def _keep(need: Need, reason: str, by: Viewer) -> None:
    NeedMove.objects.create(
        need=need, text=need.text, priority=need.priority, state=need.state, reason=reason, moved_at=timezone.now(),
        made_by=by.name[:200],
    )  # fmt: skip
