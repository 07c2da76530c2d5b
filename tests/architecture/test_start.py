"""Guard of the start: what only evaluation needs is not loaded with the first page."""

import os
import subprocess
import sys

from tests.architecture.tree import ROOT

HEAVY = (
    "altair", "docx", "duckdb", "ibis", "ninja", "numpy", "pandas", "pikepdf", "pyarrow", "pyspark", "scipy",
    "statsmodels", "vl_convert", "weasyprint", "xlsxwriter",
)  # fmt: skip
ASK = (
    "import sys; import stegvis.config.wsgi; from django.urls import get_resolver, reverse; "
    "get_resolver().url_patterns; reverse('start'); "
    f"print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
)


def test_the_web_process_starts_without_the_evaluation_engines():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    asked = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert asked.stdout.split() == []
