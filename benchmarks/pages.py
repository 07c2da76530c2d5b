"""How long pages take at each size on each database, beside a bare Django page measured in the same breath."""

import os
from dataclasses import asdict

from benchmarks.databases import Place, Worker
from benchmarks.numbers import ratio, times

#: What each page may cost, as times the bare page; the others have no limit.
LIMITS = {"list": 2.0, "start": 3.0, "participant": 5.0}
MOST_BYTES = 60_000
MOST_GROWTH = 2.0
#: How often each page is opened first. PostgreSQL decides on a plan to keep when a question has come some seven times.
WARM = {"sqlite": 2, "postgresql": 9}


def measure(places: list[Place], rounds: int, told) -> dict:
    """Rounds over everything in turn: each page of each place once, the bare page right before each.

    Ratios are those of processor time, which a busy machine disturbs least; milliseconds are told of both.
    """
    workers = [Worker(place) for place in places]
    pages = [page for page in workers[0].pages if page != "bare"]
    found = {(w.place.kind, w.place.size.name, page): ([], []) for w in workers for page in pages}
    for worker in workers:
        for page in worker.pages:
            worker.ask(page, "time", WARM[worker.place.kind])
    for number in range(rounds):
        told(f"pages, round {number + 1} of {rounds}, load {os.getloadavg()[0]:.1f}")
        for page in pages:
            for worker in workers:
                ours, bare = found[worker.place.kind, worker.place.size.name, page]
                bare.extend(worker.ask("bare", "time", 1))
                ours.extend(worker.ask(page, "time", 1))
    rows = [
        _row(worker, page, *found[worker.place.kind, worker.place.size.name, page])
        for page in pages
        for worker in workers
    ]
    growth = [_growth(found, kind, page, places) for page in pages for kind in dict.fromkeys(p.kind for p in places)]
    for worker in workers:
        worker.end()
    return {"rows": rows, "growth": [one for one in growth if one]}


def _row(worker: Worker, page: str, ours: list, bare: list) -> dict:
    size = worker.ask(page, "size")
    told, of_processor = times([clock for clock, _ in ours]), times(_processor(ours))
    beside = ratio(_processor(ours), _processor(bare))
    return {
        "page": page,
        "database": worker.place.kind,
        "enrolments": worker.place.size.enrolments,
        "median_ms": told.median * 1000,
        "p95_ms": told.p95 * 1000,
        "processor_ms": of_processor.median * 1000,
        "bare_processor_ms": times(_processor(bare)).median * 1000,
        "ratio": asdict(beside),
        "limit": LIMITS.get(page),
        "bytes": size["bytes"],
        "zipped": size["zipped"],
        "queries": len(worker.ask(page, "queries")),
        "rounds": told.count,
    }


def _processor(measured: list) -> list[float]:
    return [used for _clock, used in measured]


def _growth(found: dict, kind: str, page: str, places: list[Place]) -> dict | None:
    """The largest against the smallest, both taken beside the bare page of their own database."""
    sizes = sorted({place.size.enrolments for place in places if place.kind == kind})
    if len(sizes) < 2:
        return None
    small, large = (found[kind, str(size), page] for size in (sizes[0], sizes[-1]))
    return {
        "page": page,
        "database": kind,
        "from": sizes[0],
        "to": sizes[-1],
        "ratio": asdict(ratio(_processor(large[0]), _processor(small[0]))),
    }
