"""The results page and the page that explains a number."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.definitions import BASE_WORDS, Base
from stegvis.programme.queries import printed
from stegvis.reporting import pictures, story, words
from stegvis.reporting.queries import projects, releases

BASES = tuple(base.value for base in (Base.ENDED, Base.ENROLLED, Base.ENDED_NOT_TRANSFERRED))


@dataclass(frozen=True)
class Choice:
    """One choice in a row of links: its words, address, and whether it is the present one."""

    text: str
    url: str
    current: bool


def projects_list(request):
    """Which project? With one only, go straight there."""
    found = list(projects.visible_to(request.viewer))
    if len(found) == 1:
        return redirect("results_project", code=found[0].code)
    return render(request, "staff/results/projects.html", {"projects": found})


def project(request, code: str):
    """What one release of a project says."""
    chosen_project = projects.find(request.viewer, code)
    every = list(releases.of(request.viewer, chosen_project))
    context = {
        "project": chosen_project,
        "may_release": request.viewer.may("release", "create"),
        "may_report": request.viewer.may("report", "create"),
        "may_export": request.viewer.may("result", "export"),
        "has_printed": printed.has_any(chosen_project),
    }
    if not every:
        return render(request, "staff/results/empty.html", context)
    asked = _asked(request)
    release = releases.find(request.viewer, chosen_project, asked["release"])
    told = story.tell(release, base=asked["base"], split=asked["split"])
    context |= {
        "story": told,
        "release": release,
        "releases": [
            Choice(words.day_text(one.at), _link(asked, release=one.number), one.number == release.number)
            for one in every
        ],
        "bases": [Choice(story.base_label(one), _link(asked, base=one), one == told.base) for one in BASES],
        "splits": [Choice(_split_label(one), _link(asked, split=one), one == told.split) for one in story.SPLITS],
        "pictures": {name: _drawn(told, name) for name in pictures.NAMES},
        "legend": told.legend,
        "base_who": BASE_WORDS[Base(told.base)].who.in_language(story.language()),
    }
    return render(request, "staff/results/project.html", context)


def _split_label(split: str) -> str:
    return {
        "municipality": _("Municipalities"),
        "sex": _("Women and men"),
        "all": _("Everyone together"),
    }[split]


def _asked(request) -> dict:
    """The choices in the address, each checked. Raises Http404 for words that are no choice."""
    base, split = request.GET.get("base", "ended"), request.GET.get("split", "municipality")
    number = request.GET.get("release", "")
    if (
        base not in BASES
        or split not in story.SPLITS
        or (number and not number.isascii())
        or (number and not number.isdigit())
    ):
        raise Http404
    return {"base": base, "split": split, "release": int(number) if number else None}


def _link(asked: dict, **changed) -> str:
    return "?" + urlencode({name: value for name, value in (asked | changed).items() if value is not None})


def _drawn(told: story.Story, name: str) -> dict:
    page, phone = pictures.draw(told, name, "page"), pictures.draw(told, name, "phone")
    # the drawings escape every text they hold; nothing in them comes from a form
    return {
        "wide": mark_safe(page.svg(name=f"{name}-wide")),  # noqa: S308
        "narrow": mark_safe(phone.svg(name=f"{name}-narrow")),  # noqa: S308
    }


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
        "digest": release.run.definitions[indicator],
        "changed": release.run.definitions[indicator] != found.digest,
        "most_hidden": release.run.small_count - 1,
    }
    return render(request, "staff/results/definition.html", context)
