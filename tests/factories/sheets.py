"""Files to import: rows of participants as CSV or Excel, built where they are used."""

import csv
import io

import xlsxwriter

from tests.factories.numbers import identity_number

HEADINGS = ("personnummer", "förnamn", "efternamn", "kommun", "startdatum", "inflöde", "målgrupper",
            "slutdatum", "utfall", "orsak", "mottagare")  # fmt: skip


def row(nth: int = 0, **cells) -> dict:
    """A good row: the nth person, enrolled in Mönsterås since 1 March 2021. English names stand for the columns."""
    return {
        "personnummer": identity_number(nth),
        "förnamn": "Åsa",
        "efternamn": "Öberg",
        "kommun": "Mönsterås",
        "startdatum": "2021-03-01",
        **cells,
    }


def closed(nth: int = 0, **cells) -> dict:
    """A good row of somebody who went to work."""
    return row(nth, **{"slutdatum": "2021-09-01", "utfall": "Arbete", "mottagare": "Bageriet", **cells})


def csv_file(rows: list[dict], headings=None, *, coding: str = "utf-8-sig", delimiter: str = ";") -> bytes:
    """The rows as CSV; headings default to every column used."""
    headings = headings or list(dict.fromkeys([key for one in rows for key in one]))
    out = io.StringIO()
    writer = csv.DictWriter(out, headings, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(coding)


def excel_file(*sheets: list[list], names: list[str] | None = None) -> bytes:
    """A workbook of sheets, each a list of rows of cells (texts, numbers, days)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, sheet in enumerate(sheets):
            page = book.add_worksheet(names[place] if names else None)
            for line, cells in enumerate(sheet):
                for column, cell in enumerate(cells):
                    if hasattr(cell, "isoformat"):
                        page.write_datetime(line, column, cell, day)
                    elif cell is not None:
                        page.write(line, column, cell)
    return out.getvalue()
