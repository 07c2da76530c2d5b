"""`stegvis migrate`, `settings`, `docs`, `serve` and how the command answers wrong words."""

import datetime as dt
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from django.utils import timezone

from stegvis.cli.serving import address
from stegvis.workqueue import worker
from stegvis.workqueue.models import JobRecord


def test_settings_are_told_with_value_source_and_meaning(stegvis, db):
    lines = {line["name"]: line for line in stegvis("settings", "--format", "json").json}
    assert lines["STEGVIS_SMALL_COUNT"]["value"] == "5"
    assert all(line["meaning"] for line in lines.values())


def test_every_setting_has_a_meaning_in_both_languages(stegvis, db):
    swedish, english = (stegvis("settings", "--format", "json", language=each).json for each in ("sv", "en"))
    alike = [
        ours["name"] for ours, theirs in zip(swedish, english, strict=True) if ours["meaning"] == theirs["meaning"]
    ]
    assert alike == []


def test_work_begins_the_daily_run_by_itself(stegvis, db, monkeypatch):
    monkeypatch.setattr(worker, "run_worker", lambda *, until_empty: worker.WorkDone())
    for _again in range(2):  # it is there once, however often somebody begins to work
        assert stegvis("work").code == 0
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    ordered = JobRecord.objects.get()
    assert ordered.key.endswith(f"remind:{tomorrow.toordinal()}")


def test_reference_pages_are_checked_without_writing(stegvis, db):
    assert stegvis("docs", "--check").code == 0
    assert stegvis("docs", "finns-inte").code == 2


@pytest.mark.parametrize("words", [("finns-inte",), ("project", "create"), ("audit", "list", "--limit", "noll")])
def test_wrong_words_end_with_code_2(stegvis, db, words):
    ran = stegvis(*words)
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_help_speaks_swedish_and_english(stegvis, db):
    """Help texts are made when the commands are loaded: each language has a process of its own."""
    told = {
        language: subprocess.run(
            [sys.executable, "-P", "-m", "stegvis.cli", "--language", language, "--help"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for language in ("sv", "en")
    }
    assert "Skapa och visa projekt." in told["sv"]
    assert "Create and show projects." in told["en"]


@pytest.mark.parametrize(
    ("url", "port", "told"),
    [
        ("http://localhost:8000", 8123, "http://localhost:8123"),
        ("https://stegvis.example.se", 8123, "https://stegvis.example.se"),
    ],
)
def test_the_address_told_is_where_the_pages_are(url, port, told):
    assert address(url, port) == told


def test_bad_settings_are_named_with_advice():
    environment = {**os.environ, "STEGVIS_SMALL_COUNT": "1", "STEGVIS_URL": "http://stegvis.example.se"}
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "stegvis.cli", "settings"],
        env={**environment, "DJANGO_SETTINGS_MODULE": "stegvis.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "STEGVIS_SMALL_COUNT" in ran.stderr
    assert "https://" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_new_place_is_made_ready_served_and_stopped(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STEGVIS_")}
    environment = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "stegvis.config.settings",
        "STEGVIS_DATA_DIR": str(tmp_path / "var"),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-P", "-m", "stegvis.cli"]
    serve = [*command, "serve", "--port", str(port)]
    too_early = subprocess.run(serve, env=environment, capture_output=True, text=True, check=False)
    assert too_early.returncode == 2
    assert "stegvis migrate" in too_early.stderr
    subprocess.run([*command, "migrate"], env=environment, check=True, capture_output=True)
    with subprocess.Popen(serve, env=environment, stderr=subprocess.PIPE, text=True) as serving:
        assert str(port) in serving.stderr.readline()
        page = _first_page(f"http://localhost:{port}/accounts/login/", serving)
        serving.send_signal(signal.SIGTERM)
        serving.communicate(timeout=60)
    assert re.search(r"<title>.*Stegvis", page, re.DOTALL)
    assert serving.returncode == 0


def _first_page(url: str, serving: subprocess.Popen) -> str:
    """The page, as soon as the server answers; asked again while it starts, for as long as it runs."""
    while serving.poll() is None:
        try:
            with urllib.request.urlopen(url) as answer:
                return answer.read().decode()
        except OSError as problem:
            if "refused" not in str(problem):
                raise
    raise AssertionError(f"the server ended with code {serving.returncode}")
