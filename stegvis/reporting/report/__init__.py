"""Reports as documents, made from one release: no number is typed, and each can be traced to its run."""

from stegvis.reporting.report.results import results_report

__all__ = ["results_report"]
