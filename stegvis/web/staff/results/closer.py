"""A closer look at a release: municipalities against chance, each by itself, and the way from inflow to outcome."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from stegvis.evaluation.definitions import BASE_WORDS, Base
from stegvis.reporting import story
from stegvis.reporting.closer import pictures
from stegvis.reporting.closer.flows import flow
from stegvis.reporting.closer.municipalities import municipalities
from stegvis.reporting.frozen import FrozenResults
from stegvis.reporting.queries import projects, releases
from stegvis.web.staff.results import choices
from stegvis.web.staff.results.drawn import picture_of


@require_safe
def page(request, code: str, number: int):
    """The closer look on the base in the address; what cannot be drawn is said in words."""
    chosen_project = projects.find(request.viewer, code)
    release = releases.find(request.viewer, chosen_project, number)
    base = choices.asked(request)["base"]
    told = story.tell(release, base=base)
    results = FrozenResults(release.results)
    drawn = {name: picture_of(told, name) for name in pictures.NAMES if pictures.can_draw(results, name, base)}
    beside, way = municipalities(results, base, told.comparison), flow(results, base)
    context = {
        "project": chosen_project,
        "release": release,
        "story": told,
        "beside": beside,
        "way": way,
        **{name: drawn.get(name) for name in pictures.NAMES},
        "bases": [
            choices.Choice(story.base_label(one), choices.link({"base": one}), one == base) for one in choices.BASES
        ],
        "back": reverse("results_project", args=[code]) + choices.link({"release": number, "base": base}),
        "base_who": BASE_WORDS[Base(base)].who.in_language(story.language()),
        "may_compare": request.viewer.may("project", "change"),
    }
    return render(request, "staff/results/closer.html", context)
