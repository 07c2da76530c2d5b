"""Add, change and settle the steps of a plan. A step never fails: it is done, changed, paused or learnt from."""

import datetime as dt

from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.models import User
from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions.plan_writing import locked, plan_changed, within_reach
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Enrolment, Participant, PlanGoal, Step, StepMove
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.rules.plans import LINE, written
from stegvis.casework.vocabulary.plan import OPEN_STEP_STATES, RESPONSIBLE, SETTLED_STEP_STATES, TRACKS

#: The fields `change` takes.
CHANGEABLE = frozenset(
    {
        "text", "track", "responsible", "responsible_name", "responsible_user", "goal", "starts_on", "due_on",
        "review_on", "share", "waiting_for",
    }
)  # fmt: skip


def add(
    *,
    participant: Participant,
    text: str,
    due_on: dt.date | None = None,
    responsible: str = "coach",
    responsible_name: str = "",
    track: str = "internal",
    responsible_user: User | None = None,
    enrolment: Enrolment | None = None,
    goal: PlanGoal | None = None,
    starts_on: dt.date | None = None,
    review_on: dt.date | None = None,
    share: int | None = None,
    waiting_for: str = "",
    follows: Step | None = None,
    by: Viewer,
) -> Step:
    """Put a step into the person's plan (before there is a plan, too). The same open step twice is one step.

    `share`: percent of full time. The enrolment is the active one unless another is named. The participant must agree
    to the plan anew afterwards. Raises NotFound, NotAllowed; NotPossible with code `required`, `too_long`,
    `unknown_word`, `far_away`, `before_enrolment`, `ends_before_start`, `out_of_range`, `over_full_time`,
    `other_person`.
    """
    told = {
        "text": text, "track": track, "responsible": responsible, "responsible_name": responsible_name,
        "responsible_user": responsible_user, "goal": goal, "starts_on": starts_on, "due_on": due_on,
        "review_on": review_on, "share": share, "waiting_for": waiting_for,
    }  # fmt: skip
    with whole():
        person = locked(by, participant)
        fields = _checked(person, told, None)
        enrolment = _enrolment(person, enrolment)
        if follows is not None and follows.participant_id != person.pk:
            raise _other_person("follows")
        same = Step.objects.filter(participant=person, state__in=OPEN_STEP_STATES, **fields).first()
        if same:
            return same
        step = Step(participant=person, enrolment=enrolment, follows=follows, added_by=by.name[:200], **fields)
        step.save(force_insert=True)
        plan_changed(person)
        _log(by, "create", step, {"track": step.track})
    return step


def change(*, step: Step, version: int | None = None, because: str = "", by: Viewer, **fields) -> Step:
    """Change some of CHANGEABLE of an open step. The participant must agree to the plan anew afterwards.

    `because`: why its last day is moved, if somebody says so; the day it had stays as `moved_from`.
    Raises TypeError for another field; ChangedMeanwhile when the step has another version by now; else as `add`, and
    `wrong_state` for a settled step.
    """
    if unknown := set(fields) - CHANGEABLE:
        raise TypeError(f"change() got fields it does not know: {', '.join(sorted(unknown))}")
    with whole():
        step, person = _locked_step(by, step, version)
        plan_rules.may_change_step(step.state).require()
        present = {name: getattr(step, name) for name in CHANGEABLE}
        new = _checked(person, present | fields, step)
        changed = sorted(name for name, value in new.items() if present[name] != value)
        if changed:
            told = {name: new[name] for name in changed}
            if "due_on" in changed and step.due_on:
                told |= {"moved_from": step.due_on, "moved_because": cleaned(because, "because", 200)}
            _write(step, **told)
            plan_changed(person)
            _log(by, "change", step, {"fields": changed, "version": step.version})
    return step


def settle(
    *,
    step: Step,
    state: str,
    on: dt.date | None = None,
    learnt: str = "",
    because: str = "",
    version: int | None = None,
    by: Viewer,
) -> Step:
    """Bring a step to another state (STEP_MOVES), on that day (today unless said).

    `because`: one of STEP_MOVE_CAUSES when something else brought it along. The same state again changes nothing. What
    was learnt is added to what was learnt before, and stays when the step is taken up again. Raises NotFound,
    NotAllowed, ChangedMeanwhile; NotPossible with code `wrong_state`, `unknown_word`, `required` (nothing said of what
    was learnt), `in_the_future`, `before_enrolment`, `too_long`.
    """
    with whole():
        step = _locked_step(by, step, version)[0]
        return _settle(step, state, on, learnt, by, because)


