"""Hand out the attendance to whom ordered it, see what was handed out, and fetch it as a file."""

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import attendance_reports as handing
from stegvis.casework.actions import looks
from stegvis.casework.queries import activity_hours, contacts
from stegvis.casework.queries import attendance_reports as known
from stegvis.casework.vocabulary.team import GROUNDS, WAYS
from stegvis.reporting.report import FORMS
from stegvis.web.staff import fields, refusals
from stegvis.web.staff.activities import files, report_document
from stegvis.web.staff.activities.follow import asked_for, links, note_export
from stegvis.web.staff.results.files import attachment


class GiveReportForm(forms.Form):
    """Who gets the report, on which ground, in which way, and what goes along."""

    contact = forms.ModelChoiceField(label=gettext_lazy("Who gets it?"), queryset=None)
    way = forms.ChoiceField(label=gettext_lazy("In which way"), choices=WAYS.choices, initial="secure_mail")
    ground = forms.ChoiceField(label=gettext_lazy("On which ground"), choices=GROUNDS.choices)
    ground_text = forms.CharField(
        label=gettext_lazy("Which rule and why"),
        help_text=gettext_lazy("Needed when it is not on the participants' consent."),
        max_length=500,
        required=False,
        widget=fields.NAME,
    )
    leave_out = forms.BooleanField(
        label=gettext_lazy("Leave out those who have no consent"),
        help_text=gettext_lazy("Otherwise you are told who they are, and nothing is handed out."),
        required=False,
    )
    with_reasons = forms.BooleanField(
        label=gettext_lazy("Tell why people were away"),
        help_text=gettext_lazy("It may tell of health: then the consent must hold for health too."),
        required=False,
    )

    def __init__(self, *args, contacts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts
        self.fields["contact"].empty_label = _("Choose")


def _asked(request) -> dict:
    asked = asked_for(request)
    agency = request.GET.get("agency", "")
    if agency not in activity_hours.agencies(request.viewer, asked["unit"]):
        raise Http404
    return asked | {"agency": agency}


@never_cache
def give(request):
    """Ask to whom and on which ground; then it stands in the register of each person, and can be fetched."""
    if not request.viewer.may("disclosure", "change"):
        raise NotAllowed
    asked = _asked(request)
    viewer, unit = request.viewer, asked["unit"]
    there = contacts.of(viewer).filter(controller=unit.organisation_id)
    likely = there.filter(organisation__iexact=asked["agency"]).first()
    form = GiveReportForm(request.POST or None, contacts=there, initial={"contact": likely})
    if request.method == "POST" and form.is_valid():
        try:
            made = handing.give(
                unit=unit, ordered_by=asked["agency"], first_on=asked["first"], last_on=asked["last"], by=viewer,
                **form.cleaned_data,
            )  # fmt: skip
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The report is kept, and each person's register says who got it."))
            return redirect("attendance_report", made.pk)
    told, apart = known.now(viewer, unit, asked["agency"], asked["first"], asked["last"])
    looks.note_list(viewer, "activity_report", len(told))
    context = {"form": form, "people": len(told), "apart": apart, "back": _back(request, asked)}
    return render(request, "staff/activities/report_give.html", asked | context)


def _back(request, asked: dict) -> str:
    period = links(request, asked, "report")["period"]
    return f"{reverse('activity_report')}{period}&agency={quote(asked['agency'])}"


@never_cache
@require_safe
def given(request, report_id):
    """A report as it was handed out: for the eye, for paper, and the ways to fetch it."""
    report, people = known.find(request.viewer, report_id)
    looks.note_list(request.viewer, "attendance_report", len(people))
    context = {
        "report": report,
        "cover": report_document.cover(report, people),
        "lines": [_line(report, each) for each in people],
    }
    return render(request, "staff/activities/report_given.html", context)


def _line(report, each: known.Reported) -> dict:
    table = report_document.table(report, each)
    return {
        "person": each.participant,
        "sums": report_document.sums(each),
        "table": table,
        "rows": [list(zip(table.heads, row, strict=True)) for row in table.rows],
        "struck": bool(each.disclosure.struck_at),
    }


@never_cache
@require_safe
def fetched(request, report_id):
    """The report as a file (`?format=pdf|docx|html|xlsx`). It holds names: that it was fetched stands in the log."""
    report, people = known.find(request.viewer, report_id)
    form = request.GET.get("format", "pdf")
    if form not in (*report_document.OFFERED, "xlsx"):
        raise Http404
    try:
        if form == "xlsx":
            made, kind = files.report(report, people), files.EXCEL
        else:
            made, kind = report_document.document(report, people, form), FORMS[form].media_type
    except NotPossible as refusal:  # PDF cannot be made on every machine
        messages.error(request, refusal.reason)
        return redirect("attendance_report", report.pk)
    note_export(request.viewer, report.unit, {each.participant.pk for each in people})
    return attachment(made, kind, f"narvarorapport-{report.first_on}-{report.last_on}.{form}")
