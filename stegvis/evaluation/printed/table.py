"""Printed figures as rows: pasted from a spreadsheet, or a CSV file."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from stegvis.evaluation.definitions import Words
from stegvis.evaluation.printed.document import MOST_BYTES, MOST_FIGURES, BadInput, Document, Fault, bad

#: Column headings that are understood, in Swedish and English.
HEADINGS = {
    "id": ("id",),
    "label": ("label", "etikett", "namn", "vad", "rubrik", "what", "name"),
    "value": ("value", "värde", "tal", "antal", "number"),
    "unit": ("unit", "enhet"),
    "date": ("date", "datum"),
    "base": ("base", "bas", "av"),
    "numerator": ("numerator", "täljare"),
    "part_of": ("part_of", "part of", "del av"),
    "split": ("split", "uppdelning"),
    "quantity": ("quantity", "storhet"),
    "rounding": ("rounding", "avrundning"),
}
UNITS = {
    "": "", "persons": "persons", "personer": "persons", "antal": "persons", "people": "persons",
    "percent": "percent", "procent": "percent", "%": "percent",
}  # fmt: skip


def read_table(text: str | bytes) -> Document:
    """Read rows with a heading line; tabs, semicolons or commas between. Raises BadInput."""
    if len(text) > MOST_BYTES:
        raise bad("Tabellen är för stor.", "The table is too large.")
    try:
        text = text if isinstance(text, str) else text.decode("utf-8-sig")
        first = next((line for line in text.splitlines() if line.strip()), "")
        between = max("\t;,", key=first.count)
        rows = list(csv.reader(io.StringIO(text), delimiter=between))
    except (UnicodeDecodeError, csv.Error):
        raise bad("Tabellen går inte att läsa.", "The table cannot be read.") from None
    numbered = [(line, row) for line, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    if len(numbered) < 2:
        raise bad(
            "Tabellen ska ha en rad med rubriker och minst en rad med siffror.",
            "The table must have a line of headings and at least one line of figures.",
            1,
        )
    (line, heads), *body = numbered
    columns = _columns(heads, line)
    return from_rows(
        [(line, dict(zip(columns, row, strict=False))) for line, row in body],
    )


def _columns(heads: Sequence[str], line: int) -> list[str]:
    known = {word: name for name, words in HEADINGS.items() for word in words}
    found, unknown = [], []
    for head in heads:
        name = known.get(head.strip().lower())
        if name is None:
            unknown.append(head.strip() or "–")
        found.append(name or "")
    if unknown:
        listed = ", ".join(unknown[:5])
        raise bad(f"Okända rubriker: {listed}.", f"Unknown headings: {listed}.", line)
    if missing := [name for name in ("label", "value") if name not in found]:
        raise bad(f"Kolumner saknas: {', '.join(missing)}.", f"Columns are missing: {', '.join(missing)}.", line)
    return found


def from_rows(rows: Iterable[tuple[int, dict[str, str]]], *, rounding: str | None = None) -> Document:
    """The document of rows with their line numbers. References may be ids, labels or numbers. Raises BadInput."""
    figures: list[dict[str, Any]] = []
    lines: dict[tuple, int] = {}
    names: dict[str, str] = {}
    faults: list[Fault] = []
    for line, row in rows:
        cells = {name: cell.strip() for name, cell in row.items() if name and cell.strip()}
        number = len(figures)
        cells.setdefault("id", f"r{line}")
        unit = UNITS.get(cells.get("unit", "").lower(), cells.get("unit", ""))
        cells["unit"] = unit or ("percent" if cells.get("value", "").endswith("%") or "base" in cells else "persons")
        figures.append(cells)
        lines[("figures", number)] = line
        names.setdefault(cells.get("label", "").casefold(), cells["id"])
    if len(figures) > MOST_FIGURES:
        raise bad(f"Högst {MOST_FIGURES} rader kan granskas.", f"At most {MOST_FIGURES} rows can be checked.")
    ids = {cells["id"] for cells in figures}
    for number, cells in enumerate(figures):
        if cells["unit"] == "percent" and cells.get("part_of", "").replace(" ", "").rstrip("%") == "100":
            del cells["part_of"]
            cells.setdefault("split", "100")
        for name in ("base", "part_of", "numerator"):
            wanted = cells.get(name)
            if wanted is None or wanted.isdigit() or wanted in ids:
                continue
            if wanted.casefold() not in names:
                said = f"”{wanted}” är varken en rad eller ett tal", f"“{wanted}” is neither a row nor a number"
                faults.append(Fault(lines["figures", number], Words(sv=f"{said[0]}.", en=f"{said[1]}.")))
                continue
            cells[name] = names[wanted.casefold()]
    if faults:
        raise BadInput(faults)
    return Document.checked({"figures": figures, **({"rounding": rounding} if rounding else {})}, lines)
