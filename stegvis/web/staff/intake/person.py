"""What is looked at when somebody comes in: schooling, permit, UVAS, co-applicants, exceptions."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import intake as noting
from stegvis.casework.actions import looks
from stegvis.casework.queries import intake as reading
from stegvis.casework.queries import participants, unit_intake
from stegvis.casework.vocabulary.intake import (
    CO_APPLICANT_RESULTS,
    EXCEPTION_KINDS,
    EXCEPTION_STATES,
    UVAS_REASONS,
    VULNERABLE_GROUPS,
)
from stegvis.web.shared.words import day
from stegvis.web.staff.intake import forms
from stegvis.web.staff.intake.panels import Line, Panel


@never_cache
def intake(request, participant_id):
    """One page, a panel for each kind of fact."""
    person = participants.find(request.viewer, participant_id)
    if not reading.may(request.viewer, "read", person):
        raise NotAllowed
    may_change = reading.may(request.viewer, "change", person)
    looks.note_opened(request.viewer, person)
    return _page(request, person, _panels(request.viewer, person, may_change), may_change)


def change(request, participant_id):
    """What was sent from one of the panels; whoever comes without anything is led to the page."""
    person = participants.find(request.viewer, participant_id)
    if not reading.may(request.viewer, "change", person):
        raise NotAllowed
    if request.method != "POST":
        return redirect("participant_intake", person.pk)
    panels = _panels(request.viewer, person, True)
    return _sent(request, person, panels) or _page(request, person, panels, True)


def _page(request, person, panels, may_change: bool):
    for panel in panels:
        panel.open()
    context = {
        "person": person,
        "panels": panels,
        "title": _("At the intake"),
        "may_change": may_change,
        "send_to": reverse("participant_intake_change", args=[person.pk]),
    }
    return render(request, "staff/intake/panels.html", context)


def _sent(request, person, panels):
    wish = request.POST.get("do", "")
    if wish == "check":
        try:
            row_id = int(request.POST.get("row", "")[:18] or 0)
            noting.check_co_applicant(participant=person, row_id=row_id, result="referred", by=request.viewer)
        except (ValueError, NotPossible):
            messages.error(request, _("That could not be saved. Try again."))
        return redirect("participant_intake", person.pk)
    panel = next((each for each in panels if each.name == wish and each.form_class), None)
    if panel and panel.send(request.POST):
        messages.success(request, _("Saved."))
        return redirect("participant_intake", person.pk)
    return None


def _panels(viewer, person, may_change: bool) -> list[Panel]:
    facts = reading.of(viewer, person)
    act = {"participant": person, "by": viewer}
    today = timezone.localdate()
    panels = [
        Panel(
            "school", _("Schooling"), _school_lines(facts.schooling), forms.SchoolForm,
            lambda told: noting.note_schooling(**act, **told), _("Save"), _("Not noted yet."), icon="graduation-cap",
            initial=_present(facts.schooling),
        ),
        Panel(
            "uvas", _("Neither works nor studies (UVAS)"), [_uvas_line(each) for each in facts.uvas], forms.UvasForm,
            lambda told: noting.note_uvas(**act, **told), _("Save"), _("Not noted yet."), icon="hourglass",
        ),
        Panel(
            "permit", _("Residence permit"), _permit_lines(facts.permit, today), forms.PermitForm,
            lambda told: noting.note_permit(**act, **told), _("Save"), _("Not noted yet."), icon="calendar",
        ),
        Panel(
            "co", _("Co-applicants in the household"), [_co_line(each) for each in facts.co_applicants],
            forms.CoApplicantForm, lambda told: noting.add_co_applicant(**act, **told), _("Add"),
            _("Nobody noted. Ask, so that nobody is missed."), icon="users",
        ),
        Panel(
            "exception", _("Exceptions"), [_exception_line(each) for each in facts.exceptions], forms.ExceptionForm,
            partial(_ask, person, facts.unit, viewer), _("Ask for an exception"), _("None."), icon="scale",
            note=_rules_of(facts.unit, today),
        ),
    ]  # fmt: skip
    if facts.groups is not None:
        panels.append(
            Panel(
                "groups",
                _("More care is taken"),
                [Line(VULNERABLE_GROUPS.label(code)) for code in facts.groups],
                forms.GroupsForm,
                lambda told: noting.set_vulnerable_groups(**act, **told),
                _("Save"),
                _("None."),
                initial={"codes": facts.groups},
                icon="shield",
            )
        )
    for panel in panels:
        if not may_change or (panel.name == "exception" and facts.unit is None):
            panel.form_class = None
    return panels


def _ask(person, unit, viewer, told: dict):
    return noting.ask_exception(participant=person, unit=unit, kind="delimitation", by=viewer, **told)


def _rules_of(unit, today) -> str:
    return " · ".join(rule.text for rule in unit_intake.rules_on(unit, today)) if unit else ""


def _present(schooling) -> dict:
    if schooling is None:
        return {}
    return {"compulsory": schooling.compulsory, "upper_secondary": schooling.upper_secondary}


def _school_lines(schooling) -> list[Line]:
    if schooling is None:
        return []
    if schooling.upper_secondary:
        return [Line(_("Upper secondary school is completed"))]
    if schooling.compulsory:
        return [
            Line(_("Upper secondary school is not completed"), _("Comes first in line for a place."), tone="warning")
        ]
    return [Line(_("Compulsory school is not completed"), _("Comes first in line for a place."), tone="warning")]


def _uvas_line(each) -> Line:
    words = {"since": day(each.since_on), "until": day(each.until_on) if each.until_on else ""}
    title = _("%(since)s to %(until)s") % words if each.until_on else _("Since %(since)s") % words
    return Line(title, UVAS_REASONS.label(each.reason))


def _permit_lines(permit, today) -> list[Line]:
    if permit is None:
        return []
    if permit.lasting:
        return [Line(_("Does not run out"))]
    soon = (permit.expires_on - today).days < 90
    return [Line(_("Runs out on %(day)s") % {"day": day(permit.expires_on)}, tone="warning" if soon else "accent")]


def _co_line(each) -> Line:
    text = CO_APPLICANT_RESULTS.label(each.result)
    if each.checked_on:
        return Line(each.name, f"{text}, {day(each.checked_on)}")
    return Line(each.name, text, do="check", row_id=str(each.pk), button=_("Referred here"), tone="warning")


def _exception_line(each) -> Line:
    state = EXCEPTION_STATES.label(each.state)
    if each.decided_on:
        state = f"{state}, {day(each.decided_on)}, {each.decided_by}"
    tone = "warning" if each.state == "asked" else "accent"
    return Line(f"{EXCEPTION_KINDS.label(each.kind)}: {each.rule}", f"{each.reason} · {state}", tone=tone)
