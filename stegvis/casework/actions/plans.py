"""Write a participant's plan: goal and sub-goals in the person's words, ways to an occupation, pace and support."""

import datetime as dt

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions.plan_writing import locked, plan_changed, plan_of, within_reach
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Participant, Plan, PlanGoal, PlanRoute, PlanStatement
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.rules.plans import LINE, written
from stegvis.casework.vocabulary.plan import ANSWERS, ROUTE_KINDS, STATEMENTS

#: The fields `change` takes.
CHANGEABLE = frozenset({"goal", "occupation", "sustainable", "review_on"})
#: A plan with more is no plan to follow any longer.
MOST_GOALS, MOST_ROUTES = 20, 10


def change(*, participant: Participant, version: int | None = None, by: Viewer, **fields) -> Plan:
    """Write some of CHANGEABLE into the person's plan, which begins with it if there is none.

    `version` is the version the asker has seen, 0 for no plan. A new day for the review is no change to agree on.
    Raises TypeError for another field; NotFound, NotAllowed, ChangedMeanwhile; NotPossible with code `too_long`,
    `far_away`.
    """
    if unknown := set(fields) - CHANGEABLE:
        raise TypeError(f"change() got fields it does not know: {', '.join(sorted(unknown))}")
    with whole():
        person = locked(by, participant)
        plan = plan_of(by, person, version)
        new = _checked(plan, fields)
        changed = sorted(name for name, value in new.items() if getattr(plan, name) != value)
        if changed:
            for name in changed:
                setattr(plan, name, new[name])
            counted = {"version": F("version") + 1} if set(changed) - {"review_on"} else {}
            same = Plan.objects.filter(pk=plan.pk, version=plan.version)
            if not same.update(changed_at=timezone.now(), **counted, **{name: new[name] for name in changed}):
                raise ChangedMeanwhile
            plan.refresh_from_db()
            log_about(by, "change", "plan", plan.pk, person, {"fields": changed, "version": plan.version})
    return plan


def add_goal(*, participant: Participant, text: str, by: Viewer) -> PlanGoal:
    """A sub-goal on the way. The same open one twice is one. Raises as `change`, and `required`, `too_many`."""
    with whole():
        person = locked(by, participant)
        said = cleaned(text, "text", LINE, required=True)
        plan = plan_of(by, person)
        open_ones = plan.goals.filter(reached_on=None, left_on=None)
        if same := open_ones.filter(text=said).first():
            return same
        if open_ones.count() >= MOST_GOALS:
            raise NotPossible(_("So many sub-goals are hard to follow. Settle one first."), code="too_many")
        goal = PlanGoal.objects.create(plan=plan, text=said)
        plan_changed(person)
        log_about(by, "change", "plan", plan.pk, person, {"fields": ["goals"]})
    return goal


def settle_goal(*, goal: PlanGoal, reached: bool, on: dt.date | None = None, by: Viewer) -> PlanGoal:
    """The sub-goal is reached on that day (today unless said), or is left for another way.

    Raises NotFound, NotAllowed; NotPossible with code `in_the_future`, `already_settled`.
    """
    with whole():
        person = locked(by, goal.plan.participant)
        goal = PlanGoal.objects.get(pk=goal.pk)
        if goal.reached_on or goal.left_on:
            raise NotPossible(_("The sub-goal is settled already."), code="already_settled")
        today = timezone.localdate()
        plan_rules.not_to_come(on, "reached_on", today=today).require()
        setattr(goal, "reached_on" if reached else "left_on", on or today)
        goal.save(update_fields=["reached_on", "left_on"])
        if not reached:
            plan_changed(person)
        log_about(by, "change", "plan", goal.plan_id, person, {"fields": ["goals"]})
    return goal


def add_route(*, participant: Participant, kind: str, text: str, by: Viewer) -> PlanRoute:
    """One more way to the wished occupation. Raises as `add_goal`, and `unknown_word`."""
    with whole():
        person = locked(by, participant)
        known(kind, ROUTE_KINDS, "kind", empty=False).require()
        said = cleaned(text, "text", LINE, required=True)
        plan = plan_of(by, person)
        if same := plan.routes.filter(kind=kind, text=said).first():
            return same
        if plan.routes.count() >= MOST_ROUTES:
            raise NotPossible(_("So many ways are hard to compare. Take one away first."), code="too_many")
        route = PlanRoute.objects.create(plan=plan, kind=kind, text=said)
        plan_changed(person)
        log_about(by, "change", "plan", plan.pk, person, {"fields": ["routes"]})
    return route


def choose_route(*, route: PlanRoute, by: Viewer) -> PlanRoute:
    """Follow this way; the others stay as they are, to come back to. Raises NotFound, NotAllowed."""
    with whole():
        person = locked(by, route.plan.participant)
        route = PlanRoute.objects.get(pk=route.pk)
        if not route.chosen:
            PlanRoute.objects.filter(plan=route.plan_id).update(chosen=False)
            PlanRoute.objects.filter(pk=route.pk).update(chosen=True)
            route.chosen = True
            plan_changed(person)
            log_about(by, "change", "plan", route.plan_id, person, {"fields": ["routes"]})
    return route


def remove_route(*, route: PlanRoute, by: Viewer) -> None:
    """Take a way out of the plan; kept versions still show it. Raises NotFound, NotAllowed."""
    with whole():
        person = locked(by, route.plan.participant)
        if PlanRoute.objects.filter(pk=route.pk).delete()[0]:
            plan_changed(person)
            log_about(by, "change", "plan", route.plan_id, person, {"fields": ["routes"]})


def state(
    *, participant: Participant, kind: str, answer: str, text: str = "", on: dt.date | None = None, by: Viewer
) -> PlanStatement:
    """A dated answer on pace, wished support or wished influence. Earlier answers stay as history.

    The same answer again the same day is one. Raises NotFound, NotAllowed; NotPossible with code `unknown_word`,
    `in_the_future`, `too_long`.
    """
    with whole():
        person = locked(by, participant)
        known(kind, STATEMENTS, "kind", empty=False).require()
        known(answer, ANSWERS[kind], "answer", empty=False).require()
        today = timezone.localdate()
        plan_rules.not_to_come(on, "said_on", today=today).require()
        said = cleaned(text, "text", LINE)
        plan = plan_of(by, person)
        told = {"kind": kind, "answer": answer, "text": said, "said_on": on or today}
        if same := plan.statements.filter(**told).first():
            return same
        made = PlanStatement.objects.create(plan=plan, made_by=by.name[:200], **told)
        log_about(by, "change", "plan", plan.pk, person, {"fields": [kind]})
    return made


def _checked(plan: Plan, fields: dict) -> dict:
    new = {}
    for name, most in (("goal", 1000), ("occupation", 200)):
        if name in fields:
            new[name] = cleaned(fields[name], name, most)
    if "sustainable" in fields:
        new["sustainable"] = written(fields["sustainable"], "sustainable")
    if "review_on" in fields:
        new["review_on"] = fields["review_on"] or None
        if new["review_on"] != plan.review_on:
            within_reach(plan.participant, new["review_on"], "review_on")
    return new
