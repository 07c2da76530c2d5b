"""Reads a workbook in a process of its own, with limits, and prints its cells as lines of JSON.

A workbook from outside may be made to use up memory or time. This file runs alone (standard library and calamine
only); whatever happens to it, the program that asked goes on. The workbook comes by standard input, so that it never
lies readable on a disk.

Each line: [sheet, row number from 1, [cells]]. A cell is "" or a letter and the value: `s` text, `n` number, `d` day.
"""

import datetime as dt
import io
import json
import resource
import sys

MEMORY = 3 * 1024**3
SECONDS = 120
#: No column of ours holds so long a text: whatever is longer is cut here and refused later as too long.
LONGEST_CELL = 5000


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return f"s{value}"
    if isinstance(value, int | float):
        return f"n{int(value) if float(value).is_integer() else value!r}"
    if isinstance(value, dt.datetime | dt.date):
        return f"d{value.isoformat()[:10]}"
    text = str(value)
    return f"s{text[:LONGEST_CELL]}" if text.strip() else ""


def main(most_rows: int, sheet: int | None) -> int:
    """Print the first `most_rows` filled rows of every sheet, or all rows of one sheet, which may not have more.

    Ends with code 3 when the file is locked with a password, 4 when the one sheet is too long, 5 when it is damaged.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        if sheet is not None:
            return 0 if _print(book, sheet, most_rows) else 4
        for number in range(len(book.sheet_names)):
            _print(book, number, most_rows)
        return 0
    except PasswordError:
        return 3
    except CalamineError as problem:
        return 3 if "password" in str(problem).lower() else 5


def _print(book, sheet: int, most_rows: int) -> bool:
    """Print the rows of a sheet; False when there are more than `most_rows` filled ones."""
    filled = 0
    for line, row in enumerate(book.get_sheet_by_index(sheet).iter_rows(), start=1):
        cells = [_cell(value) for value in row]
        if any(cells):
            filled += 1
            if filled > most_rows:
                return False
            print(json.dumps([sheet, line, cells]))
    return True


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None))
