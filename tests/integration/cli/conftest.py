"""The `stegvis` command run as a person at the shell would, in this process, so that it meets the test's database."""

import json
from dataclasses import dataclass

import pytest

from stegvis.cli.app import run


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it wrote: `out` for programs, `err` for people."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """What it wrote as JSON."""
        return json.loads(self.out)


@pytest.fixture
def stegvis(capsys, monkeypatch, django_capture_on_commit_callbacks):
    """`stegvis("audit", "verify")` → Ran. Speaks Swedish unless `language` says otherwise; Ingrid runs it."""
    monkeypatch.setenv("COLUMNS", "200")
    # the command sets these for its whole process
    monkeypatch.setenv("LANGUAGE", "sv")

    def call(*words, language="sv", operator="ingrid"):
        capsys.readouterr()
        with django_capture_on_commit_callbacks(execute=True):
            code = run(["--language", language, "--operator", operator, *map(str, words)])
        written = capsys.readouterr()
        return Ran(code, written.out, written.err)

    return call
