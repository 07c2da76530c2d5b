"""Counts by unit, the list of one kind of gap, and filling it in place."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.access.queries import kept
from stegvis.access.rules import NotAllowed
from stegvis.base import vocabulary
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import enrolment_facts, looks
from stegvis.casework.queries import enrolments, fund, quality
from stegvis.web.staff import key_set
from stegvis.web.staff.enrol.choices import coaches_for
from stegvis.web.staff.quality.forms import IN_PLACE, GapForm

_KEYS = {"untouched": ("registered_at", "pk")}


def overview(request):
    """What is missing, how much, and where. Counts only; a click opens the list."""
    context = {"seen": quality.overview(request.viewer, timezone.localdate())}
    if request.viewer.may("result", "read"):
        context["projects"] = fund.projects_of(request.viewer)
    return render(request, "staff/quality/overview.html", context)


def listed(request, gap):
    """The enrolments of one kind, 25 at a time, each with its gap to fill in."""
    kind = gap
    if kind not in quality.codes():
        raise Http404
    vocabulary.catch_up()
    unit = _number(request.GET.get("unit"))
    given = (*quality.days(timezone.localdate()), unit)
    keys = _KEYS.get(kind, ("participant__sort_key", "pk"))
    after, before = (key_set.row_id(request.GET.get(name)) for name in ("after", "before"))
    page = key_set.kept_page(request.viewer, _rows, keys, kind, given=given, after=after, before=before)
    looks.note_list(request.viewer, "quality_list", len(page.rows))
    fills = kind in IN_PLACE and request.viewer.may("enrolment", "change")
    coaches = None
    if kind == "coach":
        coaches = [(user.pk, user.full_name) for user in coaches_for({row.unit_id for row in page.rows})]
    context = {
        "kind": kind,
        "label": quality.label(kind),
        "rows": [(row, GapForm(kind=kind, enrolment=row, coaches=coaches) if fills else None) for row in page.rows],
        "unit": unit or "",
        "total": kept.count(request.viewer, _rows, kind, given=given),
        "here": request.get_full_path(),
        "next": _link(unit, after=page.after) if page.after else "",
        "previous": _link(unit, before=page.before) if page.before else "",
    }
    return render(request, "staff/quality/list.html", context)


def _rows(viewer, kind: str, late_since, untouched_before, unit_id):
    return quality.listed(viewer, kind, late_since, untouched_before, unit_id)


@require_POST
def fill(request, enrolment_id, gap):
    """Fill one gap and go back to the list; what is refused is said there."""
    kind = gap
    enrolment = enrolments.find(request.viewer, enrolment_id)
    if not enrolments.may(request.viewer, "change", enrolment):
        raise NotAllowed
    if kind not in IN_PLACE:
        raise Http404
    form = GapForm(request.POST, kind=kind, enrolment=enrolment)
    if not form.is_valid():
        messages.error(request, _("%(name)s: choose an answer first.") % {"name": enrolment.participant.called})
        return redirect(_back(request, kind))
    act = enrolment_facts.set_income_at_exit if kind == "income_at_exit" else enrolment_facts.change
    try:
        act(enrolment=enrolment, by=request.viewer, **form.facts())
    except NotPossible as refusal:
        messages.error(request, f"{enrolment.participant.called}: {refusal.reason}")
    else:
        messages.success(request, _("%(name)s: filled in.") % {"name": enrolment.participant.called})
    return redirect(_back(request, kind))


def _back(request, kind: str) -> str:
    here = request.POST.get("here", "")
    place = reverse("quality_list", args=[kind])
    return here if here == place or here.startswith(f"{place}?") else place


def _link(unit: int | None, **place) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in ({"unit": unit or ""} | place).items())


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None
