"""Undo a whole import."""

from django.contrib import messages
from django.shortcuts import redirect, render

from stegvis.base.decision import NotPossible
from stegvis.casework import jobs
from stegvis.casework.actions import looks
from stegvis.casework.queries import import_effects, imports
from stegvis.web.staff import refusals
from stegvis.web.staff.imports import showing
from stegvis.web.staff.imports.forms import UndoForm
from stegvis.web.staff.log_words import log_line


def undo(request, import_id):
    """Say what would go back and who would stay, ask for a reason, and let the queue do it."""
    item = imports.find(request.viewer, import_id, "undo")
    if item.state not in ("done", "partly_undone"):
        return redirect("import", import_id=item.pk)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            jobs.order_undoing(item, reason=form.cleaned_data["reason"], by=request.viewer)
            return redirect("import", import_id=item.pk)
        except NotPossible as refusal:
            refusals.show(form, refusal)
            if refusal.code == "touched":
                messages.error(request, refusal.reason)
    plan = import_effects.plan(request.viewer, item)
    looks.note_list(request.viewer, "import_undo", len(plan.named))
    context = {
        "item": item,
        "entry": showing.Entry.of(item),
        "form": form,
        "plan": plan,
        "touched": [(one, log_line(one.event)) for one in plan.named],
        "more": plan.kept - len(plan.named),
    }
    return render(request, "staff/imports/undo.html", context)
