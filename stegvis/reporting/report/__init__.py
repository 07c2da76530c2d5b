"""Reports as documents, made from one release: no number is typed, and each can be traced to its run.

What a report says is put together once (`content`, `results`) and written in three forms: Word, one HTML file, and
tagged PDF (PDF/UA-1) printed from the HTML.
"""

from stegvis.reporting.report.forms import FORMS, Form, results_report
from stegvis.reporting.report.pdf import PangoMissing

__all__ = ["FORMS", "Form", "PangoMissing", "results_report"]
