"""The list of accounts, one account, and the assignments to evaluate."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.access.queries import accounts as known
from stegvis.access.queries import assignments as written
from stegvis.access.queries import electronic_identities
from stegvis.access.roles import ROLES
from stegvis.casework.queries import handover
from stegvis.web.shared.strength import has_second_factor
from stegvis.web.shared.words import day, moment
from stegvis.web.staff.accounts.words import STANDING, chip_of
from stegvis.web.staff.log_words import log_line

MOST_EVENTS = 30
PAGE = 50


@never_cache
@require_safe
def accounts(request):
    """Who has an account, narrowed by words and by how it stands."""
    text, wanted = request.GET.get("text", "").strip()[:100], request.GET.get("standing", "")
    wanted = wanted if wanted in known.STANDINGS else ""
    found = known.listed(request.viewer, text=text, wanted=wanted)
    first = _first_of_page(found, request.GET.get("from", ""))
    rows = [
        {"user": one.user, "chip": chip_of(one.standing), "roles": [place_of(held) for held in one.held]}
        for one in found[first : first + PAGE]
    ]
    kept = {name: value for name, value in (("text", text), ("standing", wanted)) if value}
    context = {
        "rows": rows,
        "total": len(found),
        "previous": _page_from(found, first - PAGE, kept) if first else "",
        "next": _page_from(found, first + PAGE, kept) if first + PAGE < len(found) else "",
        "text": text,
        "wanted": wanted,
        "standings": [("", _("Everybody")), *((code, STANDING[code][0]) for code in known.STANDINGS)],
    }
    return render(request, "staff/accounts/accounts.html", context)


def _first_of_page(found: list[known.Account], wanted: str) -> int:
    """Where the page begins: at the account whose id the address holds, at the start when it is not in the list."""
    return next((place for place, one in enumerate(found) if str(one.user.pk) == wanted), 0)


def _page_from(found: list[known.Account], place: int, kept: dict) -> str:
    """The address of the page that begins there; of the first page without an id, so that it has one address only."""
    return "?" + urlencode(kept | ({"from": found[place].user.pk} if place > 0 else {}))


@never_cache
@require_safe
def account(request, user_id: int):
    """One account: how it stands, what can be done, its roles through time, and what has happened to it."""
    return render(request, "staff/accounts/account.html", page_of(request, known.find(request.viewer, user_id)))


def page_of(request, one: known.Account) -> dict:
    """What the page of an account shows."""
    viewer, user = request.viewer, one.user
    current = {held.pk for held in one.held}
    return {
        "person": user,
        "standing": one.standing,
        "chips": [dict(zip(("text", "tone"), chip_of(one.standing), strict=True))],
        "oneself": user.pk == viewer.user_id,
        "history": [
            {"held": held, "place": place_of(held), "now": held.pk in current} for held in known.history(viewer, user)
        ],
        "facts": _facts(user),
        "invitation": known.invitations(viewer, user).first(),
        "now": timezone.now(),
        "open_work": handover.count_of(viewer, user),
        "events": [log_line(event) for event in known.events(viewer, user)[:MOST_EVENTS]],
    }


def place_of(held) -> str:
    """ "Handledare, AME Mönsterås"."""
    return f"{ROLES[held.role].label()}, {held.unit.name if held.unit else held.organisation.name}"


def _facts(user) -> list[tuple]:
    return [
        (_("E-mail address"), user.email),
        (_("Last sign-in"), moment(user.last_login) or _("Never")),
        (_("Second step"), _("Turned on") if has_second_factor(user) else _("Not set up")),
        (_("E-ID"), _("Tied") if electronic_identities.of(user) else _("Not tied")),
        *([(_("Last day"), day(user.leaves_on))] if user.leaves_on else []),
    ]


@never_cache
@require_safe
def assignments(request):
    """Who evaluates what, for which purpose, until when, and who decided it."""
    today = timezone.localdate()
    rows = [
        {"assignment": one, "ended": one.membership.ends_on < today, "to_come": one.membership.starts_on > today}
        for one in written.visible_to(request.viewer)
    ]
    context = {"rows": rows, "may_assign": request.viewer.may("user", "manage")}
    return render(request, "staff/accounts/assignments.html", context)