def replace(*, step: Step, text: str, due_on: dt.date | None = None, learnt: str = "", by: Viewer, **fields) -> Step:
    """The step is changed into another: settle it as `changed`, and return the new one that follows it.

    What is not said of the new step is as it was. Raises as `settle` and `add`.
    """
    with whole():
        step, person = _locked_step(by, step, None)
        _settle(step, "changed", None, learnt, by)
        same = {name: getattr(step, name) for name in CHANGEABLE - {"text", "due_on", "review_on"}}
        return add(participant=person, text=text, due_on=due_on, follows=step, by=by, **(same | fields))


def _settle(step: Step, state: str, on: dt.date | None, learnt: str, by: Viewer, because: str = "") -> Step:
    said = written(learnt, "learnt")
    if state == step.state and not said:
        return step
    today = timezone.localdate()
    day = on or today
    plan_rules.may_settle(step.state, state, learnt=said).require()
    plan_rules.not_to_come(day, "done_on", today=today).require()
    plan_rules.not_before_enrolment(day, step.enrolment and step.enrolment.started_on, "done_on").require()
    source = step.state
    everything = written("\n".join(filter(None, (step.learnt, said))), "learnt")
    done_on = day if state in SETTLED_STEP_STATES else None
    _write(step, state=state, done_on=done_on, learnt=everything)
    told = {"happened_on": day, "learnt": said, "because": because, "made_by": by.name[:200]}
    StepMove.objects.create(step=step, source=source, target=state, **told)
    if "changed" in (source, state):
        plan_changed(step.participant)
    _log(by, "settle", step, {"from": source, "to": state, "version": step.version})
    return step


def _checked(person: Participant, told: dict, step: Step | None) -> dict:
    known(told["track"], TRACKS, "track", empty=False).require()
    known(told["responsible"], RESPONSIBLE, "responsible", empty=False).require()
    for name in ("starts_on", "due_on", "review_on"):
        stood = getattr(step, name) if step else None
        if told[name] == stood:  # an old date may stand
            continue
        if name == "starts_on":  # what goes on already may have begun before the person came
            plan_rules.day_in_reach(told[name], name, today=timezone.localdate()).require()
        else:
            within_reach(person, told[name], name)
    plan_rules.ends_after_start(told["starts_on"], told["due_on"], "due_on").require()
    if told["goal"] is not None and told["goal"].plan.participant_id != person.pk:
        raise _other_person("goal")
    share = plan_rules.whole_number(told["share"], "share")
    others = Step.objects.filter(participant=person, state__in=("planned", "under_way")).order_by()
    others = others.exclude(pk=step.pk) if step else others
    at_once = _at_once(others, told) if share else 0
    plan_rules.share_fits(share, at_once).require()
    return told | {
        "text": cleaned(told["text"], "text", LINE, required=True),
        "responsible_name": cleaned(told["responsible_name"], "responsible_name", 120),
        "waiting_for": cleaned(told["waiting_for"], "waiting_for", 200),
        "share": share,
    }


def _at_once(others, told: dict) -> int:
    """Percent of full time of the open steps that go on at the same time, as far as dates are known."""
    if told["due_on"]:
        others = others.exclude(starts_on__gt=told["due_on"])
    if told["starts_on"]:
        others = others.exclude(due_on__lt=told["starts_on"])
    return others.aggregate(all=Sum("share"))["all"] or 0


def _enrolment(person: Participant, enrolment: Enrolment | None) -> Enrolment | None:
    if enrolment is None:
        return person.enrolments.filter(state="active").order_by("-started_on", "-pk").first()
    if enrolment.participant_id != person.pk:
        raise _other_person("enrolment")
    return enrolment


def _other_person(field: str) -> NotPossible:
    return NotPossible(_("This belongs to somebody else."), field=field, code="other_person")


def _locked_step(by: Viewer, step: Step, version: int | None) -> tuple[Step, Participant]:
    person = locked(by, Participant.objects.get(pk=step.participant_id))
    found = Step.objects.select_related("participant", "enrolment", "goal", "responsible_user").get(pk=step.pk)
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found, person


def _write(step: Step, **fields) -> None:
    same = Step.objects.filter(pk=step.pk, version=step.version)
    if not same.update(version=F("version") + 1, **fields):
        raise ChangedMeanwhile
    step.version += 1
    for name, value in fields.items():
        setattr(step, name, value)


def _log(by: Viewer, verb: str, step: Step, facts: dict) -> None:
    log_about(by, verb, "step", step.pk, step.participant, facts)
