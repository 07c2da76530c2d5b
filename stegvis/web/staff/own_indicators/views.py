"""Compose indicators, look at them, and take them out of use."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.base.decision import NotPossible
from stegvis.evaluation.composed import example
from stegvis.evaluation.composed.definition import resolve
from stegvis.evaluation.composed.ready import READY
from stegvis.evaluation.definitions import BASE_WORDS, DefinitionError
from stegvis.programme.actions import own_indicators as composing
from stegvis.programme.queries import own_indicators
from stegvis.reporting import own_indicators as reading
from stegvis.reporting import story
from stegvis.reporting.queries import projects
from stegvis.web.staff import refusals
from stegvis.web.staff.own_indicators.forms import ComposeForm, written
from stegvis.web.staff.results.drawn import Picture


@require_safe
def listed(request, code: str):
    """Every indicator of the project's own, each with its sentence and its number."""
    project = projects.find(request.viewer, code)
    found = own_indicators.of_project(request.viewer, project)
    names = own_indicators.names(found)
    lines = []
    for one in found:
        line = {"own": one, "says": one.definition.sentence(names).in_language(story.language())}
        try:
            read = reading.read(request.viewer, project, one)
            line |= {"value": reading.headline(read), "of": reading.detail(read)}
        except NotPossible as refusal:
            line["why"] = refusal.reason
        lines.append(line)
    context = {"project": project, "lines": lines, "may_write": request.viewer.may("indicator", "write")}
    context["ready"] = [(c, d.name, d.sentence().in_language(story.language())) for c, d in READY.items()]
    return render(request, "staff/own_indicators/list.html", context)


@require_safe
def one(request, code: str, own_code: str):
    """One indicator: its number, its parts and its definition; with `?test` its own test, run now."""
    project = projects.find(request.viewer, code)
    found = own_indicators.of_project(request.viewer, project)
    standing = own_indicators.find(request.viewer, project, own_code)
    language = story.language()
    context = {
        "project": project,
        "own": standing,
        "says": standing.definition.sentence(own_indicators.names(found)).in_language(language),
        "base_who": BASE_WORDS[standing.definition.base].who.in_language(language),
        "may_write": request.viewer.may("indicator", "write") and not standing.retired,
    }
    try:
        asked = reading.resolved(project, standing)
        if "test" in request.GET:
            context["test"] = _test(asked, standing.expected)
        read = reading.read(request.viewer, project, standing)
    except NotPossible as refusal:
        return render(request, "staff/own_indicators/one.html", context | {"why": refusal.reason})
    context |= {
        "read": read,
        "value": reading.headline(read),
        "detail": reading.detail(read),
        "lines": reading.lines(read) if standing.definition.split else [],
        "split": reading.split_name(read),
        "over_time": reading.time_lines(read),
        "picture": _picture(code, own_code, read),
    }
    return render(request, "staff/own_indicators/one.html", context)


@require_safe
def picture(request, code: str, own_code: str):
    """The parts as SVG (`?place=page|phone&look=light|dark`)."""
    project = projects.find(request.viewer, code)
    standing = own_indicators.find(request.viewer, project, own_code)
    place, look = request.GET.get("place", "page"), request.GET.get("look", "light")
    if place not in reading.WIDTHS or look not in ("light", "dark"):
        raise Http404
    drawn = reading.picture(reading.read(request.viewer, project, standing), place)
    if drawn is None:
        raise Http404
    headers = {"Cache-Control": "private, max-age=60"}
    return HttpResponse(drawn.image(dark=look == "dark"), content_type="image/svg+xml", headers=headers)


def new(request, code: str):
    """Compose one more."""
    project = projects.find(request.viewer, code)
    composing.require_write(project, request.viewer)
    return _compose(request, project, None)


def revise(request, code: str, own_code: str):
    """Change what an indicator says; the earlier versions stay."""
    project = projects.find(request.viewer, code)
    composing.require_write(project, request.viewer)
    return _compose(request, project, own_indicators.find(request.viewer, project, own_code))


@require_POST
def retire(request, code: str, own_code: str):
    """Take an indicator out of use."""
    project = projects.find(request.viewer, code)
    composing.require_write(project, request.viewer)
    standing = own_indicators.find(request.viewer, project, own_code)
    try:
        composing.retire(indicator=standing.indicator, by=request.viewer)
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return redirect("own_indicator", code=code, own_code=own_code)
    messages.success(request, _("%(name)s is no longer in use.") % {"name": standing.indicator.name})
    return redirect("own_indicators", code=code)


def _compose(request, project, standing):
    found = own_indicators.of_project(request.viewer, project)
    own_code = standing.indicator.code if standing else "new"
    others = {c: d.name for c, d in own_indicators.to_build_on(found).items() if c != own_code}
    begun = written(standing.definition, standing.expected) if standing else None
    if standing is None and request.GET.get("from") in READY:
        begun = written(READY[request.GET["from"]], None)
    form = ComposeForm(request.POST or None, initial=begun, others=others, revising=standing is not None)
    context = {"project": project, "own": standing, "form": form}
    if request.method == "POST" and form.is_valid():
        definition, answer = form.definition(), form.answer()
        try:
            asked = resolve(definition, own_indicators.to_build_on(found) | {own_code: definition}, code=own_code)
        except DefinitionError as problem:
            form.add_error(None, problem.words.in_language(get_language() or "sv"))
            return render(request, "staff/own_indicators/compose.html", context)
        names = own_indicators.names(found)
        context |= {
            "says": definition.sentence(names).in_language(story.language()),
            "people": _people(asked),
        }
        if answer is not None:
            context["told"] = True  # it was answered: now the page may say who counts
            kept = {}
            if refusals.accepted(form, lambda: kept.update(code=_save(request, project, standing, form, answer))):
                messages.success(request, _("The indicator is saved. It passed its own test."))
                return redirect("own_indicator", code=project.code, own_code=kept["code"])
        elif "look" not in request.POST:
            form.add_error("expected", _("Say how many of the invented people below should count."))
    return render(request, "staff/own_indicators/compose.html", context)


def _save(request, project, standing, form, answer) -> str:
    if standing is None:
        made = composing.add(project=project, definition=form.definition(), expected=answer, by=request.viewer)
        return made.code
    composing.revise(
        indicator=standing.indicator,
        definition=form.definition(),
        expected=answer,
        reason=form.cleaned_data["reason"],
        by=request.viewer,
    )
    return standing.indicator.code


def _people(asked) -> list[tuple[str, str, str]]:
    said = {"counts": _("Counts"), "in the group": _("In the group, does not count"), "outside": _("Outside the group")}
    language = story.language()
    return [(one.name, one.happened().in_language(language), said[told]) for one, told in example.told(asked)]


def _test(asked, expected) -> dict:
    passed, fast, _slow = example.run(asked, expected)
    return {"passed": passed, "expected": expected, "got": fast, "people": _people(asked)}


def _picture(code: str, own_code: str, read) -> Picture | None:
    wide, narrow = reading.picture(read, "page"), reading.picture(read, "phone")
    if wide is None or narrow is None:
        return None
    address = reverse("own_indicator_picture", args=[code, own_code])

    def looks(place: str) -> dict[str, str]:
        return {look: f"{address}?place={place}&look={look}" for look in ("light", "dark")}

    alternative = f"{wide.title}. {wide.description}"
    return Picture(
        "parts", wide.width, wide.height, narrow.height, alternative, looks("page"), looks("phone"), table=""
    )
