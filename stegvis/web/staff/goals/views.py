"""Look at a project's goals, and see whether one holds."""

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
from stegvis.web.staff.goals.forms import AREA_WORDS, FULFILMENT_WORDS, KIND_WORDS
from stegvis.web.staff.results.drawn import Picture


@require_safe
def choose(request):
    """Which project? With one only, go straight there."""
    found = list(projects.within(request.viewer.reach("goal", "read")))
    if len(found) == 1:
        return redirect("goals_project", code=found[0].code)
    context = {"projects": found, "heading": _("Goals"), "route": "goals_project"}
    return render(request, "staff/results/projects.html", context)


@require_safe
def tree(request, code: str):
    """What everybody wants, all goals with what each says, and how far the six areas have come."""
    project = projects.find(request.viewer, code)
    lines = [_line(one) for one in goals.of_project(request.viewer, project)]
    images = goals.images(request.viewer, project)
    with_words = {image.unit.pk for image in images if image.unit}
    context = {
        "project": project,
        "lines": lines,
        "areas": [
            (words, [line for line in lines if line["goal"].area == area]) for area, words in AREA_WORDS.items() if area
        ],
        "images": images,
        "has_common": any(image.unit is None for image in images),
        "silent_units": [unit for unit in project.units.all() if unit.pk not in with_words],
        "may_write": setting.may_write(project, request.viewer),
    }
    return render(request, "staff/goals/tree.html", context)


def _line(one: goals.GoalStanding) -> dict:
    return {
        "goal": one.goal,
        "depth": one.depth,
        "says": goal_words.says(one.newest),
        "versions": one.versions,
        "kind": KIND_WORDS[one.goal.kind],
        "area": AREA_WORDS[one.goal.area] if one.goal.area else "",
        "status": FULFILMENT_WORDS.get(one.goal.fulfilment, ""),
        "count": one.latest_count,
        "target_number": one.newest.target_number,
    }


@require_safe
def holds(request, code: str, goal_code: str):
    """One goal: what it says and has said, how it was judged, and whether it holds however it is reasonably read."""
    project = projects.find(request.viewer, code)
    standing = goals.find(request.viewer, project, goal_code)
    context = {
        "project": project,
        "history": [(one, goal_words.says(one)) for one in reversed(standing.versions)],
        "common": _common(request.viewer, project, standing),
        "may_write": setting.may_write(project, request.viewer),
        **_line(standing),
    }
    if standing.goal.kind == "count":
        context["counts"] = list(reversed(standing.counts))
    if standing.definition is None:
        return render(request, "staff/goals/holds.html", context)
    try:
        made = holding(request.viewer, project, standing)
    except NotPossible as refusal:
        return render(request, "staff/goals/holds.html", context | {"why": refusal.reason})
    context |= {
        "summary": goal_words.summary(made.found),
        "lines": goal_words.lines(made.found),
        "deciding": goal_words.deciding(made.found),
        "parts": goal_words.parts(made.parts),
        "picture": _picture(code, goal_code, made.found),
    }
    return render(request, "staff/goals/holds.html", context)


def _common(viewer, project, standing: goals.GoalStanding) -> str:
    """What the common goal above a local one says, to be read beside it."""
    if standing.goal.unit is None or standing.goal.parent is None:
        return ""
    return goal_words.says(goals.find(viewer, project, standing.goal.parent.code).newest)


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
