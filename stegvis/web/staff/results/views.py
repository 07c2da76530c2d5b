"""The results page and the page that explains a number."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.definitions import BASE_WORDS, Base
from stegvis.evaluation.examples import AT, EXAMPLES, PEOPLE
from stegvis.programme.queries import printed
from stegvis.reporting import pictures, story, words
from stegvis.reporting.queries import projects, releases
from stegvis.web.staff.results import choices
from stegvis.web.staff.results.drawn import picture_of

SHOWN_RELEASES = 6
"""So many of the newest releases stand in the row of choices; the others are one click away."""


def projects_list(request):
    """Which project? With one only, go straight there."""
    found = list(projects.visible_to(request.viewer))
    if len(found) == 1:
        return redirect("results_project", code=found[0].code)
    context = {"projects": found, "heading": _("Results"), "route": "results_project"}
    return render(request, "staff/results/projects.html", context)


def project(request, code: str):
    """What one release of a project says."""
    chosen_project = projects.find(request.viewer, code)
    every = list(releases.of(request.viewer, chosen_project))
    context = {
        "project": chosen_project,
        "may_release": request.viewer.may("release", "create"),
        "may_report": request.viewer.may("report", "create"),
        "may_compare": request.viewer.may("project", "change"),
        "may_export": request.viewer.may("result", "export"),
        "may_compose": request.viewer.may("indicator", "read"),
        "has_printed": printed.has_any(chosen_project),
    }
    if not every:
        return render(request, "staff/results/empty.html", context)
    asked = choices.asked(request)
    release = releases.find(request.viewer, chosen_project, asked["release"])
    told = story.tell(release, base=asked["base"], split=asked["split"])
    newest, older = _releases(every, release, asked)
    context |= {
        "story": told,
        "release": release,
        "releases": newest,
        "older_releases": older,
        "bases": [
            choices.Choice(story.base_label(one), choices.link(asked, base=one), one == told.base)
            for one in choices.BASES
        ],
        "splits": [
            choices.Choice(_split_label(one), choices.link(asked, split=one), one == told.split) for one in story.SPLITS
        ],
        "pictures": {name: picture_of(told, name) for name in pictures.NAMES},
        "legend": told.legend,
        "base_who": BASE_WORDS[Base(told.base)].who.in_language(story.language()),
    }
    return render(request, "staff/results/project.html", context)


def _releases(every, release, asked: dict) -> tuple[list[choices.Choice], list[choices.Choice]]:
    """The newest releases and the one that is shown; and the others, newest first."""
    offered = [
        choices.Choice(words.day_text(one.at), choices.link(asked, release=one.number), one.number == release.number)
        for one in every
    ]
    newest = offered[:SHOWN_RELEASES]
    return newest + [one for one in offered[SHOWN_RELEASES:] if one.current], [
        one for one in offered[SHOWN_RELEASES:] if not one.current
    ]


def _split_label(split: str) -> str:
    return {
        "municipality": _("Municipalities"),
        "sex": _("Women and men"),
        "all": _("Everyone together"),
    }[split]


def definition(request, code: str, number: int, indicator: str):
    """How a number was counted: definition, population, date, extract, code."""
    chosen_project = projects.find(request.viewer, code)
    release = releases.find(request.viewer, chosen_project, number)
    if indicator not in INDICATORS or indicator not in release.run.definitions:
        raise Http404
    language = story.language()
    found = INDICATORS[indicator]
    bases = [
        (BASE_WORDS[base].name.in_language(language), BASE_WORDS[base].who.in_language(language))
        for base in found.bases
    ]
    context = {
        "project": chosen_project,
        "release": release,
        "run": release.run,
        "indicator": found,
        "title": found.reading.title.in_language(language),
        "sentence": found.reading.sentence.in_language(language),
        "facts": [
            (_("Who counts"), found.reading.who.in_language(language)),
            (_("What counts"), found.reading.what.in_language(language)),
            (_("When"), found.reading.when.in_language(language)),
            (_("Source"), found.reading.source.in_language(language)),
        ],
        "bases": bases,
        "example": _example(indicator, language),
        "example_day": words.day_text(AT),
        "digest": release.run.definitions[indicator],
        "changed": release.run.definitions[indicator] != found.digest,
        "most_hidden": release.run.small_count - 1,
    }
    return render(request, "staff/results/definition.html", context)


def _example(indicator: str, language: str) -> list[tuple[str, str, str, str]]:
    """The invented people of the manual: who, what happened, what the indicator makes of it, and why."""
    found = EXAMPLES.get(indicator)
    lines = []
    for person in PEOPLE if found else ():
        answer = found.answers[person.name]
        why = answer.why.in_language(language)
        lines.append((person.name, person.trap.in_language(language), _said(answer.counts), why))
    return lines


def _said(counts: bool | str | int) -> str:
    if isinstance(counts, bool):
        return _("yes") if counts else _("no")
    if isinstance(counts, int):
        return ngettext("%(days)d day", "%(days)d days", counts) % {"days": counts}
    return story.destination_label(counts)
