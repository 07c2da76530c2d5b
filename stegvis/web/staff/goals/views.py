"""Look at a project's goals, set one, and see whether it holds."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stegvis.base.decision import NotPossible
from stegvis.programme.actions import goals as setting
from stegvis.programme.queries import goals
from stegvis.reporting import goal_words
from stegvis.reporting.goals import holding
from stegvis.reporting.queries import projects
from stegvis.web.staff import refusals
from stegvis.web.staff.goals.forms import AREA_WORDS, KIND_WORDS, GoalForm
from stegvis.web.staff.results.drawn import Picture


@require_safe
def choose(request):
    """Which project? With one only, go straight there."""
    found = list(projects.within(request.viewer.reach("goal", "read")))
    if len(found) == 1:
        return redirect("goals_project", code=found[0].code)
    return render(request, "staff/goals/projects.html", {"projects": found})


@require_safe
def tree(request, code: str):
    """All goals of a project, each with what it says."""
    project = projects.find(request.viewer, code)
    lines = [
        {
            "goal": one.goal,
            "depth": one.depth,
            "says": one.definition.sentence().in_language(goal_words.language())
            if one.definition
            else one.versions[-1].target_text,
            "versions": one.versions,
            "share": one.definition is not None,
            "kind": KIND_WORDS[one.goal.kind],
            "area": AREA_WORDS[one.goal.area] if one.goal.area else "",
        }
        for one in goals.of_project(request.viewer, project)
    ]
    may_write = request.viewer.may("goal", "write")
    return render(request, "staff/goals/tree.html", {"project": project, "lines": lines, "may_write": may_write})


def new(request, code: str):
    """Set one more goal."""
    project = projects.find(request.viewer, code)
    setting.require_write(project, request.viewer)
    above = [one.goal for one in goals.of_project(request.viewer, project)]
    units = list(project.units.all())
    form = GoalForm(request.POST or None, goals=above, units=units)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data

        def add():
            setting.add(
                project=project,
                name=told["name"],
                kind=told["kind"],
                area=told["area"],
                parent=next((goal for goal in above if goal.code == told["parent"]), None),
                unit=next((unit for unit in units if str(unit.pk) == told["unit"]), None),
                decided=form.decided(),
                by=request.viewer,
            )

        if refusals.accepted(form, add):
            messages.success(request, _("The goal is set. Read below what it says."))
            return redirect("goals_project", code=code)
    return render(request, "staff/goals/goal.html", {"project": project, "form": form})


@require_safe
def holds(request, code: str, goal_code: str):
    """Does the goal hold, however it is reasonably read?"""
    project = projects.find(request.viewer, code)
    standing = goals.find(request.viewer, project, goal_code)
    context = {"project": project, "goal": standing.goal, "versions": standing.versions}
    try:
        found = holding(request.viewer, project, standing).found
    except NotPossible as refusal:
        return render(request, "staff/goals/holds.html", context | {"why": refusal.reason})
    context |= {
        "says": found.goal.sentence().in_language(goal_words.language()),
        "summary": goal_words.summary(found),
        "lines": goal_words.lines(found),
        "picture": _picture(code, goal_code, found),
    }
    return render(request, "staff/goals/holds.html", context)


@require_safe
def picture(request, code: str, goal_code: str):
    """The curve as SVG (`?place=page|phone&look=light|dark`)."""
    project = projects.find(request.viewer, code)
    standing = goals.find(request.viewer, project, goal_code)
    place, look = request.GET.get("place", "page"), request.GET.get("look", "light")
    if place not in goal_words.WIDTHS or look not in ("light", "dark"):
        raise Http404
    drawn = goal_words.curve(holding(request.viewer, project, standing).found, place).image(dark=look == "dark")
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=60"})


def _picture(code: str, goal_code: str, found) -> Picture:
    wide, narrow = goal_words.curve(found, "page"), goal_words.curve(found, "phone")
    address = reverse("goal_picture", args=[code, goal_code])

    def looks(place: str) -> dict[str, str]:
        return {look: f"{address}?place={place}&look={look}" for look in ("light", "dark")}

    alternative = f"{wide.title}. {wide.description}"
    return Picture(
        "curve", wide.width, wide.height, narrow.height, alternative, looks("page"), looks("phone"), table=""
    )
