"""What the organisation has chosen for headings and words: to see, and to remove."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.casework.actions import import_memory
from stegvis.casework.importing import matching
from stegvis.casework.models import RememberedChoice
from stegvis.casework.queries import import_memory as remembered
from stegvis.organisation.models import Unit
from stegvis.web.staff.imports import showing

PAGE = 50


@require_safe
def memory(request):
    """Every remembered choice, 50 at a time."""
    start = int(page) if (page := request.GET.get("page", "")).isdecimal() and len(page) < 5 else 0
    found = list(remembered.visible_to(request.viewer)[start * PAGE : (start + 1) * PAGE + 1])
    units = {str(unit.pk): unit.name for unit in Unit.objects.filter(
        pk__in=[one.target for one in found if one.column == "kommun" and one.target.isdecimal()]
    )}  # fmt: skip
    context = {
        "rows": [{"choice": one, "where": _where(one), "meaning": _meaning(one, units)} for one in found[:PAGE]],
        "several": len({one.organisation_id for one in found}) > 1,
        "previous": f"?page={start - 1}" if start else "",
        "next": f"?page={start + 1}" if len(found) > PAGE else "",
    }
    return render(request, "staff/imports/memory.html", context)


def _where(choice: RememberedChoice) -> str:
    return _("Heading") if choice.kind == "column" else showing.column_words(choice.column)


def _meaning(choice: RememberedChoice, units: dict[str, str]) -> str:
    if choice.kind == "column":
        return showing.column_words(choice.target) if choice.target else _("Left out")
    if choice.target == matching.GAP:
        return _("A gap to fill in")
    if choice.column == "kommun":
        return units.get(choice.target, _("A unit that is gone"))
    return matching.vocabulary_of(choice.column, choice.context).label(choice.target)


@require_POST
def remove(request, choice_id: int):
    """Forget one."""
    choice = remembered.find(request.viewer, choice_id)
    import_memory.forget(choice=choice, by=request.viewer)
    messages.success(request, _("“%(word)s” is forgotten. The next file asks again.") % {"word": choice.written})
    return redirect("import_memory")
