"""The list of participants: one row per time in a project, 25 at a time."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.queries import kept
from stegvis.base import kept_queries
from stegvis.casework.actions import looks
from stegvis.casework.queries import deputies, enrolments, handover, lacking
from stegvis.web.staff import key_set

_KEYS = ("participant__sort_key", "pk")
#: A longer list is said to hold more than so many.
MOST_COUNTED = 1000
_STATES = ("active", "closed", "gaps", "handover")


def participants(request):
    """Mine or all I may see, active or closed or with something to fill in."""
    asked = _asked(request)
    page, count = _page(request.viewer, asked)
    lacking.mark(page.rows)
    looks.note_list(request.viewer, "participants", len(page.rows))
    context = {
        "rows": page.rows,
        "asked": asked,
        "today": timezone.localdate(),
        "several_units": len({each.unit_id for each in page.rows}) > 1,
        "count": count,
        "tabs": _tabs(asked),
        "owners": _owners(request.viewer, asked),
        "next": _link(asked, after=page.after) if page.after else "",
        "previous": _link(asked, before=page.before) if page.before else "",
        "may_enrol": request.viewer.may("enrolment", "create"),
        "may_read_plans": request.viewer.may("plan", "read"),
        "may_read_contacts": request.viewer.may("contact", "read"),
        "may_merge": request.viewer.may("participant", "merge"),
    }
    return render(request, "staff/participants/participants.html", context)


def _asked(request) -> dict:
    """The choices in the address; a word that is no choice means the first."""
    coaches = any(grant.role == "coach" for grant in request.viewer.grants)
    state, whose = request.GET.get("show", ""), request.GET.get("whose", "")
    return {
        "state": state if state in _STATES else "active",
        "whose": whose if whose in ("mine", "all") else ("mine" if coaches else "all"),
        "coaches": coaches,
        "after": key_set.row_id(request.GET.get("after")),
        "before": key_set.row_id(request.GET.get("before")),
    }


@dataclass(frozen=True)
class _Count:
    """How many the list holds, as far as they are counted: `beyond` says that there are, or may be, more."""

    number: int
    beyond: bool


def _page(viewer, asked: dict) -> tuple[key_set.KeySetPage, _Count]:
    """The page and how many there are; both cost the same however long the list is."""
    turned = {"after": asked["after"], "before": asked["before"]}
    if asked["state"] == "gaps":
        page = key_set.walked_page(viewer, _all_rows, lacking.among, _rows_of, _KEYS, asked["whose"], **turned)
        judged = page.judged or key_set.first_judged(viewer, _all_rows, lacking.among, _KEYS, asked["whose"])
        return page, _Count(judged.number, judged.beyond)
    form, given = (asked["state"], asked["whose"]), (handover.in_two_months(),)
    page = key_set.kept_page(viewer, _rows, _KEYS, *form, given=given, **turned)
    known = kept.count(viewer, _counted, *form, given=given)
    return page, _Count(min(known, MOST_COUNTED), beyond=known > MOST_COUNTED)


def _rows(viewer, state: str, whose: str, handed_over_by):
    """The rows with what each of them shows; the day is when a coach must still be there."""
    if whose == "all" and state != "handover":
        return _with_names(enrolments.by_name(viewer, state))
    return _with_names(_unsorted(viewer, state, whose, handed_over_by))


def _unsorted(viewer, state: str, whose: str, handed_over_by):
    if state == "handover":
        return _of_whom(viewer, handover.waiting(viewer, handed_over_by), whose)
    return _of_whom(viewer, {"active": enrolments.active_of, "closed": enrolments.closed_of}[state](viewer), whose)


def _of_whom(viewer, rows, whose: str):
    return rows.filter(coach_id__in=deputies.coaches_of(viewer)) if whose == "mine" else rows


def _with_names(rows):
    return rows.select_related(None).select_related("participant", "unit", "coach", "project")


def _counted(viewer, state: str, whose: str, handed_over_by):
    return _unsorted(viewer, state, whose, handed_over_by).order_by()[: MOST_COUNTED + 1]


def _all_rows(viewer, whose: str):
    """Those among whom something may be missing."""
    if whose == "mine":
        return _of_whom(viewer, enrolments.visible_to(viewer).exclude(state="void"), whose)
    return enrolments.by_name(viewer, "")


def _rows_of(ids) -> list:
    """The rows of a page whose ids are known, in their order."""
    found = {one.pk: one for one in kept_queries.rows(_among, given=(kept_queries.padded(ids),))} if ids else {}
    return [found[one] for one in ids if one in found]


def _among(ids: tuple):
    return _with_names(enrolments.among(ids))


def _link(asked: dict, **changed) -> str:
    wanted = {"show": asked["state"], "whose": asked["whose"]} | changed
    return "?" + "&".join(f"{name}={value}" for name, value in wanted.items())


def _tabs(asked: dict) -> list[dict]:
    words = {
        "active": _("Active enrolments"),
        "closed": _("Closed enrolments"),
        "gaps": _("Something to fill in"),
        "handover": _("Need another coach"),
    }
    return [
        {"text": words[each], "url": _link(asked, show=each), "current": each == asked["state"]}
        for each in _STATES
        if each != "handover" or not asked["coaches"] or asked["state"] == "handover"
    ]


def _owners(viewer, asked: dict) -> list[dict]:
    """Mine or everyone's; nothing to choose for those who coach nobody."""
    if not asked["coaches"]:
        return []
    words = {"mine": _("Mine"), "all": _("All I may see")}
    return [
        {"text": text, "url": _link(asked, whose=each), "current": each == asked["whose"]}
        for each, text in words.items()
    ]
