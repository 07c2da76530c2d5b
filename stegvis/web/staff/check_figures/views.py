"""Paste or type printed figures and see what cannot hold together. Nothing is kept but the draft."""

from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stegvis.access.queries import drafts
from stegvis.evaluation.printed import check
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.staff.check_figures.forms import MORE, FiguresForm, rows_of

FORM_KEY = "check-figures"


def check_figures(request):
    """The form; after a press, the findings above it."""
    if request.method != "POST":
        kept = drafts.find(request.user, FORM_KEY)
        form = FiguresForm(rows=rows_of(kept.content) if kept else 0)
        kept = restore_draft(form, user=request.user, form_key=FORM_KEY)
        return _page(request, form, kept=kept)
    rows = rows_of(name for name, value in request.POST.items() if value)
    if "more" in request.POST:
        shown = rows_of(request.POST)
        return _page(request, FiguresForm(initial=request.POST.dict(), rows=shown + MORE))
    form = FiguresForm(request.POST, rows=max(rows, rows_of(request.POST)))
    if not form.is_valid():
        return _page(request, form)
    return _page(request, form, findings=check(form.document), document=form.document)


def _page(request, form, *, kept=None, findings=None, document=None):
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    told = [
        (one.title.in_language(language), one.explanation.in_language(language), one.suggestion.in_language(language))
        for one in findings or ()
    ]
    context = {"form": form, "form_key": FORM_KEY, "kept": kept, "checked": document is not None, "findings": told}
    if document is not None:
        context["summary"] = _summary(len(told), len(document.figures))
    return render(request, "staff/check_figures/check.html", context)


def _summary(findings: int, figures: int) -> str:
    read = ngettext("%d figure was read.", "%d figures were read.", figures) % figures
    if not findings:
        return f"{read} {_('They can all hold together.')}"
    found = ngettext("%d thing cannot hold.", "%d things cannot hold.", findings) % findings
    return f"{read} {found}"
