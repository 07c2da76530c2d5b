"""Days and age ranges as people write them at the shell."""

import datetime as dt
import re

import typer

from stegvis.cli.language import _


def day(text: str) -> dt.date:
    """A day written YYYY-MM-DD. Raises BadParameter with words."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(_("Write a day that exists as YYYY-MM-DD.")) from None


def ages(text: str) -> tuple[int | None, int | None]:
    """`15-64`, `18-` or `-29`; both ends belong to the range. Empty means any age."""
    if not text:
        return None, None
    match = re.fullmatch(r"\s*(\d{1,3})?\s*[-–]\s*(\d{1,3})?\s*", text)
    if not match:
        raise typer.BadParameter(_("Write a range of ages, such as 15-64."), param_hint="--age")
    return tuple(int(end) if end else None for end in match.groups())
