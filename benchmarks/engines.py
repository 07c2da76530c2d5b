"""One extract in a folder, asked by each engine: how long until the first answer, and how long each answer takes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import engine
from benchmarks.databases import KEPT, ROOT
from script.checks import postgres

#: Two worker processes on this machine, as a small cluster would have: nothing is shared in memory.
SPARK = "local-cluster[2,1,2048]"
_QUESTIONS = 3


def measure(rows: int, told: Callable[[str], None]) -> dict:
    """Each engine in a process of its own, one after the other; one that is not installed is said to be missing."""
    folder = engine.made(rows, told)
    found = {}
    with postgres.server(KEPT / "postgres") as url:
        places = {"duckdb": "", "postgresql": url, "spark": SPARK}
        for name, where in places.items():
            told(f"{name}: {rows:,} enrolments")
            argv = [sys.executable, "-P", "-m", "benchmarks.engines", name, str(folder), where]
            done = subprocess.run(argv, env=_environment(), cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
            found[name] = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else done.stderr[-300:]
    return {"rows": rows, "engines": found}


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def _asked(name: str, folder: str, where: str) -> dict:
    from stegvis.evaluation import engine as fast
    from stegvis.evaluation.catalogue import EXIT_DESTINATION_DETAILED
    from stegvis.evaluation.engines import placed
    from stegvis.evaluation.kept import KeptExtract

    begun = time.perf_counter()
    kept = KeptExtract.open(Path(folder))
    for derived in Path(folder).glob("stays.*"):
        derived.unlink()
    by, answers = ("municipality", "sex"), []
    with placed(name, kept, database_url=where, spark_master=where) as place:
        if name == "duckdb":
            kept.prepared  # noqa: B018 - the others prepare when they are sent the extract
        ready = time.perf_counter() - begun
        cells = 0
        for _number in range(_QUESTIONS):
            begun = time.perf_counter()
            result = fast.compute(EXIT_DESTINATION_DETAILED, place, at=engine.AT, base="enrolled", by=by)
            answers.append(time.perf_counter() - begun)
            cells = sum(1 for row in result.rows if row.numerator)
    return {"ready_s": ready, "questions_s": answers, "memory_mb": _most_memory(), "cells": cells}


def _most_memory() -> int:
    """Megabytes at the most, of this process alone: what `getrusage` tells begins with those of who started it."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) // 1024


if __name__ == "__main__":
    print(json.dumps(_asked(*sys.argv[1:4])))
