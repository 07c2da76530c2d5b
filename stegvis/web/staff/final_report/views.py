"""The final report of one time in a project: what it holds, how it reads, files, and to whom it was given."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import final_reports as writing
from stegvis.casework.actions import looks
from stegvis.casework.models import FinalReport
from stegvis.casework.queries import enrolments, final_reports, team
from stegvis.casework.vocabulary.final_report import USUAL_PARTS
from stegvis.reporting.report import FORMS
from stegvis.web.shared import meanwhile
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.sides import Part
from stegvis.web.staff import refusals, saving
from stegvis.web.staff.final_report import document, frozen
from stegvis.web.staff.final_report.forms import GiveForm, ReportForm
from stegvis.web.staff.results.files import attachment


@never_cache
def report(request, enrolment_id):
    """What the report holds, and how it reads."""
    enrolment = enrolments.find(request.viewer, enrolment_id)
    found = final_reports.of(request.viewer, enrolment)
    may_write = final_reports.may_write(request.viewer, enrolment) and enrolment.state != "void"
    if request.method == "POST" and not may_write:
        raise NotAllowed
    key = f"final-report-{enrolment.pk}"
    both = meanwhile.meet(
        request, key, found.version if found else 0,
        lambda posted: [Part(ReportForm(posted, report=found, protected=enrolment.protected))],
        title=_("Final report"), back_url=reverse("final_report", args=[enrolment.pk]),
    )  # fmt: skip
    form = both.forms[0]

    def write():
        writing.write(enrolment=enrolment, version=both.version, by=request.viewer, **form.cleaned_data)

    to = reverse("final_report", args=[enrolment.pk])
    if answer := saving.answered(request, both, write, said=_("The final report is saved."), to=to):
        return answer
    if request.method != "POST":
        looks.note_opened(request.viewer, enrolment.participant)
    shown = found or FinalReport(enrolment=enrolment, parts=list(USUAL_PARTS), changed_at=timezone.now())
    context = {
        "enrolment": enrolment,
        "person": enrolment.participant,
        "report": found,
        "form": form if may_write else None,
        "form_key": key,
        "both": both,
        "kept": both.kept,
        "wrong": [(field, error) for field in form for error in field.errors],
        "content": _preview(request, enrolment, shown),
        "hand_overs": list(found.hand_overs.all()) if found else [],
    }
    return render(request, "staff/final_report/report.html", context)


def _preview(request, enrolment, shown: FinalReport) -> dict:
    told = final_reports.told(request.viewer, enrolment)
    made = document.content(shown, told, request.LANGUAGE_CODE[:2], masked=True)
    return frozen.shown(frozen.kept(made))


def _saved(request, enrolment_id, verb: str) -> FinalReport | None:
    enrolment = enrolments.find(request.viewer, enrolment_id)
    found = final_reports.of(request.viewer, enrolment, verb)
    if found is None:
        messages.info(request, _("Save the final report first."))
        return None
    found.enrolment = enrolment
    return found


@never_cache
@require_safe
def fetched(request, enrolment_id):
    """The report as a file (`?format=pdf|docx&language=sv|en`). The file's name tells nothing of the person."""
    found = _saved(request, enrolment_id, "read")
    form, language = request.GET.get("format", "pdf"), request.GET.get("language", request.LANGUAGE_CODE[:2])
    if form not in document.OFFERED or language not in document.LANGUAGES:
        raise Http404
    if found is None:
        return redirect("final_report", enrolment_id)
    try:
        made = document.document(found, final_reports.told(request.viewer, found.enrolment), form, language)
    except NotPossible as refusal:  # PDF cannot be made on every machine
        messages.error(request, refusal.reason)
        return redirect("final_report", enrolment_id)
    writing.note_fetched(report=found, form=form, language=language, by=request.viewer)
    return attachment(made, FORMS[form].media_type, f"slutrapport-{language}.{form}")


@never_cache
def give(request, enrolment_id):
    """Note to whom the report was given."""
    found = _saved(request, enrolment_id, "write")
    if found is None:
        return redirect("final_report", enrolment_id)
    key = f"final-report-give-{enrolment_id}"
    contacts = team.contacts_for(request.viewer, found.enrolment.participant)
    form = GiveForm(request.POST or None, contacts=contacts)
    kept = None
    if request.method == "POST":
        if form.is_valid() and _give(request, found, form):
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, _("It is noted who got the report."))
            return redirect("final_report", enrolment_id)
    else:
        kept = restore_draft(form, user=request.user, form_key=key)
        looks.note_opened(request.viewer, found.enrolment.participant)
    context = {
        "enrolment": found.enrolment,
        "form": form,
        "form_key": key,
        "kept": kept,
        "wrong": [(field, error) for field in form for error in field.errors],
    }
    return render(request, "staff/final_report/give.html", context)


def _give(request, found: FinalReport, form) -> bool:
    told = final_reports.told(request.viewer, found.enrolment)
    given = frozen.kept(document.content(found, told, request.LANGUAGE_CODE[:2], masked=True))
    return refusals.accepted(form, lambda: writing.give(report=found, given=given, by=request.viewer, **form.facts()))


@never_cache
@require_safe
def given(request, enrolment_id, hand_over_id):
    """The report as it read on the day it was given to somebody."""
    enrolment = enrolments.find(request.viewer, enrolment_id)
    one = final_reports.hand_over(request.viewer, enrolment, hand_over_id)
    looks.note_opened(request.viewer, enrolment.participant)
    context = {"enrolment": enrolment, "one": one, "content": frozen.shown(one.given)}
    return render(request, "staff/final_report/given.html", context)
