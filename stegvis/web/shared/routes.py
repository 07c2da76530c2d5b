"""The access rule of every route, read from routes.csv: which permission it needs, or who else may open it.

`open`: anybody. `signed_in`: anybody signed in. `first_steps`: signed in, also before the second factor is set up.
A route that does not stand in the file is closed to everybody.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SPECIAL = ("open", "signed_in", "first_steps")


@dataclass(frozen=True)
class RouteRule:
    """A line of routes.csv: the route's name, and either a special word in `record` or a record class and verb."""

    name: str
    record: str
    verb: str


@lru_cache(maxsize=1)
def rules() -> dict[str, RouteRule]:
    """All rules by route name. Raises ValueError when a route stands twice."""
    found: dict[str, RouteRule] = {}
    with (Path(__file__).parent / "routes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["name"] in found:
                raise ValueError(f"routes.csv: {row['name']} stands twice")
            found[row["name"]] = RouteRule(row["name"], row["record"], row["verb"] or "")
    return found
