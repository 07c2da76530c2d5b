"""Runs one command for `script/test`: shows its output, keeps the last line, ends it when we are ended."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from script.checks.steps import ROOT

TIME_LIMIT_SECONDS = 15 * 60
GRACE_SECONDS = 10
TIMED_OUT = 124


@dataclass(frozen=True)
class Outcome:
    """How a command ended: exit code, seconds taken, and the last line it wrote."""

    code: int
    seconds: float
    last_line: str


def run(argv: tuple[str, ...], environment: Mapping[str, str], limit: float = TIME_LIMIT_SECONDS) -> Outcome:
    """Run to the end or to the time limit (seconds); the whole process group is ended with it."""
    started = time.monotonic()
    child = subprocess.Popen(  # noqa: S603 - our own commands only
        argv,
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    shown = _Shown(child.stdout)
    shown.start()
    try:
        code = child.wait(timeout=limit)
    except subprocess.TimeoutExpired:
        code = TIMED_OUT
    finally:
        _end(child)
        shown.join()
    last_line = f"stopped after {limit / 60:.0f} minutes" if code == TIMED_OUT else shown.last_line
    return Outcome(code, time.monotonic() - started, last_line)


class _Shown(threading.Thread):
    """Shows lines as they come, until everything that could write one has ended."""

    def __init__(self, lines):
        super().__init__(daemon=True)
        self.lines = lines
        self.last_line = ""

    def run(self) -> None:
        for line in self.lines:
            sys.stdout.write(line)
            sys.stdout.flush()
            self.last_line = line.strip() or self.last_line


def _end(child: subprocess.Popen) -> None:
    """End the child and everything it started that is still in its group."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, sign)
        except ProcessLookupError:
            return
        try:
            child.wait(timeout=GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            continue
