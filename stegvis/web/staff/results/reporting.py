"""Order the results report: which form, which language, on which base; then the file."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from stegvis.evaluation.definitions import Base
from stegvis.reporting import exports, story
from stegvis.reporting.queries import projects, releases
from stegvis.reporting.report import FORMS, PangoMissing, results_report
from stegvis.web.shared.forms import RadioCards
from stegvis.web.staff.results.files import attachment, note_export

BASES = (Base.ENDED, Base.ENROLLED, Base.ENDED_NOT_TRANSFERRED)


class ReportForm(forms.Form):
    """What the report shall be."""

    format = forms.ChoiceField(
        label=gettext_lazy("File type"),
        choices=[
            ("pdf", gettext_lazy("PDF")),
            ("docx", gettext_lazy("Word")),
            ("html", gettext_lazy("Web page in one file")),
        ],
        widget=RadioCards(
            descriptions={
                "pdf": gettext_lazy("To send and to file. Can be read aloud (PDF/UA)."),
                "docx": gettext_lazy("To go on writing in."),
                "html": gettext_lazy("To read on any screen, light or dark. Needs nothing beside it."),
            }
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("sv", gettext_lazy("Swedish")), ("en", gettext_lazy("English"))]
    )
    base = forms.ChoiceField(label=gettext_lazy("Counted on"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["base"].choices = [(base.value, story.base_label(base.value)) for base in BASES]


def _found(request, code: str, number: int):
    project = projects.find(request.viewer, code, record="report", verb="create")
    return project, releases.find(request.viewer, project, number)


@require_safe
def new(request, code: str, number: int):
    """Choose form, language and base."""
    project, release = _found(request, code, number)
    form = ReportForm(initial={"format": "pdf", "language": request.LANGUAGE_CODE[:2], "base": Base.ENDED.value})
    return render(request, "staff/results/report.html", {"project": project, "release": release, "form": form})


@require_safe
def fetch(request, code: str, number: int):
    """The report as a file (`?format=docx|html|pdf&language=sv|en&base=…`)."""
    project, release = _found(request, code, number)
    wanted, base = request.GET.get("format", "docx"), request.GET.get("base", Base.ENDED.value)
    language = request.GET.get("language", request.LANGUAGE_CODE[:2])
    if wanted not in FORMS or language not in ("sv", "en") or base not in [each.value for each in BASES]:
        raise Http404
    try:
        content = results_report(release, form=wanted, language=language, base=base)
    except PangoMissing as lacking:
        messages.error(request, lacking.reason)
        return redirect("report_new", code=code, number=number)
    note_export(request, project, release, wanted)
    return attachment(content, FORMS[wanted].media_type, exports.file_name(release, f"{language}.{wanted}"))
