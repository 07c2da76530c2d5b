"""What every page's template gets: the menu as the viewer may see it, the unit's name, theme and version."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _

from stegvis.access.rules import Viewer
from stegvis.base.version import version
from stegvis.web.shared.quick.links import to

#: route, words, and the permission without which the line is not shown. What is not built does not stand here.
MENU = (
    ("start", _("My week"), ("participant", "list")),
    ("calendar", _("Calendar"), ("meeting", "read")),
    ("referrals", _("Referrals"), ("referral", "list")),
    ("participants", _("Participants"), ("participant", "list")),
    ("activities", _("Activities"), ("activity", "read")),
    ("results", _("Results"), ("result", "read")),
    ("goals", _("Goals"), ("goal", "read")),
    ("theory", _("Theory of change"), ("theory", "read")),
    ("follow_ups", _("Follow-ups"), ("follow_up", "read")),
    ("team_meetings", _("Meetings of the teams"), ("team", "read")),
    ("imports", _("Import"), ("import", "read")),
    ("quality", _("What is missing"), ("participant", "list")),
    ("note_templates", _("Templates of notes"), ("note_template", "change")),
    ("check_figures", _("Check figures"), ("printed_figures", "check")),
    ("mapping_forms", _("Mapping forms"), ("mapping_form", "change")),
    ("audit_log", _("Log"), ("audit_log", "read")),
    ("words", _("Words"), ("word", "change")),
    ("installation", _("Installation"), ("installation", "read")),
    ("accounts", _("Accounts"), ("user", "manage")),
    ("assignments", _("Assignments"), ("assignment", "read")),
)

#: Pages whose names do not begin as their line's: what the name begins with, and the route of the line they belong to.
_BELONG_TO = {
    **dict.fromkeys(("deput", "due_", "stand_up"), "start"),
    **dict.fromkeys(("inflow", "unit_intake", "entry_exception"), "referrals"),
    **dict.fromkeys(
        (
            "attainments",
            "enrol",
            "doubles",
            "hand_over",
            "life_wheel",
            "mapping",
            "needs",
            "note",
            "participant",
            "plan",
            "protection",
            "transfer",
            "unit_",
        ),
        "participants",
    ),
    "exit_opinion": "follow_ups",
    **dict.fromkeys(("comparison", "fund", "own_indicator", "printed_figures", "release", "report"), "results"),
    "assignment": "assignments",
}
#: So many lines of the menu stand in a row beside the mark.
MOST_IN_ROW = 6


@dataclass(frozen=True)
class MenuLine:
    """One line of the main menu."""

    label: str
    url: str
    current: bool


def _single(route: str) -> str:
    """The route of one of them: the pages below a line of the menu begin with it."""
    return f"{route[:-3]}y" if route.endswith("ies") else route.rstrip("s")


def _line_of(here: str) -> str:
    """The route of the menu's line that a page belongs to; "" for a page beside the menu."""
    own = (route for route, _label, _permission in MENU if _begins(here, route))
    others = (route for beginning, route in _BELONG_TO.items() if here.startswith(beginning))
    return next(own, "") or next(others, "")


def _begins(here: str, route: str) -> bool:
    return here in (route, _single(route)) or here.startswith((f"{_single(route)}_", f"{route}_"))


def page(request) -> dict:
    """Context processor for base.html."""
    viewer: Viewer = getattr(request, "viewer", None) or Viewer("user", None, "")
    at_start = getattr(request, "at_start", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    current, lines = _line_of(here), []
    for route, label, permission in MENU:
        if viewer.may(*permission):
            try:
                lines.append(MenuLine(label, to(route), current == route))
            except NoReverseMatch:
                continue
    # one line alone is not worth a menu of its own
    fits = len(lines) <= MOST_IN_ROW + 1
    return {
        "menu": lines if fits else lines[:MOST_IN_ROW],
        "menu_more": [] if fits else lines[MOST_IN_ROW:],
        "more_is_current": not fits and any(line.current for line in lines[MOST_IN_ROW:]),
        "viewer": viewer,
        "unit_name": at_start.places if at_start else "",
        "color_scheme": request.COOKIES.get("stegvis_theme", ""),
        "version": version(),
        "idle_seconds": settings.STEGVIS_IDLE_SECONDS,
    }
