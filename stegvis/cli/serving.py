"""`stegvis serve`: web server and queue worker as two processes under one, started and stopped together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from stegvis.cli.language import _
from stegvis.cli.session import ExitCode, WrongUse, finish, say

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_STOP = 20
#: How often in a row a part that ends by itself is started again.
RESTARTS = 5
#: After so many seconds a part has run well, and earlier ends no longer count.
LIVED_WELL = 60


@dataclass(frozen=True)
class Part:
    """One process to keep running."""

    name: str
    argv: tuple[str, ...]


def plan(*, host: str, port: int, workers: int, threads: int, queue: bool) -> list[Part]:
    """What to run: the web server and, if asked for, the queue worker."""
    web = (
        *(sys.executable, "-P", "-m", "granian", "stegvis.config.wsgi:application", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads)),
        *("--log-level", "warning", "--respawn-failed-workers", "--workers-kill-timeout", "10"),
    )
    parts = [Part("web", web)]
    if queue:
        parts.append(Part("work", (sys.executable, "-P", "-m", "stegvis.cli", "work")))
    return parts


def check_ready() -> None:
    """Raises WrongUse when the database or the static files are not those of this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise WrongUse(_("The database is not ready. Run: stegvis migrate"))
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        raise WrongUse(_("The static files are not ready. Run: stegvis migrate"))
    connection.close()


def check_port(host: str, port: int) -> None:
    """Raises WrongUse when something else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise WrongUse(
                _("Port %(port)s on %(host)s cannot be used (%(why)s). Stop what uses it, or choose another: --port")
                % {"port": port, "host": host, "why": problem.strerror}
            ) from None


class Supervisor:
    """Keeps the parts running until asked to stop. A part that ends by itself is started again a few times."""

    def __init__(self, parts: list[Part]):
        self._parts = {part.name: part for part in parts}
        self._running: dict[str, subprocess.Popen] = {}
        self._started: dict[str, float] = {}
        self._failures = dict.fromkeys(self._parts, 0)
        self._stop = threading.Event()

    def run(self) -> int:
        """Start everything, wait, stop everything. Returns 0 after a stop that was asked for, else 1."""
        former = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            for name in self._parts:
                self._start(name)
            while not self._stop.wait(0.3):
                for name, child in list(self._running.items()):
                    if child.poll() is not None and not self._again(name, child):
                        return 1
            return 0
        finally:
            self._stop_all()
            for number, action in former.items():
                signal.signal(number, action)

    def _ask(self, number: int, frame: object) -> None:
        self._stop.set()

    def _start(self, name: str) -> None:
        # A group of its own: Ctrl+C in a terminal reaches only us, and we stop the parts in order.
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._running[name] = subprocess.Popen(  # noqa: S603  our own programs, no words from outside
            self._parts[name].argv,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,
        )
        self._started[name] = time.monotonic()

    def _again(self, name: str, child: subprocess.Popen) -> bool:
        lived = time.monotonic() - self._started[name]
        self._failures[name] = 1 if lived > LIVED_WELL else self._failures[name] + 1
        words = {"name": name, "code": child.returncode}
        if self._failures[name] > RESTARTS:
            say(_("%(name)s ends again and again (code %(code)s); giving up.") % words)
            return False
        say(_("%(name)s ended (code %(code)s); starting it again.") % words)
        self._stop.wait(min(2 ** self._failures[name] / 2, 10))
        if not self._stop.is_set():
            self._start(name)
        return True

    def _stop_all(self) -> None:
        for child in self._running.values():
            if child.poll() is None:
                child.terminate()
        for child in self._running.values():
            try:
                child.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def address(url: str, port: int) -> str:
    """Where people find it: the address of the settings; without TLS it is this machine's own, on the port in use."""
    parts = urlsplit(url)
    return f"http://{parts.hostname}:{port}" if parts.scheme == "http" else url


def supervise(parts: list[Part], port: int) -> None:
    """Serve until asked to stop; ends with code 1 when a part cannot be kept running."""
    say(_("Stegvis: %s  (Ctrl+C stops)") % address(settings.STEGVIS_URL, port))
    if Supervisor(parts).run():
        finish(ExitCode.FAULTS)
    say(_("Stopped."))
