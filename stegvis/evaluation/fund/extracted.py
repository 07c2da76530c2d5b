"""The fund's records from an extract: the same records as those made of people one may see, under pseudonyms."""

from collections import defaultdict
from datetime import date

from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.fund.records import Record, Stay, gather

TABLE = "fund_facts"
"""The optional table of an extract that holds facts of entry and qualifications."""


def records_of(extract: Extract, at: date) -> list[Record]:
    """Everyone who had started by the day, each once. The extract must hold TABLE; without follow-ups nothing is known
    of what came later than the exit."""
    entry: dict[str, dict[str, str]] = defaultdict(dict)
    attained: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for row in extract.optional[TABLE].to_pylist():
        if row["kind"] == "attained":
            attained[row["enrolment"]].append((row["on"], row["code"]))
        else:
            entry[row["enrolment"]][row["kind"]] = row["code"]
    groups: dict[str, set[str]] = defaultdict(set)
    for row in extract.target_groups.to_pylist():
        groups[row["enrolment"]].add(row["target_group"])
    seen: dict[str, list[tuple[date, str]]] = defaultdict(list)
    if "follow_ups" in extract.optional:
        for row in extract.optional["follow_ups"].to_pylist():
            if row["reached"]:
                seen[row["enrolment"]].append((row["asked_on"], row["destination"]))
    ways: dict[str, list[str]] = defaultdict(list)
    for row in extract.exits.to_pylist():
        ways[row["enrolment"]].append(row["destination"])
    stays = []
    for row in extract.enrolments.to_pylist():
        one = row["enrolment"]
        told = entry[one]
        found = [(row["end_on"], code) for code in ways[one]] + seen[one] if row["end_on"] else []
        stays.append(
            Stay(
                row["person"], one, row["sex"], row["age"], row["start_on"], row["end_on"],
                told.get("status", ""), int(told["months"]) if "months" in told else None, told.get("education", ""),
                frozenset(groups[one]), tuple(found), tuple(attained[one]),
            )
        )  # fmt: skip
    return gather(stays, at)
