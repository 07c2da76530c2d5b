"""Requests a second through the real web server on loopback, its memory, and its first answer after a cold start."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.databases import ROOT, Place, Worker
from benchmarks.numbers import times

CLIENTS = (8, 32)
#: Bounds of one round: so many requests in all, and never longer than this.
REQUESTS, SECONDS = 240, 15
_COLD_LIMIT = 60


def measure(place: Place, rounds: int, told) -> dict:
    """Bare page, list and first screen in turn, for each number of clients."""
    worker = Worker(place)
    wishes = {page: worker.ask(page, "cookie") for page in ("bare", "list", "start")}
    found: dict[tuple[str, int], list[tuple[float, list[float]]]] = {}
    with _granian(place) as (port, process, cold):
        for number in range(rounds):
            told(f"server, round {number + 1} of {rounds}")
            for page, wish in wishes.items():
                for clients in CLIENTS:
                    found.setdefault((page, clients), []).append(_round(port, wish, clients))
        memory = _memory(process.pid)
    worker.end()
    rows = [
        {
            "page": page,
            "clients": clients,
            "per_second": sorted(rate for rate, _ in told_rounds)[len(told_rounds) // 2],
            "median_ms": times([one for _, each in told_rounds for one in each]).median * 1000,
            "p95_ms": times([one for _, each in told_rounds for one in each]).p95 * 1000,
        }
        for (page, clients), told_rounds in found.items()
    ]
    return {"database": place.kind, "enrolments": place.size.enrolments, "rows": rows, "memory_mb": memory, **cold}


@contextlib.contextmanager
def _granian(place: Place) -> Iterator[tuple[int, subprocess.Popen, dict]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    argv = [
        *(sys.executable, "-P", "-m", "granian", "benchmarks.wsgi:application", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "4"),
        *("--log-level", "error"),
    ]
    begun = time.perf_counter()
    process = subprocess.Popen(argv, cwd=ROOT, env=place.environment, start_new_session=True)  # noqa: S603 - our own
    try:
        first = _first_answer(port, begun)
        again = time.perf_counter()
        _get(port, "/accounts/login/", "")
        yield port, process, {"cold_start_s": first, "second_answer_ms": (time.perf_counter() - again) * 1000}
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _first_answer(port: int, begun: float) -> float:
    while time.perf_counter() - begun < _COLD_LIMIT:
        try:
            _get(port, "/accounts/login/", "")
        except OSError:
            time.sleep(0.02)
        else:
            return time.perf_counter() - begun
    raise RuntimeError("the web server did not answer")


def _get(port: int, address: str, cookie: str) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", address, headers={"Host": "localhost:8000", "Cookie": cookie})
    answer = line.getresponse()
    answer.read()
    line.close()


def _round(port: int, wish: dict, clients: int) -> tuple[float, list[float]]:
    taken: list[float] = []
    begun = time.perf_counter()

    def visit() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _ in range(REQUESTS // clients):
            if time.perf_counter() - begun > SECONDS:
                break
            at = time.perf_counter()
            line.request("GET", wish["address"], headers={"Host": "localhost:8000", "Cookie": wish["cookie"]})
            answer = line.getresponse()
            answer.read()
            assert answer.status == 200, answer.status  # noqa: S101
            taken.append(time.perf_counter() - at)
        line.close()

    threads = [threading.Thread(target=visit) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(taken) / (time.perf_counter() - begun), taken


def _memory(pid: int) -> int:
    """Megabytes that the server and its children hold (resident)."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            if pid in (int(lines["Pid"]), int(lines["PPid"])):
                total += int(lines.get("VmRSS", "0").split()[0])
    return total // 1024
