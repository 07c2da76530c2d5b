"""Running one command of script/test."""

import os
import sys

import pytest

from script.checks.running import TIMED_OUT, run

SLOW = "import threading; print('here', flush=True); threading.Event().wait()"


def python(source, limit=60):
    return run((sys.executable, "-c", source), os.environ, limit)


def test_exit_code_is_kept():
    assert python("raise SystemExit(3)").code == 3


def test_last_line_is_kept():
    assert python("print('first'); print('second'); print()").last_line == "second"


def test_what_it_writes_is_shown(capsys):
    python("import sys; print('out'); print('err', file=sys.stderr)")
    assert sorted(capsys.readouterr().out.split()) == ["err", "out"]


def test_command_gets_no_input():
    assert python("import sys; raise SystemExit(len(sys.stdin.read()))").code == 0


@pytest.mark.parametrize("stubborn", ["", "import signal; signal.signal(15, signal.SIG_IGN);"])
def test_command_over_its_time_is_ended(stubborn, monkeypatch):
    monkeypatch.setattr("script.checks.running.GRACE_SECONDS", 1)
    outcome = python(stubborn + SLOW, limit=1)
    assert outcome.code == TIMED_OUT


def test_what_the_command_left_running_is_ended_and_not_waited_for():
    assert python(f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLOW!r}])").code == 0
