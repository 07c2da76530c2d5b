"""Set a goal, change it by a decision, move it, judge it, note how far it has come; write the target image.

While a goal is being written, the page reads it back as a sentence: the form is sent to its own address with
`read_back`, and only the sentence, or what is in its way, comes back. Nothing is saved by that.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.programme.actions import goals as setting
from stegvis.programme.queries import goals
from stegvis.reporting.goal_words import language, says, words_of
from stegvis.reporting.queries import projects
from stegvis.web.staff import refusals
from stegvis.web.staff.goals.forms import CountForm, DecidedForm, GoalForm, ImageForm, JudgeForm, PlaceForm, ReviseForm


def new(request, code: str):
    """Set one more goal."""
    project = projects.find(request.viewer, code)
    setting.require_write(project, request.viewer)
    above = [one.goal for one in goals.of_project(request.viewer, project)]
    units = list(project.units.all())
    form = GoalForm(request.POST or None, goals=above, units=units)
    told = form.cleaned_data if request.method == "POST" and form.is_valid() else {}
    context = {"project": project, "form": form, "back": reverse("goals_project", args=[code])}
    if "read_back" in request.POST:
        return _read_back(request, form, context, local=bool(told.get("unit")))

    def add():
        setting.add(
            project=project,
            name=told["name"],
            kind=told["kind"],
            area=told["area"],
            parent=next((goal for goal in above if goal.code == told["parent"]), None),
            unit=next((unit for unit in units if str(unit.pk) == told["unit"]), None),
            source=told["source"],
            decided=form.decided(),
            by=request.viewer,
        )

    if told and refusals.accepted(form, add):
        messages.success(request, _("The goal is set. Read below what it says."))
        return redirect("goals_project", code=code)
    return render(request, "staff/goals/form.html", context)


def revise(request, code: str, goal_code: str):
    """Change what a goal says, by a decision."""
    _project, standing, context = _goal(request, code, goal_code)
    form = ReviseForm(request.POST or None, standing=standing)
    context |= {"form": form, "standing": standing}
    valid = request.method == "POST" and form.is_valid()
    if "read_back" in request.POST:
        return _read_back(request, form, context, local=standing.goal.unit_id is not None)
    if valid:

        def change():
            version = form.cleaned_data["version"]
            setting.revise(goal=standing.goal, decided=form.decided(), version=version, by=request.viewer)

        try:
            if refusals.accepted(form, change):
                messages.success(request, _("The goal is changed. What it said before is still there."))
                return redirect("goal", code=code, goal_code=goal_code)
        except ChangedMeanwhile:
            _show_theirs(form, standing)
    return render(request, "staff/goals/form.html", context)


def _show_theirs(form: ReviseForm, standing: goals.GoalStanding) -> None:
    """Somebody else was quicker: what I typed stays, and what they wrote is said."""
    words = _("Somebody else has changed the goal meanwhile. It now says: %s Save again if yours is to follow.")
    form.data = form.data.copy()
    form.data["version"] = str(standing.newest.version)
    form.add_error(None, words % says(standing.newest))


def _read_back(request, form: DecidedForm, context: dict, *, local: bool):
    """The sentence alone for a page that asks while somebody writes; the whole page where there is no script."""
    sentence, obstacle = _sentence(form, local=local)
    context |= {"sentence": sentence, "obstacle": obstacle}
    part = bool(request.headers.get("HX-Request"))
    return render(request, "staff/goals/says_part.html" if part else "staff/goals/form.html", context)


def _sentence(form: DecidedForm, *, local: bool) -> tuple[str, str]:
    """What the goal says as written so far, or the first thing in its way."""
    relevant = [name for name in form.errors if name != "decision"]
    if relevant:
        field = form.fields.get(relevant[0])
        label = f"{field.label}: " if field else ""
        return "", f"{label}{form.errors[relevant[0]][0]}"
    decided = form.decided()
    try:
        setting.check(form.goal_kind, form.goal_name, decided, local=local)
    except NotPossible as refusal:
        return "", refusal.reason
    if decided.definition:
        return decided.definition.sentence().in_language(language()), ""
    return words_of(decided.target_text, decided.target_number, decided.due_on), ""


def place(request, code: str, goal_code: str):
    """Put a goal under another."""
    project, standing, context = _goal(request, code, goal_code)
    others = [one.goal for one in goals.of_project(request.viewer, project) if one.goal.pk != standing.goal.pk]
    now = standing.goal.parent.code if standing.goal.parent else ""
    form = PlaceForm(request.POST or None, goals=others, initial={"parent": now})

    def move():
        above = next((goal for goal in others if goal.code == form.cleaned_data["parent"]), None)
        setting.place(goal=standing.goal, parent=above, by=request.viewer)

    return _small(request, context, form, move, _("Move the goal"), _("Move it"), _("The goal is moved."))


def judge(request, code: str, goal_code: str):
    """Say how far a goal is fulfilled, and why."""
    _project, standing, context = _goal(request, code, goal_code)
    goal = standing.goal
    initial = {"fulfilment": goal.fulfilment, "reasoning": goal.reasoning, "evidence": goal.evidence}
    form = JudgeForm(request.POST or None, initial=initial)
    context["says"] = says(standing.newest)
    return _small(
        request,
        context,
        form,
        lambda: setting.judge(goal=goal, by=request.viewer, **form.cleaned_data),
        _("Judge the goal"),
        _("Save the judgement"),
        _("The judgement is saved."),
    )


def count(request, code: str, goal_code: str):
    """Note how far a goal that is counted has come."""
    _project, standing, context = _goal(request, code, goal_code)
    if standing.goal.kind != "count":
        raise Http404
    form = CountForm(request.POST or None, initial={"source": standing.goal.source, "counted_on": timezone.localdate()})
    context["says"] = says(standing.newest)
    return _small(
        request,
        context,
        form,
        lambda: setting.count(goal=standing.goal, by=request.viewer, **form.cleaned_data),
        _("Note a count"),
        _("Save the count"),
        _("The count is saved."),
    )


def image(request, code: str):
    """Write the target image, of the project or, with `?unit=`, of one of its units."""
    project = projects.find(request.viewer, code)
    setting.require_write(project, request.viewer)
    wanted = request.GET.get("unit", "")
    units = list(project.units.all())
    unit = next((one for one in units if str(one.pk) == wanted), None)
    if wanted and unit is None:
        raise Http404
    here = next((one for one in goals.images(request.viewer, project) if one.unit == unit), None)
    initial = {"text": here.newest.text, "version": here.newest.version} if here else {"version": 0}
    form = ImageForm(request.POST or None, initial=initial)
    context = {
        "project": project,
        "back": reverse("goals_project", args=[code]),
        "name": unit.name if unit else project.name,
        "images": here,
    }

    def describe():
        setting.describe(project=project, unit=unit, by=request.viewer, **form.cleaned_data)

    try:
        return _small(request, context, form, describe, _("Target image"), _("Save"), _("The target image is saved."))
    except ChangedMeanwhile as refusal:
        form.data = form.data.copy()
        form.data["version"] = str(here.newest.version if here else 0)
        form.add_error("text", f"{refusal.reason} {_('It now says')}: {here.newest.text if here else ''}")
        return render(request, "staff/goals/small.html", context)


def _small(request, context: dict, form, act: Callable[[], object], title: str, submit: str, done: str):
    """A page with one short form that does one thing to a goal."""
    context |= {"form": form, "title": title, "submit": submit}
    if request.method == "POST" and form.is_valid() and refusals.accepted(form, act):
        messages.success(request, done)
        return redirect(context["back"])
    return render(request, "staff/goals/small.html", context)


def _goal(request, code: str, goal_code: str):
    project = projects.find(request.viewer, code)
    setting.require_write(project, request.viewer)
    standing = goals.find(request.viewer, project, goal_code)
    back = reverse("goal", args=[code, goal_code])
    return project, standing, {"project": project, "goal": standing.goal, "name": standing.goal.name, "back": back}
