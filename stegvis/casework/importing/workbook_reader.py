"""Reads a workbook in a process of its own, with limits, and prints its cells as lines of JSON.

A workbook from outside may be made to use up memory or time. This file runs alone (standard library and calamine
only); whatever happens to it, the program that asked goes on.

Each line: [sheet, row number from 1, [cells]]. A cell is "" or a letter and the value: `s` text, `n` number, `d` day.
"""

import datetime as dt
import json
import resource
import sys

MEMORY = 3 * 1024**3
SECONDS = 120


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return f"s{value}"
    if isinstance(value, int | float):
        return f"n{int(value) if float(value).is_integer() else value!r}"
    if isinstance(value, dt.datetime | dt.date):
        return f"d{value.isoformat()[:10]}"
    text = str(value)
    return f"s{text}" if text.strip() else ""


def main(path: str, most_rows: int) -> int:
    """Print every sheet's rows. Ends with code 3 when the file is locked with a password, 4 when it is too long."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return _print_all(CalamineWorkbook.from_path(path), most_rows)
    except PasswordError:
        return 3
    except CalamineError as problem:
        return 3 if "password" in str(problem).lower() else 5


def _print_all(book, most_rows: int) -> int:
    for number, name in enumerate(book.sheet_names):
        filled = 0
        for line, row in enumerate(book.get_sheet_by_index(number).iter_rows(), start=1):
            cells = [_cell(value) for value in row]
            if any(cells):
                filled += 1
                print(json.dumps([name, line, cells]))
            if filled > most_rows:
                return 4
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
