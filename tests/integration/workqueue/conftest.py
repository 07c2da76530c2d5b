"""Workers as real processes, and a table of effects."""

import json
import os
import select
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.integration.workqueue import effects as effects_table

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 30


def _nobody_writes() -> bool:
    if connection.vendor != "sqlite":
        return True
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0.2, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        return True
    except sqlite3.OperationalError:
        return False
    finally:
        other.close()


class WorkerProcess:
    """A worker in another process. With `meets`, its probe jobs stop in the middle until the test lets them go on.

    `prepare`: the dotted name of a function that is called there first.
    """

    def __init__(self, *, meets: bool, prepare: str = "", **arguments):
        database = {key: connection.settings_dict[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
        order = {"database": database | {"NAME": str(database["NAME"])}, "worker": arguments, "prepare": prepare}
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
        self._reached, reached = os.pipe()
        go_on, self._go_on = os.pipe()
        if meets:
            environment["PROBE_PIPES"] = f"{reached},{go_on}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.workqueue.worker_process", json.dumps(order)],
            cwd=ROOT,
            env=environment,
            pass_fds=(reached, go_on),
            stdout=subprocess.PIPE,
            text=True,
        )
        os.close(reached)
        os.close(go_on)

    def wait_until_in_the_middle(self) -> None:
        """Return when a probe job has come to its meeting point."""
        ready, _, _ = select.select([self._reached], [], [], PATIENCE_SECONDS)
        assert ready and os.read(self._reached, 1) == b"x", "the worker did not come to the middle of a job"

    def let_go_on(self) -> None:
        """Let the probe job go on from its meeting point."""
        os.write(self._go_on, b"x")

    def signal(self, number: int) -> None:
        """Send the process a signal."""
        self.process.send_signal(number)

    def freeze(self) -> None:
        """Stop the process outside its heartbeat's own short write: frozen inside it, it would hold SQLite's lock."""
        for _attempt in range(50):
            self.signal(signal.SIGSTOP)
            if _nobody_writes():
                return
            self.signal(signal.SIGCONT)
        raise AssertionError("the worker could not be frozen outside a write")

    def work_done(self) -> dict[str, int]:
        """Wait for the end of the worker and return what it says it did."""
        output, _ = self.process.communicate(timeout=PATIENCE_SECONDS)
        assert self.process.returncode == 0
        return json.loads(output)

    def close(self) -> None:
        """End the process, however it stands, and give the pipes back."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(timeout=PATIENCE_SECONDS)
        self.process.stdout.close()
        os.close(self._reached)
        os.close(self._go_on)


@pytest.fixture
def effects(db):
    """The table of effects, empty. For tests marked `real_transactions`."""
    effects_table.create()
    yield effects_table
    effects_table.drop()


@pytest.fixture
def start_worker(effects):
    """Start a worker process on the test's database: `start_worker(meets=…, **arguments of run_worker)`."""
    started: list[WorkerProcess] = []

    def start(*, meets: bool = False, **arguments) -> WorkerProcess:
        arguments = {"until_empty": True, "poll_seconds": 0.05, "lease_seconds": 1.0} | arguments
        started.append(WorkerProcess(meets=meets, **arguments))
        return started[-1]

    yield start
    for worker in started:
        worker.close()


@pytest.fixture
def work(effects):
    """Run a worker in the test's own process until the queue is empty; returns what it did."""
    from stegvis.workqueue.worker import run_worker

    return lambda **arguments: run_worker(**({"until_empty": True, "poll_seconds": 0.01} | arguments))
