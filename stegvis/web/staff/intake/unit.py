"""What a unit has decided about its intake: target groups, delimitations, stops, exceptions that wait."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import looks
from stegvis.casework.actions import unit_intake as deciding
from stegvis.casework.queries import inflow
from stegvis.casework.queries import unit_intake as reading
from stegvis.casework.vocabulary import TARGET_GROUPS
from stegvis.organisation.models import Project
from stegvis.web.shared.words import day
from stegvis.web.staff.intake import forms
from stegvis.web.staff.intake.panels import Line, Panel


def chosen_unit(request, units: list):
    """The unit the address asks for, or the first; NotFound for one the viewer does not follow."""
    if not units:
        raise NotAllowed
    asked = request.GET.get("unit", "")
    if not asked:
        return units[0]
    found = next((each for each in units if str(each.pk) == asked), None)
    if found is None:
        raise NotFound
    return found


def unit_tabs(units: list, unit) -> list[dict]:
    """The viewer's units as tabs; none when there is only one."""
    if len(units) < 2:
        return []
    return [{"text": each.name, "url": f"?unit={each.pk}", "current": each == unit} for each in units]


@never_cache
def intake(request):
    """The unit's decisions, and the exceptions that wait for one."""
    units = list(reading.units_for(request.viewer))
    unit = chosen_unit(request, units)
    may_change = reading.units_for(request.viewer, "change").filter(pk=unit.pk).exists()
    return _page(request, unit, units, _panels(request.viewer, unit, may_change))


@require_POST
def change(request):
    """What was sent from one of the panels."""
    units = list(reading.units_for(request.viewer, "change"))
    unit = chosen_unit(request, units)
    panels = _panels(request.viewer, unit, True)
    if _sent(request, unit, panels):
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('unit_intake')}?unit={unit.pk}")
    return _page(request, unit, units, panels)


def _page(request, unit, units: list, panels: list[Panel]):
    for panel in panels:
        panel.open()
    waiting = list(reading.exceptions_to_decide(request.viewer)[:50])
    if waiting:
        looks.note_list(request.viewer, "unit_intake", len(waiting))
    context = {
        "unit": unit,
        "tabs": unit_tabs(units, unit),
        "panels": panels,
        "waiting": waiting,
        "title": _("The unit's intake"),
        "referrers_url": f"{reverse('unit_intake_referrers')}?unit={unit.pk}",
        "send_to": f"{reverse('unit_intake_change')}?unit={unit.pk}",
    }
    return render(request, "staff/intake/panels.html", context)


def _sent(request, unit, panels) -> bool:
    wish, row = request.POST.get("do", ""), request.POST.get("row", "")
    if wish in ("end_rule", "end_stop"):
        if not row.isdecimal() or len(row) > 18:
            raise NotFound
        if wish == "end_rule":
            deciding.end_rule(unit=unit, rule_id=int(row), by=request.viewer)
        else:
            deciding.end_stop(unit=unit, stop_id=int(row), by=request.viewer)
        return True
    panel = next((each for each in panels if each.name == wish and each.form_class), None)
    return bool(panel and panel.send(request.POST))


@never_cache
@require_safe
def for_referrers(request):
    """One page to hand to those who refer: what the unit is for, whom it takes, how one refers. It can be printed."""
    unit, today = chosen_unit(request, list(reading.units_for(request.viewer))), timezone.localdate()
    context = {
        "unit": unit,
        "told": next(iter(inflow.remarks(unit, "purpose", 1)), None),
        "groups": sorted(TARGET_GROUPS.label(code) for code in reading.groups_on(unit, today)),
        "rules": reading.rules_on(unit, today),
        "stops": reading.stops_of([unit], today),
        "today": today,
    }
    return render(request, "staff/intake/for_referrers.html", context)


@require_POST
def decide(request, exception_id):
    """Approve an exception, or not."""
    approve = request.POST.get("do") == "approve"
    try:
        deciding.decide(exception_id=exception_id, approve=approve, by=request.viewer)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The exception is approved.") if approve else _("The exception is not approved."))
    return redirect("unit_intake")


def _panels(viewer, unit, may_change: bool) -> list[Panel]:
    today = timezone.localdate()
    act = {"unit": unit, "by": viewer}
    projects = Project.objects.filter(parts__unit=unit)

    def stop_form(*args, **kwargs):
        form = forms.StopForm(*args, **kwargs)
        form.fields["project"].queryset = projects
        return form

    told = inflow.remarks(unit, "purpose", 1)
    panels = [
        Panel(
            "purpose", _("To those who refer"), [Line(each.text, day(each.happened_on)) for each in told],
            forms.PurposeForm, lambda sent: deciding.remark(kind="purpose", happened_on=today, **act, **sent),
            _("Save"), _("Nothing is written yet."), icon="info", initial={"text": told[0].text if told else ""},
        ),
        Panel(
            "groups", _("Target groups"), [_group_line(each) for each in reading.group_history(unit)],
            forms.TargetGroupsForm, lambda told: deciding.choose_groups(**act, **told), _("Save"),
            _("The unit has chosen none and takes all."), icon="target",
            initial={"codes": sorted(reading.groups_on(unit, today)), "from_on": today},
        ),
        Panel(
            "rules", _("Delimitations"), [_rule_line(each, may_change) for each in reading.rules_on(unit, today)],
            forms.RuleForm, lambda told: deciding.add_rule(**act, **told), _("Add"), _("None."), icon="scale",
            initial={"since_on": today},
        ),
        Panel(
            "stops", _("Stop of new enrolments"),
            [_stop_line(each, may_change) for each in reading.stops_of([unit], today)], stop_form,
            partial(_stop, act), _("Stop new enrolments"), _("People are enrolled as usual."), icon="ban",
            initial={"since_on": today},
        ),
    ]  # fmt: skip
    if not may_change:
        for panel in panels:
            panel.form_class = None
    return panels


def _stop(act: dict, told: dict):
    return deciding.stop(**act, **told)


def _group_line(each) -> Line:
    words = {"since": day(each.since_on), "until": day(each.until_on) if each.until_on else ""}
    text = _("%(since)s to %(until)s") % words if each.until_on else _("Since %(since)s") % words
    return Line(TARGET_GROUPS.label(each.code), text, tone="info" if each.until_on else "accent")


def _rule_line(each, may_change: bool) -> Line:
    text = _("Since %(since)s") % {"since": day(each.since_on)}
    return Line(each.text, text, "end_rule" if may_change else "", str(each.pk), _("End"))


def _stop_line(each, may_change: bool) -> Line:
    days = day(each.since_on) + " – " + (day(each.until_on) if each.until_on else "")
    text = f"{days} {each.reason} · {each.consequence}"
    return Line(each.project.name, text, "end_stop" if may_change else "", str(each.pk), _("End"), "warning")
