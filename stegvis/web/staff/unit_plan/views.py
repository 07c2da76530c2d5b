"""The unit's templates and readiness list: read by all who plan, written by the local leader."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stegvis.casework.actions import plan_templates as changing
from stegvis.casework.actions import readiness
from stegvis.casework.queries import plan_templates as offered
from stegvis.casework.queries import readiness as standing
from stegvis.casework.vocabulary.plan_starts import STARTS
from stegvis.web.shared import meanwhile
from stegvis.web.shared.sides import Part
from stegvis.web.staff import saving
from stegvis.web.staff.unit_plan.forms import ReadinessForm, template_parts


@never_cache
@require_safe
def unit_plan(request):
    """What each of the viewer's units plans with."""
    units = list(offered.units(request.viewer))
    writable = set(offered.units(request.viewer, "change").values_list("pk", flat=True))
    templates = list(offered.of_units(request.viewer, [unit.pk for unit in units]))
    rows = [
        {
            "unit": unit,
            "readiness_key": f"readiness-{unit.pk}",
            "templates_key": f"templates-{unit.pk}",
            "lists": list(standing.history(request.viewer, unit)),
            "templates": [each for each in templates if each.unit_id == unit.pk],
            "may_change": unit.pk in writable,
        }
        for unit in units
    ]
    return render(request, "staff/unit_plan/unit_plan.html", {"rows": rows, "starts": STARTS})


@never_cache
def readiness_list(request, unit_id):
    """Write the list and publish it, dated today."""
    unit = offered.find_unit(request.viewer, unit_id, "change")
    held, key = standing.published(unit), f"readiness-{unit_id}"
    both = meanwhile.meet(
        request,
        key,
        held.number if held else 0,
        lambda posted: [Part(ReadinessForm(posted, held=held))],
        title=_("Before the next step"),
        back_url=reverse("unit_plan"),
    )
    form = both.forms[0]

    def publish():
        readiness.publish(unit=unit, version=both.version, by=request.viewer, **form.facts())

    if answer := saving.answered(request, both, publish, said=_("The list is published."), to=reverse("unit_plan")):
        return answer
    context = {"unit": unit, "form": form, "form_key": key, "kept": both.kept, "both": both, "held": held}
    return render(request, "staff/unit_plan/readiness.html", context)


@never_cache
def template_new(request, unit_id):
    """A new template of the unit."""
    return _template(request, offered.find_unit(request.viewer, unit_id, "change"), None)


@never_cache
def template_change(request, plan_template_id):
    """Write a template anew."""
    template = offered.find(request.viewer, plan_template_id)
    return _template(request, offered.find_unit(request.viewer, template.unit_id, "change"), template)


def _template(request, unit, template):
    key = f"template-{template.pk}" if template else f"template-new-{unit.pk}"
    both = meanwhile.meet(
        request,
        key,
        template.version if template else 0,
        lambda posted: template_parts(posted, template),
        title=_("Template"),
        back_url=reverse("unit_plan"),
    )
    head, *rows = both.forms

    def save():
        changing.save(
            unit=unit, template=template, version=both.version if template else None, by=request.viewer,
            steps_told=[step for row in rows if (step := row.step())], **head.cleaned_data,
        )  # fmt: skip

    if answer := saving.answered(request, both, save, said=_("The template is saved."), to=reverse("unit_plan")):
        return answer
    wrong = [(field, error) for form in both.forms for field in form for error in field.errors]
    context = {
        "unit": unit, "template": template, "form": head, "rows": rows, "wrong": wrong, "form_key": key,
        "kept": both.kept, "both": both,
    }  # fmt: skip
    return render(request, "staff/unit_plan/template.html", context)


@never_cache
@require_POST
def template_retire(request, plan_template_id):
    """Offer the template no longer."""
    changing.retire(template=offered.find(request.viewer, plan_template_id), by=request.viewer)
    messages.success(request, _("The template is taken away. Plans made from it stay."))
    return redirect("unit_plan")
