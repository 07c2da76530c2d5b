"""Move those left in a project that ends."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from stegvis.casework.actions import looks, transfers
from stegvis.casework.queries import leftovers
from stegvis.web.staff.transfer.forms import TransferForm

#: People on one page; a unit that has more does it in turns.
MOST = 200


@never_cache
def transfer(request):
    """Choose the project when several end; then who goes where."""
    viewer, today = request.viewer, timezone.localdate()
    ending = list(leftovers.projects_ending(viewer, today))
    code = request.GET.get("project", "")
    project = next((each for each in ending if each.code == code), ending[0] if ending else None)
    context = {"ending": ending, "project": project}
    if project is None:
        return render(request, "staff/transfer/transfer.html", context)
    left = list(leftovers.left_in(viewer, project)[:MOST])
    onward = list(leftovers.onward(viewer, project, today))
    form = TransferForm(request.POST or None, project=project, left=left, onward=onward)
    if request.method == "POST" and form.is_valid():
        moved = _moved(viewer, form, left, onward)
        gone = sum(each.later is not None for each in moved)
        if gone:
            words = ngettext("%(count)s person goes on.", "%(count)s persons go on.", gone) % {"count": gone}
            messages.success(request, words)
        refused = [each for each in moved if each.later is None]
        if not refused:
            return redirect("start")
        context["refused"] = refused
        left = list(leftovers.left_in(viewer, project)[:MOST])
        form = TransferForm(None, project=project, left=left, onward=onward)
    elif request.method != "POST":
        looks.note_list(viewer, "transfer", len(left))
    context |= {"left": left, "onward": onward, "form": form}
    context["wrong"] = [(field, error) for field in form for error in field.errors]
    return render(request, "staff/transfer/transfer.html", context)


def _moved(viewer, form, left, onward) -> list[transfers.Moved]:
    chosen = set(form.cleaned_data["people"])
    return transfers.transfer(
        enrolments_left=[each for each in left if str(each.pk) in chosen],
        to=next(each for each in onward if str(each.pk) == form.cleaned_data["to"]),
        ended_on=form.cleaned_data["ended_on"],
        receiver=form.cleaned_data["receiver"],
        by=viewer,
    )
