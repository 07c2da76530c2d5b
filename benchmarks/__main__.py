"""`script/bench`: measure, print, write var/bench/results.json."""

import argparse
import json
import os
import sys

from benchmarks import engine, engines, events, extracts, imports, machine, pages, server, sizes, tables
from benchmarks.databases import KEPT, places
from script.checks.postgres import NoPostgres

PARTS = ("pages", "server", "engine", "engines", "events", "extracts", "imports")


def main() -> int:
    """Run what was asked for."""
    asked = _asked()
    full = asked.size == "full"
    wanted = [sizes.SMALLEST, sizes.MIDDLE, sizes.LARGEST] if full else [sizes.SMALL]
    if asked.registers:
        wanted = [sizes.BY_NAME[name] for name in asked.registers.split(",")]
    kinds = ["sqlite", "postgresql"] if asked.database == "both" else [asked.database]
    results: dict = {"machine": machine.facts()}
    try:
        with places(kinds, wanted) as found:
            _run(asked, full, found, results)
    except NoPostgres as problem:
        print(problem, file=sys.stderr)
        return 2
    results["machine"]["load_at_end"] = round(os.getloadavg()[0], 1)
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    print(tables.text(results))
    return 0


def _run(asked, full: bool, found: list, results: dict) -> None:
    only = asked.only.split(",")
    if "pages" in only:
        results["pages"] = pages.measure(found, asked.rounds or (25 if full else 15), _tell)
    if "server" in only:
        results["server"] = server.measure(found[min(1, len(found) - 1)], 3 if full else 1, _tell)
    if "engine" in only:
        rows = 10_000_000 if full else 200_000
        results["engine"] = engine.measure(rows, asked.rounds or 7, _tell)
    if "engines" in only:
        results["engines"] = engines.measure(1_000_000 if full else 50_000, _tell)
    if "events" in only:
        rows = 10_000_000 if full else 200_000
        results["events"] = events.measure(rows, 5, asked.rounds or 5, _tell)
    if "extracts" in only:
        results["extracts"] = [one for place in found for one in extracts.measure(place, asked.rounds or 3, _tell)]
    if "imports" in only:
        # the smallest registers: what the import makes should not disturb the pages of the others
        kinds = {place.kind: place for place in reversed(found)}
        rows, rounds = asked.rows or (100_000 if full else 1_000), asked.rounds or 1
        results["imports"] = [imports.measure(place, rows, rounds, _tell) for place in kinds.values()]


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description="Measure speed and size.")
    parser.add_argument("--size", choices=("small", "full"), default="small")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"))
    parser.add_argument("--registers", default="", help="some of: " + ", ".join(sizes.BY_NAME))
    parser.add_argument("--only", default=",".join(PARTS), help="some of: " + ", ".join(PARTS))
    parser.add_argument(
        "--rounds", type=int, default=0, help="how often each page, engine question and import is measured"
    )
    parser.add_argument("--rows", type=int, default=0, help="rows of a measured import")
    asked = parser.parse_args()
    asked.database = asked.database or ("both" if asked.size == "full" else "sqlite")
    if wrong := set(asked.only.split(",")) - set(PARTS):
        parser.error(f"--only knows {', '.join(PARTS)}, not {', '.join(sorted(wrong))}")
    if wrong := set(filter(None, asked.registers.split(","))) - set(sizes.BY_NAME):
        parser.error(f"--registers knows {', '.join(sizes.BY_NAME)}, not {', '.join(sorted(wrong))}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
