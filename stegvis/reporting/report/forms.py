"""The forms a report can be fetched in. What writes them is loaded when a report is asked for, not before."""

from collections.abc import Callable
from dataclasses import dataclass

from stegvis.reporting.models import Release
from stegvis.reporting.report.content import Report
from stegvis.reporting.report.results import results_content


@dataclass(frozen=True)
class Form:
    """A form of a report: the ending of its file, its media type, and what writes it."""

    ending: str
    media_type: str
    write: Callable[[Report], bytes]


def _word(report: Report) -> bytes:
    from stegvis.reporting.report.word import to_docx

    return to_docx(report)


def _page(report: Report) -> bytes:
    from stegvis.reporting.report.html import to_html

    return to_html(report).encode("utf-8")


def _pdf(report: Report) -> bytes:
    from stegvis.reporting.report.pdf import to_pdf

    return to_pdf(report)


#: By the ending of the file, which is also what one writes to ask for the form.
FORMS = {
    form.ending: form
    for form in (
        Form("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _word),
        Form("html", "text/html; charset=utf-8", _page),
        Form("pdf", "application/pdf", _pdf),
    )
}


def results_report(release: Release, *, form: str = "docx", language: str = "sv", base: str = "ended") -> bytes:
    """The results report as a file. Same release, form, language, versions and fonts: same bytes.

    Raises KeyError for an unknown form or base, PangoMissing when PDF cannot be made on this machine.
    """
    return FORMS[form].write(results_content(release, language=language, base=base))
