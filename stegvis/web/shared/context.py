"""What every page's template gets: the menu as the viewer may see it, the unit's name, theme and version."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from stegvis.access.rules import Viewer
from stegvis.base.version import version

#: route, words, and the permission without which the line is not shown. What is not built does not stand here.
MENU = (
    ("start", _("My week"), ("participant", "list")),
    ("referrals", _("New referrals"), ("referral", "list")),
    ("participants", _("Participants"), ("participant", "list")),
    ("activities", _("Activities"), ("activity", "read")),
    ("follow_ups", _("Follow-ups"), ("follow_up", "read")),
    ("imports", _("Import"), ("import", "read")),
    ("quality", _("What is missing"), ("participant", "list")),
    ("results", _("Results"), ("result", "read")),
    ("check_figures", _("Check figures"), ("printed_figures", "check")),
    ("audit_log", _("Log"), ("audit_log", "read")),
    ("words", _("Words"), ("word", "change")),
    ("installation", _("Installation"), ("installation", "read")),
    ("accounts", _("Accounts"), ("user", "manage")),
    ("assignments", _("Assignments"), ("assignment", "read")),
)


@dataclass(frozen=True)
class MenuLine:
    """One line of the main menu."""

    label: str
    url: str
    current: bool


def _single(route: str) -> str:
    """The route of one of them: the pages below a line of the menu begin with it."""
    return f"{route[:-3]}y" if route.endswith("ies") else route.rstrip("s")


def page(request) -> dict:
    """Context processor for base.html."""
    viewer: Viewer = getattr(request, "viewer", None) or Viewer("user", None, "")
    at_start = getattr(request, "at_start", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    lines = []
    for route, label, permission in MENU:
        if viewer.may(*permission):
            try:
                lines.append(
                    MenuLine(
                        label,
                        reverse(route),
                        here in (route, _single(route)) or here.startswith((f"{_single(route)}_", f"{route}_")),
                    )
                )
            except NoReverseMatch:
                continue
    return {
        "menu": lines,
        "viewer": viewer,
        "unit_name": at_start.places if at_start else "",
        "color_scheme": request.COOKIES.get("stegvis_theme", ""),
        "version": version(),
        "idle_seconds": settings.STEGVIS_IDLE_SECONDS,
    }
