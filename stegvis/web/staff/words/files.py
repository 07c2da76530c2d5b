"""All words as a file, and a file of words taken in."""

import tempfile
from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.casework.actions import words as changing
from stegvis.casework.importing import word_files
from stegvis.casework.importing.books import BadFile

_KINDS = {
    "xlsx": (word_files.as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (word_files.as_csv, "text/csv; charset=utf-8"),
}


class FileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("File with words"),
        help_text=gettext_lazy("Excel or CSV, with the columns of the file you fetched."),
    )


def fetch(request):
    """All words in both languages, as Excel or (with `?format=csv`) CSV."""
    kind = request.GET.get("format", "xlsx")
    make, content_type = _KINDS.get(kind, _KINDS["xlsx"])
    answer = HttpResponse(make(word_files.rows()), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="stegvis-words.{kind if kind in _KINDS else "xlsx"}"'
    return answer


def take_in(request):
    """Take a changed file in: all of it, or nothing and the lines that must be corrected."""
    form = FileForm(request.POST or None, request.FILES or None)
    faults: tuple = ()
    if request.method == "POST" and form.is_valid():
        try:
            with tempfile.TemporaryDirectory() as place:
                path = Path(place) / "words"
                path.write_bytes(form.cleaned_data["file"].read())
                rows = word_files.read(path)
        except BadFile as problem:
            form.add_error("file", str(problem))
        else:
            taken = changing.take_in(rows=rows, by=request.viewer)
            faults = taken.faults
            if not faults:
                messages.success(request, _said(taken))
                return redirect("words")
    return render(request, "staff/words/take_in.html", {"form": form, "faults": faults})


def _said(taken: changing.TakenIn) -> str:
    changed = ngettext("%(count)s word changed", "%(count)s words changed", taken.changed) % {"count": taken.changed}
    added = ngettext("%(count)s added", "%(count)s added", taken.added) % {"count": taken.added}
    return _("The file is taken in: %(changed)s, %(added)s.") % {"changed": changed, "added": added}
