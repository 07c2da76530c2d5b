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
    late = threading.Event()

    def stop_late() -> None:
        late.set()
        _end(child)

    alarm = threading.Timer(limit, stop_late)
    alarm.daemon = True
    alarm.start()
    last_line = ""
    try:
        for line in child.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            last_line = line.strip() or last_line
        code = child.wait()
    finally:
        alarm.cancel()
        _end(child)
    if late.is_set():
        code, last_line = TIMED_OUT, f"stopped after {limit / 60:.0f} minutes"
    return Outcome(code, time.monotonic() - started, last_line)


def _end(child: subprocess.Popen) -> None:
    """End the child and everything it started that is still in its group."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, sign)
        except ProcessLookupError:
            return
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue
