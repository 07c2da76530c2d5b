"""The board of a unit's inflow: by channel and month, women and men, against what the partner counts; and its notes."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stegvis.access.rules import NotAllowed
from stegvis.casework.actions import unit_intake as deciding
from stegvis.casework.queries import inflow as reading
from stegvis.casework.queries import unit_intake
from stegvis.casework.vocabulary import INFLOW_CHANNELS
from stegvis.web.shared.forms import DateField
from stegvis.web.shared.words import day
from stegvis.web.staff import fields
from stegvis.web.staff.intake.panels import Line, Panel
from stegvis.web.staff.intake.unit import chosen_unit, unit_tabs

_WIDE, _HIGH = 48, 120


class CauseForm(forms.Form):
    """Why few came."""

    happened_on = DateField(label=gettext_lazy("Day"))
    text = forms.CharField(label=gettext_lazy("Why is the inflow weak?"), max_length=500, widget=fields.NAME)


class VisitForm(forms.Form):
    """Partners were told about the unit."""

    happened_on = DateField(label=gettext_lazy("Day"))
    partner = forms.CharField(label=gettext_lazy("Whom did you visit?"), max_length=200, widget=fields.NAME)
    people = forms.IntegerField(label=gettext_lazy("How many were there?"), min_value=1, max_value=2000, required=False)
    text = forms.CharField(label=gettext_lazy("What was said and handed out?"), max_length=500, widget=fields.NAME)


class BaseForm(forms.Form):
    """What the partner counted."""

    counted_on = DateField(label=gettext_lazy("Counted on"))
    women = forms.IntegerField(label=gettext_lazy("Women with income support"), min_value=0, max_value=1_000_000)
    men = forms.IntegerField(label=gettext_lazy("Men with income support"), min_value=0, max_value=1_000_000)
    source = forms.CharField(label=gettext_lazy("Who counted?"), max_length=200, widget=fields.NAME)


@dataclass(frozen=True)
class Column:
    """A month in the picture: where it stands and how high, in units of the drawing."""

    name: str
    total: int
    left: int
    middle: int
    top: float
    height: float
    weak: bool


@never_cache
def inflow(request):
    """The board."""
    units = list(unit_intake.units_for(request.viewer))
    unit = chosen_unit(request, units)
    return _page(request, unit, units, _panels(request.viewer, unit))


@require_POST
def change(request):
    """What was sent from one of the panels."""
    units = list(unit_intake.units_for(request.viewer))
    unit = chosen_unit(request, units)
    panels = _panels(request.viewer, unit)
    panel = next((each for each in panels if each.name == request.POST.get("do") and each.form_class), None)
    if panel is None and request.POST.get("do") == "base":
        raise NotAllowed
    if panel and panel.send(request.POST):
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('inflow')}?unit={unit.pk}")
    return _page(request, unit, units, panels)


def _page(request, unit, units: list, panels: list[Panel]):
    viewer, today = request.viewer, timezone.localdate()
    for panel in panels:
        panel.open()
    months = reading.months(viewer, unit, today)
    channels = [code for code in (*INFLOW_CHANNELS.codes, "") if any(row.by_channel.get(code) for row in months)]
    rows = [(code, [row.by_channel.get(code, 0) for row in months]) for code in channels]
    context = {
        "unit": unit,
        "tabs": unit_tabs(units, unit),
        "columns": _columns(months),
        "wide": _WIDE * len(months),
        "months": months,
        "rows": [(code, numbers, sum(numbers)) for code, numbers in rows],
        "weak": [row for row in months if row.weak][-3:],
        "balances": reading.balances(viewer, unit, today),
        "compared": reading.compared(viewer, unit),
        "profile": reading.profile(viewer, unit, today),
        "uvas": reading.uvas_stock(viewer, unit, today),
        "panels": panels,
        "send_to": f"{reverse('inflow_change')}?unit={unit.pk}",
    }
    return render(request, "staff/intake/inflow.html", context)


def _columns(months) -> list[Column]:
    most = max((row.total for row in months), default=0) or 1
    drawn = []
    for number, row in enumerate(months):
        height = round(_HIGH * row.total / most, 1)
        left = number * _WIDE
        name = date_format(row.first_on, "M")
        drawn.append(Column(name, row.total, left + 6, left + _WIDE // 2, 24 + _HIGH - height, height, row.weak))
    return drawn


def _panels(viewer, unit) -> list[Panel]:
    today = timezone.localdate()
    act = {"unit": unit, "by": viewer}
    causes, visits = reading.remarks(unit, "cause"), reading.remarks(unit, "visit")
    panels = [
        Panel(
            "cause", _("Causes of weak inflow"), [Line(each.text, day(each.happened_on)) for each in causes], CauseForm,
            lambda told: deciding.remark(kind="cause", **act, **told), _("Add"), _("None noted."), icon="info",
            initial={"happened_on": today},
        ),
        Panel(
            "visit", _("Information visits to partners"), [_visit_line(each) for each in visits], VisitForm,
            lambda told: deciding.remark(kind="visit", **act, **told), _("Add"), _("None noted."), icon="users",
            initial={"happened_on": today},
        ),
    ]  # fmt: skip
    if not viewer.may("intake_remark", "write"):
        for panel in panels:
            panel.form_class = None
    if unit_intake.units_for(viewer, "change").filter(pk=unit.pk).exists():
        panels.append(
            Panel(
                "base", _("Women and men with income support"), [], BaseForm,
                lambda told: deciding.set_base(**act, **told), _("Save"),
                _("The numbers stand in the table above."), initial={"counted_on": today},
            )
        )  # fmt: skip
    return panels


def _visit_line(each) -> Line:
    people = _("%(count)s people") % {"count": each.people} if each.people else ""
    return Line(each.partner, " · ".join(part for part in (day(each.happened_on), people, each.text) if part))
