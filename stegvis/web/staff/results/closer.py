"""A closer look at a release: municipalities against chance, the way from inflow to outcome, and how long it takes."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from stegvis.evaluation.definitions import BASE_WORDS, Base
from stegvis.reporting import story
from stegvis.reporting.closer import pictures
from stegvis.reporting.closer.cohorts import cohorts
from stegvis.reporting.closer.flows import flow
from stegvis.reporting.closer.income import income
from stegvis.reporting.closer.leaving import leaving
from stegvis.reporting.closer.life import life
from stegvis.reporting.closer.mix import mix
from stegvis.reporting.closer.municipalities import municipalities
from stegvis.reporting.closer.steps import steps
from stegvis.reporting.closer.support import support
from stegvis.reporting.closer.what_works import what_works
from stegvis.reporting.closer.within_a_year import caution, within_a_year
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
    drawn = {name: picture_of(told, name) for name in pictures.BESIDE if pictures.can_draw(results, name, base)}
    beside, way = municipalities(results, base, told.comparison), flow(results, base)
    context = {
        "project": chosen_project,
        "release": release,
        "story": told,
        "works": what_works(results, base),
        "beside": beside,
        "way": way,
        "equal": mix(results, base),
        "lives_on": income(results),
        "by_support": support(results),
        "wheels": life(results),
        "on_the_way": steps(results),
        **{name: drawn.get(name) for name in pictures.BESIDE},
        "bases": [
            choices.Choice(story.base_label(one), choices.link({"base": one}), one == base) for one in choices.BASES
        ],
        "back": reverse("results_project", args=[code]) + choices.link({"release": number, "base": base}),
        "base_who": BASE_WORDS[Base(base)].who.in_language(story.language()),
        "may_compare": request.viewer.may("project", "change"),
    }
    return render(request, "staff/results/closer.html", context)


@require_safe
def over_time(request, code: str, number: int):
    """How long it takes until people leave and to what, group by group and by half-year of start."""
    chosen_project = projects.find(request.viewer, code)
    release = releases.find(request.viewer, chosen_project, number)
    told = story.tell(release)
    results = FrozenResults(release.results)
    groups = within_a_year(results)
    drawn = {name: picture_of(told, name) for name in pictures.OVER_TIME if pictures.can_draw(results, name, told.base)}
    context = {
        "project": chosen_project,
        "release": release,
        "story": told,
        "leaving": leaving(results, held=bool(release.run.held)),
        "groups": groups,
        "groups_caution": caution(sum(dot.share is not None for dot in groups.dots)),
        "cohorts": cohorts(results),
        **{f"{name}_picture": drawn.get(name) for name in pictures.OVER_TIME},
        "back": reverse("results_project", args=[code]) + choices.link({"release": number}),
    }
    return render(request, "staff/results/over_time.html", context)
