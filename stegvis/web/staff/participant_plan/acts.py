"""What can be sent to the page of a plan: each `do` with its form, if it has one, and the action it asks for."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import frames, plan_talks, plan_templates, plan_versions, plans, readiness, steps, tried
from stegvis.casework.models import Participant, PlanFrame, PlanGoal, PlanRoute, PlanTalk, ReadinessRecord, Step, Tried
from stegvis.casework.queries import enrolments
from stegvis.casework.queries import plan_templates as offered
from stegvis.casework.queries import plans as finding
from stegvis.casework.vocabulary.plan_starts import STARTS
from stegvis.organisation.models import Unit
from stegvis.web.staff.participant_plan import forms as told


@dataclass(frozen=True)
class Asked:
    """Who asks for whom, and what was sent."""

    viewer: Viewer
    person: Participant
    posted: dict
    form: forms.Form | None = None

    @property
    def facts(self) -> dict:
        """The form's answers."""
        return self.form.facts() if hasattr(self.form, "facts") else self.form.cleaned_data

    @property
    def who(self) -> dict:
        """The participant and the actor, as every action takes them."""
        return {"participant": self.person, "by": self.viewer}

    def part(self, model: type):
        """The goal, way, frame … that `id` names, if it is this person's."""
        try:
            return finding.part(self.viewer, model, self.person, self.posted.get("id", ""))
        except (ValueError, TypeError, forms.ValidationError) as odd:
            raise Http404 from odd


@dataclass(frozen=True)
class Act:
    """One thing that can be done. `opens` is the part of the page that opens again when something is wrong."""

    do: Callable[[Asked], object]
    form: type[forms.Form] | None = None
    done: str = gettext_lazy("The plan is saved.")
    fields: tuple[tuple[str, str], ...] = ()


def units_of(viewer: Viewer, person: Participant) -> list[Unit]:
    """The units where the person is enrolled, the latest first: whose templates and list are offered."""
    found = enrolments.of_participant(viewer, person).exclude(state="void").order_by("-started_on")
    return list(dict.fromkeys(each.unit for each in found))


def _settle_step(asked: Asked) -> None:
    step, posted = asked.part(Step), asked.posted
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d", "%Y%m%d"])
    try:
        on = day.clean(posted.get("on", ""))
    except forms.ValidationError as odd:
        raise NotPossible(" ".join(odd.messages), field="done_on", code="no_date") from odd
    version = posted.get("version", "")
    steps.settle(
        step=step,
        state=posted.get("state", ""),
        on=on,
        learnt=posted.get("learnt", ""),
        version=int(version) if version.isdigit() else None,
        by=asked.viewer,
    )


def _agree(asked: Asked) -> None:
    facts = asked.facts
    plan_versions.agree(how=facts["how"], on=facts["agreed_on"], version=facts["version"], **asked.who)


def _start(asked: Asked) -> None:
    code = asked.posted.get("template", "")
    start = next((each for each in STARTS if each.code == code), None)
    if start is None:
        units = [unit.pk for unit in units_of(asked.viewer, asked.person)]
        start = next((each for each in offered.of_units(asked.viewer, units) if str(each.pk) == code), None)
    if start is None:
        raise NotPossible(_("Choose a template."), code="required")
    plan_templates.start_from(template=start, **asked.who)


def _unit(asked: Asked) -> Unit:
    units = units_of(asked.viewer, asked.person)
    if not units:
        raise NotPossible(_("The unit has published no list."), code="no_list")
    return units[0]


def _ready(asked: Asked) -> None:
    facts = asked.facts
    told_of = {"next_step": facts["next_step"], "reason": facts["reason"], "on": facts["ready_on"]}
    readiness.ready(unit=_unit(asked), **told_of, **asked.who)


ACTS: dict[str, Act] = {
    "step": Act(lambda a: steps.add(**a.facts, **a.who), told.QuickStepForm, gettext_lazy("The step is added.")),
    "settle": Act(_settle_step, done=gettext_lazy("The step is saved.")),
    "goal": Act(lambda a: plans.add_goal(**a.facts, **a.who), told.SubGoalForm),
    "goal_reached": Act(lambda a: plans.settle_goal(goal=a.part(PlanGoal), reached=True, by=a.viewer)),
    "goal_left": Act(lambda a: plans.settle_goal(goal=a.part(PlanGoal), reached=False, by=a.viewer)),
    "route": Act(lambda a: plans.add_route(**a.facts, **a.who), told.RouteForm),
    "route_chosen": Act(lambda a: plans.choose_route(route=a.part(PlanRoute), by=a.viewer)),
    "route_removed": Act(lambda a: plans.remove_route(route=a.part(PlanRoute), by=a.viewer)),
    "statement": Act(lambda a: plans.state(**a.facts, **a.who), told.StatementForm, fields=(("kind", "answer"),)),
    "agree": Act(_agree, told.AgreeForm, gettext_lazy("The agreement is noted, and the plan kept as it stands.")),
    "keep": Act(lambda a: plan_versions.keep(**a.who), done=gettext_lazy("The plan is kept as it stands.")),
    "frame": Act(lambda a: frames.add(**a.facts, **a.who), told.FrameForm),
    "frame_ended": Act(lambda a: frames.end(frame=a.part(PlanFrame), by=a.viewer)),
    "talk": Act(lambda a: plan_talks.book(on=a.facts["planned_on"], **a.who), told.TalkForm),
    "talk_dropped": Act(lambda a: plan_talks.drop(talk=a.part(PlanTalk), by=a.viewer)),
    "tried": Act(lambda a: tried.note(**a.facts, **a.who), told.TriedForm),
    "tried_back": Act(lambda a: tried.take_back(line=a.part(Tried), by=a.viewer)),
    "start": Act(_start, done=gettext_lazy("The steps are added. Change them as you like.")),
    "met": Act(lambda a: readiness.check(unit=_unit(a), met=a.posted.getlist("met"), **a.who)),
    "ready": Act(_ready, told.ReadyForm),
    "ready_ended": Act(lambda a: readiness.end(record=a.part(ReadinessRecord), by=a.viewer)),
}
