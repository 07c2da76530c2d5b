"""The list of plans."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.casework.actions import looks
from stegvis.casework.queries import plan_list

TABS = {
    "all": gettext_lazy("All (%(count)s)"),
    "without_plan": gettext_lazy("Without plan (%(count)s)"),
    "without_step": gettext_lazy("Without next step (%(count)s)"),
    "late": gettext_lazy("Late (%(count)s)"),
    "not_agreed": gettext_lazy("Not agreed (%(count)s)"),
}


@never_cache
@require_safe
def plans(request):
    """Everybody the viewer follows, with plan, next step and what is late."""
    which, number = request.GET.get("which", "all"), request.GET.get("page", "1")
    if which not in TABS or not number.isdigit() or not 1 <= int(number) <= 10_000:
        raise Http404
    today, page = timezone.localdate(), int(number)
    found = plan_list.people(request.viewer, today)
    counts = plan_list.counts(found)
    rows = plan_list.lines(found, which, page)
    looks.note_list(request.viewer, "plans", len(rows))
    here = reverse("plans")
    last = page * plan_list.PER_PAGE >= counts[which]
    context = {
        "rows": rows,
        "today": today,
        "which": which,
        "total": counts["all"],
        "with_plan": counts["all"] - counts["without_plan"],
        "tabs": [
            {"text": words % {"count": counts[key]}, "url": f"{here}?which={key}", "current": key == which}
            for key, words in TABS.items()
        ],
        "previous": f"{here}?which={which}&page={page - 1}" if page > 1 else "",
        "next": "" if last else f"{here}?which={which}&page={page + 1}",
        "page_words": _("Page %(number)s") % {"number": page},
        "may_read_unit": request.viewer.may("unit_plan", "read"),
    }
    return render(request, "staff/plans/plans.html", context)
