"""Tables for people (text) and for other programs (json, csv)."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from stegvis.cli.language import _

#: What a spreadsheet would take for a formula at the start of a cell.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class Format(StrEnum):
    """How a table is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[
    Format, typer.Option("--format", help=_("text to read; json or csv for other programs."), case_sensitive=False)
]


def show(columns: Sequence[tuple[str, str]], rows: Iterable[dict], form: Format) -> None:
    """Write rows to standard output. `columns`: key and heading of each; a row is a dict by key.

    json and csv use the keys and keep values as they are; text uses the headings and shows nothing for None.
    """
    if form is Format.JSON:
        show_json([{key: row.get(key) for key, _heading in columns} for row in rows])
    elif form is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(key for key, _heading in columns)
        for row in rows:
            writer.writerow(harmless(row.get(key)) for key, _heading in columns)
    else:
        _show_text([heading for _key, heading in columns], [[_words(row.get(k)) for k, _h in columns] for row in rows])


def show_json(value: object) -> None:
    """Write a value as JSON; days and ids as text."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def harmless(value: object) -> object:
    """The value as a csv cell that no spreadsheet runs as a formula; numbers stay numbers."""
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(DANGEROUS) else value


def _words(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def _show_text(headings: list[str], rows: list[list[str]]) -> None:
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(headings, *rows, strict=True)]

    def line(cells: list[str]) -> str:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True))
        return "  ".join(padded).rstrip()

    typer.echo(line(headings))
    typer.echo("  ".join("─" * width for width in widths))
    for row in rows:
        typer.echo(line(row))
