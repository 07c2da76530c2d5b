"""Writes docs/coverage.md: each need, which screen or command serves it, and which tests prove it.

A test says what it proves by its marker, `@pytest.mark.need("INT-01", where="enrol")`, on itself, on its class or,
as `pytestmark`, on its module. The markers are read from the source, without running it, so that the page does not
depend on what a machine has installed. The arguments must therefore be written out, not computed.
"""

import ast
import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from script.checks.steps import ROOT

NEEDS = ROOT / "docs" / "needs.csv"
PAGE = ROOT / "docs" / "coverage.md"
TESTS = ROOT / "tests"


class UnreadableMarker(ValueError):
    """A `need` marker whose arguments are computed, or without any need. The text names the place."""


@dataclass(frozen=True, order=True)
class Proof:
    """One test that proves one need; `where`: the screens or commands it goes through, `;` between (may be empty)."""

    need: str
    test: str
    where: str


@dataclass(frozen=True)
class _Marker:
    ids: tuple[str, ...]
    where: str


def _marker(node: ast.expr, place: str) -> _Marker | None:
    """The marker when the expression is `pytest.mark.need(…)`, else None."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "need"):
        return None
    try:
        ids = tuple(ast.literal_eval(argument) for argument in node.args)
        named = {keyword.arg: ast.literal_eval(keyword.value) for keyword in node.keywords}
    except ValueError:
        raise UnreadableMarker(f"{place}: write the need's IDs and `where` out") from None
    if not ids:
        raise UnreadableMarker(f"{place}: a need marker without a need")
    return _Marker(ids, named.get("where", ""))


def _markers(nodes: list[ast.expr], place: str) -> list[_Marker]:
    return [marker for node in nodes if (marker := _marker(node, place))]


def _of_module(body: list[ast.stmt], place: str) -> list[_Marker]:
    """Markers in `pytestmark = …` of a module or class."""
    found: list[_Marker] = []
    for statement in body:
        if isinstance(statement, ast.Assign) and any(getattr(t, "id", "") == "pytestmark" for t in statement.targets):
            listed = statement.value.elts if isinstance(statement.value, ast.List | ast.Tuple) else [statement.value]
            found += _markers(listed, place)
    return found


def _of_parameters(function: ast.FunctionDef, place: str) -> list[_Marker]:
    """Markers on single cases: `pytest.param(…, marks=pytest.mark.need(…))` inside the decorators."""
    nodes = [node for decorator in function.decorator_list for node in ast.walk(decorator)]
    return _markers([n for n in nodes if isinstance(n, ast.Call) and n not in function.decorator_list], place)


def _walk(body: list[ast.stmt], above: list[_Marker], place: str) -> Iterator[tuple[str, _Marker]]:
    """(test's name within its file, marker) for every marked test in the body."""
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            inside = above + _markers(node.decorator_list, place) + _of_module(node.body, place)
            for name, marker in _walk(node.body, inside, place):
                yield f"{node.name}::{name}", marker
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            line = f"{place}:{node.lineno}"
            for marker in above + _markers(node.decorator_list, line) + _of_parameters(node, line):
                yield node.name, marker


def proofs(tests: Path = TESTS) -> list[Proof]:
    """All proofs in the test files, sorted. Raises UnreadableMarker."""
    found: set[Proof] = set()
    for path in sorted(tests.rglob("test_*.py")):
        place = path.relative_to(tests.parent).as_posix()
        body = ast.parse(path.read_text()).body
        for name, marker in _walk(body, _of_module(body, place), place):
            found.update(Proof(need, f"{place}::{name}", marker.where) for need in marker.ids)
    return sorted(found)


def names(path: Path = NEEDS) -> dict[str, str]:
    """Need ID → our short name, in the list's order."""
    with path.open(newline="") as file:
        return {row["id"]: row["name"] for row in csv.DictReader(file)}


def _row(need: str, name: str, own: list[Proof]) -> str:
    named = {place.strip() for proof in own for place in proof.where.split(";")}
    places = "<br>".join(sorted(named - {""})) or "–"
    tests = "<br>".join(f"`{proof.test.removeprefix('tests/')}`" for proof in own) or "**open**"
    return f"| {need} | {name} | {places} | {tests} |"


def page(known: dict[str, str], found: list[Proof]) -> str:
    """The page's text. Needs that tests name but the list does not hold stand last, so that nothing is hidden."""
    by_need: dict[str, list[Proof]] = defaultdict(list)
    for proof in found:
        by_need[proof.need].append(proof)
    everything = {**known, **{need: "(not in docs/needs.csv)" for need in sorted(by_need) if need not in known}}
    unproved = [need for need in known if need not in by_need]
    proved = len(known) - len(unproved)
    return "\n".join(
        [
            "# Which need is met where",
            "",
            "Made by `script/coverage-of-needs` from the `need` markers of the tests; do not edit. "
            "The short names stand in `needs.csv`.",
            "",
            f"{proved} of {len(known)} needs have a test." + (f" Open: {', '.join(unproved)}." if unproved else ""),
            "",
            "| Need | Name | Served by | Proved by (under `tests/`) |",
            "|---|---|---|---|",
            *(_row(need, name, by_need[need]) for need, name in everything.items()),
            "",
        ]
    )


def main(arguments: list[str]) -> int:
    """Write the page; with --check say whether it is fresh (exit code 1 when it is not)."""
    text = page(names(), proofs())
    if "--check" not in arguments:
        PAGE.write_text(text)
        print(f"{PAGE.relative_to(ROOT)} written")
        return 0
    fresh = PAGE.exists() and PAGE.read_text() == text
    print("docs/coverage.md is fresh" if fresh else "docs/coverage.md is old: run script/coverage-of-needs")
    return 0 if fresh else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
