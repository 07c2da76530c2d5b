"""The pictures and tables of the results page, each at an address of its own, so that the page stays light however
many municipalities a project has. They pass the same gatekeeper and show the same frozen release."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stegvis.reporting import pictures, story
from stegvis.reporting.closer import pictures as closer
from stegvis.reporting.queries import projects, releases
from stegvis.web.staff.results import choices

LONGEST_ALTERNATIVE = 1500
"""Characters. A longer one nobody listens to; the table holds the same figures and can be walked through."""


@dataclass(frozen=True)
class Picture:
    """A picture on the page: its sizes, its text alternative, and the addresses of its looks and its table."""

    name: str
    width: int
    height: int
    narrow_height: int
    alternative: str
    wide: dict[str, str]
    narrow: dict[str, str]
    table: str


def picture_of(told: story.Story, name: str) -> Picture:
    """What the page needs to show one picture of the story."""
    wide, narrow = _source(name).draw(told, name, "page"), _source(name).draw(told, name, "phone")
    alternative = f"{wide.title}. {wide.description}"
    if len(alternative) > LONGEST_ALTERNATIVE:
        alternative = _("%(title)s. There are many rows: the table below the picture holds the figures.") % {
            "title": wide.title
        }
    return Picture(
        name=name,
        width=wide.width,
        height=wide.height,
        narrow_height=narrow.height,
        alternative=alternative,
        wide={look: _address(told, name, place="page", look=look) for look in ("light", "dark")},
        narrow={look: _address(told, name, place="phone", look=look) for look in ("light", "dark")},
        table=_address(told, name, route="results_table"),
    )


def _address(told: story.Story, name: str, *, route: str = "results_picture", **more: str) -> str:
    release = told.release
    asked = urlencode({"base": told.base, "split": told.split, **more})
    return reverse(route, args=[release.project.code, release.number, name]) + f"?{asked}"


def _source(name: str):
    """Who draws the picture: the story of the release, or the closer look at it."""
    return closer if name in closer.NAMES else pictures


def _told(request, code: str, number: int, name: str) -> story.Story:
    project = projects.find(request.viewer, code)
    release = releases.find(request.viewer, project, number)
    asked = choices.asked(request)
    if name not in (*pictures.NAMES, *closer.NAMES):
        raise Http404
    return story.tell(release, base=asked["base"], split=asked["split"])


@require_safe
def picture(request, code: str, number: int, name: str):
    """One picture as SVG (`?place=page|phone&look=light|dark`, base and split as on the page)."""
    told = _told(request, code, number, name)
    place, look = request.GET.get("place", "page"), request.GET.get("look", "light")
    if place not in ("page", "phone") or look not in ("light", "dark"):
        raise Http404
    try:
        drawn = _source(name).draw(told, name, place).image(dark=look == "dark")
    except KeyError as nothing_to_draw:
        raise Http404 from nothing_to_draw
    # targets and reference shares can change, the release cannot: keep it for a while, in this browser only
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=60"})


@require_safe
def table(request, code: str, number: int, name: str):
    """The figures of one picture as a table: a page, or only the table when the results page asks for it."""
    told = _told(request, code, number, name)
    try:
        view = _source(name).table_of(told, name)
    except KeyError as not_held:
        raise Http404 from not_held
    if request.htmx:
        return render(request, "staff/results/table_part.html", {"view": view, "id": f"{name}-table"})
    project = told.release.project
    chosen = {"release": told.release.number, "base": told.base, "split": told.split}
    if name in closer.NAMES:
        page = "results_over_time" if name in closer.OVER_TIME else "results_closer"
        back = reverse(page, args=[project.code, told.release.number]) + f"?base={told.base}"
    else:
        back = reverse("results_project", args=[project.code]) + choices.link(chosen)
    context = {"project": project, "story": told, "view": view, "back": back}
    return render(request, "staff/results/table.html", context)
