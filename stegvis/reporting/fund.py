"""The fund's indicators of a release: computed from its extract, kept with it, and read back in words."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stegvis.evaluation.contracts import Extract as Facts
from stegvis.evaluation.fund import shown as gate
from stegvis.evaluation.fund.counting import EVERYONE, count, unanswered
from stegvis.evaluation.fund.extracted import TABLE, records_of
from stegvis.evaluation.fund.tables import SHADOW, TABLES, RuleTable, table_for
from stegvis.evaluation.fund.words import counts, missing
from stegvis.reporting import story
from stegvis.reporting.models import Release

_EVERYONE_WORDS = {"sv": "Alla deltagare", "en": "All participants"}
_EVERYONE_COUNTS = {
    "sv": "Alla som har börjat i projektet, även de som saknar uppgifter.",
    "en": "Everyone who has started in the project, also those without all facts.",
}


@dataclass(frozen=True)
class Line:
    """One code in words, with its numbers where the gate let them through; None is hidden.

    `unanswered`: nobody has been asked, or nothing noted, so that a nought would say what nobody knows.
    """

    code: str
    name: str
    says: str
    missing: str
    computed: bool
    unanswered: bool = False
    number: int | None = None
    women: int | None = None
    men: int | None = None


@dataclass(frozen=True)
class FundTable:
    """The table of a release in words. `lines` are the computed codes, `left_out` the others with why."""

    name: str
    version: int
    digest: str
    shadow: str
    source: str
    lines: tuple[Line, ...]
    left_out: tuple[Line, ...]

    @property
    def outputs(self) -> tuple[Line, ...]:
        """What describes those who take part."""
        return tuple(line for line in self.lines if "R" not in line.code)

    @property
    def results(self) -> tuple[Line, ...]:
        """What describes how it went."""
        return tuple(line for line in self.lines if "R" in line.code)


def compute(
    facts: Facts,
    *,
    at: dt.date,
    starts_on: dt.date,
    results: Sequence[Mapping[str, Any]],
    earlier: Iterable[Release],
    threshold: int,
) -> dict[str, Any]:
    """What a release keeps: the table it was counted by, and the rows that may be shown. Empty without the facts.

    `results` are the tables the same release shows; `earlier` the releases before.
    """
    if TABLE not in facts.optional:
        return {}
    table = table_for(starts_on)
    before = [_shown_by(release.results, release.fund) for release in earlier if release.fund]
    records = records_of(facts, at)
    rows = gate.shown(count(records, table), threshold=threshold, beside=beside(results), earlier=before)
    silent = unanswered(records, table)
    return {
        "table": table.id,
        "version": table.version,
        "digest": table.digest,
        "unanswered": sorted(silent),
        "rows": [row.to_json() for row in rows if row.code not in silent],
    }


def _shown_by(results: Sequence[Mapping[str, Any]], fund: Mapping[str, Any]) -> gate.Told:
    told, others = gate.told(fund["rows"]), beside(results)
    return {column: {**others.get(column, {}), **codes} for column, codes in told.items()}


def beside(results: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """The numbers of a release's other tables that the fund's are compared with, by column."""
    found: dict[str, dict[str, int]] = {gate.ALL: {}, "F": {}, "M": {}}
    for table in results:
        by = set(table["by"])
        if table["indicator"] == "participants" and (by <= {"sex", "target_group"} or by <= {"sex", "age_group"}):
            names = {"": EVERYONE}
        elif table["indicator"] == "exit_destination" and table["base"] == "ended" and by <= {"sex"}:
            names = {}
        else:
            continue
        for row in table["rows"]:
            if row["suppressed"] or row["numerator"] is None:
                continue
            group = next((f"{name}:{value}" for name, value in row["by"].items() if name != "sex"), "")
            name = row.get("destination") or group or names[""]
            found[row["by"].get("sex", gate.ALL)][name] = row["numerator"]
    return found


def table_of(release: Release) -> FundTable | None:
    """The fund's table of a release in words; None for releases made before there were any."""
    kept = release.fund
    if not kept or kept["table"] not in TABLES:
        return None
    table, language = TABLES[kept["table"]], story.language()
    rows = {row["code"]: row for row in kept["rows"]}
    lines = [_line(EVERYONE, table, language, rows)]
    silent = frozenset(kept["unanswered"])
    lines += [_line(rule.code, table, language, rows, silent) for rule in table.computed]
    left_out = [_line(rule.code, table, language, {}) for rule in table.rules if rule.when is None]
    return FundTable(
        table.name.in_language(language),
        kept["version"],
        kept["digest"],
        SHADOW.in_language(language),
        table.source.in_language(language),
        tuple(lines),
        tuple(left_out),
    )


def _line(
    code: str,
    table: RuleTable,
    language: str,
    rows: Mapping[str, Mapping[str, Any]],
    silent: frozenset[str] = frozenset(),
) -> Line:
    row = rows.get(code, {})
    numbers = (row.get("number"), row.get("women"), row.get("men"))
    if code == EVERYONE:
        return Line("–", _EVERYONE_WORDS[language], _EVERYONE_COUNTS[language], "", True, False, *numbers)
    rule = table.rule(code)
    name, said = rule.name.in_language(language), counts(rule, table).in_language(language)
    lacking = missing(rule).in_language(language)
    return Line(code, name, said, lacking, rule.when is not None, code in silent, *numbers)


def to_csv(release: Release) -> bytes:
    """The table as CSV with a semicolon, for spreadsheets in Swedish; hidden numbers are empty."""
    found = table_of(release)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    sv = story.language() == "sv"
    head = ("Kod", "Indikator", "Kvinnor", "Män", "Alla", "Så räknas det")
    writer.writerow(head if sv else ("Code", "Indicator", "Women", "Men", "All", "How it is counted"))
    for line in (*found.lines, *found.left_out) if found else ():
        writer.writerow([line.code, line.name, line.women, line.men, line.number, line.says])
    if found:
        writer.writerow([])
        writer.writerow([found.shadow])
        writer.writerow([f"{found.name}, version {found.version}, {found.digest}"])
    return ("\ufeff" + out.getvalue()).encode()
