"""Where the registers lie (var/bench, kept between runs) and how a worker process is given one."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.sizes import Size
from script.checks import postgres

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "bench"


@dataclass(frozen=True)
class Place:
    """One register in one database. `environment` makes a process of the product work on it."""

    kind: str
    size: Size
    server: str = field(repr=False, default="")

    @property
    def environment(self) -> dict[str, str]:
        """Variables for a process; none of the person's own STEGVIS_ ones."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("STEGVIS_")}
        directory = KEPT / f"{self.kind}-{self.size.name}"
        directory.mkdir(parents=True, exist_ok=True)
        url = f"{self.server}/bench_{self.size.name}" if self.kind == "postgresql" else ""
        return clean | {
            "STEGVIS_DATA_DIR": str(directory),
            "STEGVIS_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "PYTHONPATH": str(ROOT),
        }

    def fill(self) -> None:
        """Make the tables and the register, also when no page is measured. What is there stays."""
        Worker(self).end()

    def run(self, module: str, *words: str, **environment: str):
        """What a module of ours says last, as JSON, in a process of its own on this register."""
        argv = [sys.executable, "-P", "-m", module, *words]
        where = self.environment | environment
        done = subprocess.run(argv, env=where, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return json.loads(done.stdout.splitlines()[-1])


@contextlib.contextmanager
def places(kinds: list[str], sizes: list[Size]) -> Iterator[list[Place]]:
    """The places of every kind and size; a PostgreSQL of our own runs meanwhile. Raises NoPostgres."""
    with contextlib.ExitStack() as stack:
        server = ""
        if "postgresql" in kinds:
            server = stack.enter_context(postgres.server(KEPT / "postgres")).rpartition("/")[0]
            _make_databases(server, sizes)
        yield [Place(kind, size, server if kind == "postgresql" else "") for kind in kinds for size in sizes]


def _make_databases(server: str, sizes: list[Size]) -> None:
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        there = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        for size in sizes:
            if f"bench_{size.name}" not in there:
                connection.execute(f"CREATE DATABASE bench_{size.name}")  # the name is digits


class Worker:
    """A process that holds one place and does as it is told, one wish at a time."""

    def __init__(self, place: Place):
        self.place = place
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", "benchmarks.worker", place.size.name],
            env=place.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pages = self._read()["pages"]

    def ask(self, page: str, do: str, times: int = 1):
        """`time`: seconds of each, by the clock and of processors; `size`: bytes; `queries`: their SQL."""
        self._process.stdin.write(json.dumps({"page": page, "do": do, "times": times}) + "\n")
        self._process.stdin.flush()
        return self._read()

    def end(self) -> None:
        """Let the process end."""
        self._process.stdin.close()
        self._process.wait(timeout=60)

    def _read(self):
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the worker of {self.place.kind} {self.place.size.name} ended; its lines above say why")
        return json.loads(line)
