"""A report as tagged PDF (PDF/UA-1, ISO 14289-1:2014), printed from its HTML by WeasyPrint."""

import contextlib
import io
import logging
import warnings

from django.utils.translation import gettext as _

from stegvis.base.decision import NotPossible
from stegvis.reporting.report.content import Report

#: The Debian packages that bring what WeasyPrint sets text with. They also stand in packages.txt.
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class PangoMissing(NotPossible):
    """PDF was asked for on a machine without the text library Pango."""

    def __init__(self):
        super().__init__(
            _(
                "PDF cannot be made here yet: the server lacks the text library Pango. Whoever runs the server "
                "installs it with: sudo apt-get install %(packages)s. Word and HTML work without it."
            )
            % {"packages": PACKAGES},
            field="format",
            code="pango_missing",
        )


def to_pdf(report: Report) -> bytes:
    """The report as PDF. Raises PangoMissing when the machine lacks Pango."""
    from stegvis.reporting.report.html import to_html
    from stegvis.reporting.report.tagging import completed

    weasyprint = _weasyprint()
    page = to_html(report, for_pdf=True)
    # everything is embedded in the page: nothing is fetched from elsewhere
    inside = weasyprint.URLFetcher(allowed_protocols={"data"})
    return completed(weasyprint.HTML(string=page, url_fetcher=inside).write_pdf(pdf_variant="pdf/ua-1"))


def _weasyprint():
    """The library, or PangoMissing. Without Pango it raises OSError and prints advice that is not for our readers."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint
    except OSError as missing:
        raise PangoMissing from missing
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it warns of each rule that is for screens only
    return weasyprint
