"""Municipalities with 1–4 changed people keep all their earlier rows, so that nothing can be subtracted.

Two month-ends of a small municipality differ by a handful of people. Whoever subtracts one page from the next would
read off what became of just them. So a municipality moves on to the new release only when nobody or at least five
people have changed; until then it stands as it stood, all of it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.optional_tables import OPTIONAL


@dataclass(frozen=True)
class _Seen:
    """One extract as seen on a day: per person the municipality and all rows, later starts and ends left out."""

    municipality: dict[str, str]
    enrolments: dict[str, list[dict]]
    exits: dict[str, list[dict]]
    target_groups: dict[str, list[dict]]
    optional: dict[str, dict[str, list[dict]]]

    def facts(self, person: str) -> tuple:
        """Everything known about a person, comparable. Row ids do not matter, their content does."""
        rows = []
        for enrolment in self.enrolments.get(person, []):
            key = enrolment["enrolment"]
            ways = [(way["destination"], way["headline"]) for way in self.exits.get(key, [])]
            labels = [label["target_group"] for label in self.target_groups.get(key, [])]
            plain = tuple(value for name, value in sorted(enrolment.items()) if name not in ("enrolment", "end_on"))
            more = sorted(repr(told) for told in self._told(key))
            rows.append((plain, enrolment["end_on"] or date.max, tuple(sorted(ways)), tuple(sorted(labels)), more))
        return tuple(sorted(rows))

    def _told(self, enrolment: str) -> Iterator[tuple]:
        """What the optional tables say of an enrolment."""
        for name, rows in self.optional.items():
            for row in rows.get(enrolment, []):
                yield (name, *(value for column, value in row.items() if column != "enrolment"))


def carry_over(
    previous: Extract, previous_at: date, current: Extract, current_at: date, threshold: int = 5
) -> tuple[Extract, tuple[str, ...]]:
    """The extract to publish now, and the municipalities that are held at their earlier state (in plain order).

    A person stands in the municipality of the first enrolment, as everywhere. People who moved between
    municipalities bind both: they are held together or not at all, so that nobody is lost or counted twice.

    Raises ValueError when the extracts are of different projects or the dates run backwards.
    """
    if previous.project != current.project:
        raise ValueError(f"{previous.project} and {current.project} are different projects")
    if previous_at > current_at:
        raise ValueError("the earlier release must not be later than the current one")
    before, now = _seen(previous, previous_at), _seen(current, current_at)
    held = _held(before, now, threshold)
    kept = {person for person, place in before.municipality.items() if place in held}
    taken = {person for person, place in now.municipality.items() if place not in held} - kept
    enrolments = [row for person in sorted(kept) for row in before.enrolments[person]]
    enrolments += [row for person in sorted(taken) for row in now.enrolments[person]]
    old = {row["enrolment"] for person in kept for row in before.enrolments[person]}
    new = {row["enrolment"] for person in taken for row in now.enrolments[person]}
    mixed = Extract.from_rows(
        current.project,
        current_at,
        enrolments=enrolments,
        exits=_of(before.exits, old) + _of(now.exits, new),
        target_groups=_of(before.target_groups, old) + _of(now.target_groups, new),
        **{name: _of(before.optional.get(name, {}), old) + _of(rows, new) for name, rows in now.optional.items()},
    )
    return mixed, tuple(sorted(held))


def _of(rows: dict[str, list[dict]], enrolments: set[str]) -> list[dict]:
    return [row for enrolment in sorted(enrolments) for row in rows.get(enrolment, [])]


def _seen(extract: Extract, at: date) -> _Seen:
    enrolments: dict[str, list[dict]] = defaultdict(list)
    ended: set[str] = set()
    for row in extract.enrolments.to_pylist():
        if row["start_on"] > at:
            continue
        if row["end_on"] is not None and row["end_on"] > at:
            row["end_on"] = None
        if row["end_on"] is not None:
            ended.add(row["enrolment"])
        enrolments[row["person"]].append(row)
    municipality = {}
    for person, rows in enrolments.items():
        rows.sort(key=lambda row: (row["start_on"], row["enrolment"]))
        municipality[person] = rows[0]["municipality"]
    started = {row["enrolment"] for rows in enrolments.values() for row in rows}
    exits, labels = defaultdict(list), defaultdict(list)
    for row in extract.exits.to_pylist():
        if row["enrolment"] in ended:
            exits[row["enrolment"]].append(row)
    for row in extract.target_groups.to_pylist():
        if row["enrolment"] in started:
            labels[row["enrolment"]].append(row)
    optional = {name: _told_by(name, extract, at, started, ended) for name in extract.optional}
    return _Seen(municipality, dict(enrolments), dict(exits), dict(labels), optional)


def _told_by(name: str, extract: Extract, at: date, started: set[str], ended: set[str]) -> dict[str, list[dict]]:
    """The rows of an optional table that are known on the day, by enrolment."""
    declared, found = OPTIONAL[name], defaultdict(list)
    those = ended if declared.after_end else started
    for row in extract.optional[name].to_pylist():
        known = not declared.known_on or row[declared.known_on] <= at
        if known and row["enrolment"] in those:
            found[row["enrolment"]].append(row)
    return dict(found)


def _held(before: _Seen, now: _Seen, threshold: int) -> set[str]:
    changed: dict[str, set[str]] = defaultdict(set)
    moves: list[tuple[str, str]] = []
    for person in {*before.municipality, *now.municipality}:
        if before.facts(person) == now.facts(person):
            continue
        places = {seen.municipality[person] for seen in (before, now) if person in seen.municipality}
        for place in places:
            changed[place].add(person)
        if len(places) == 2:
            moves.append(tuple(sorted(places)))
    held = {place for place, people in changed.items() if 0 < len(people) < threshold}
    while True:
        bound = {place for move in moves if held & set(move) for place in move}
        if bound <= held:
            return held
        held |= bound
