"""A unit's templates of notes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.access.rules import NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import note_templates
from stegvis.casework.queries import note_templates as reading
from stegvis.casework.vocabulary import NOTE_KINDS
from stegvis.web.staff import refusals
from stegvis.web.staff.notes.forms import TemplateForm


def templates(request):
    """All of them, and a form for another one."""
    units = list(reading.units(request.viewer))
    if not units:
        raise NotFound
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        unit = next((each for each in units if str(each.pk) == request.POST.get("unit")), units[0])
        try:
            note_templates.add(unit=unit, by=request.viewer, **form.cleaned_data)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The template is saved."))
            return redirect("note_templates")
    found = list(reading.of(request.viewer))
    for one in found:
        one.line = f"{NOTE_KINDS.label(one.kind)}, {one.unit.name}"
    context = {"templates": found, "form": form, "units": units}
    return render(request, "staff/notes/templates.html", context)


def change(request, template_id):
    """Change one, or retire it."""
    found = reading.find(request.viewer, template_id)
    form = TemplateForm(request.POST or None, initial={"name": found.name, "kind": found.kind, "text": found.text})
    if request.method == "POST" and request.POST.get("do") == "retire":
        note_templates.retire(template=found, by=request.viewer)
        messages.success(request, _("The template is no longer offered."))
        return redirect("note_templates")
    if request.method == "POST" and form.is_valid():
        try:
            note_templates.change(template=found, by=request.viewer, **form.cleaned_data)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The template is saved."))
            return redirect("note_templates")
    return render(request, "staff/notes/template.html", {"template": found, "form": form})
