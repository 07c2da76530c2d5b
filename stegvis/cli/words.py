"""`stegvis words`: what the lists are called in this installation."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.app import group
from stegvis.cli.dates import day
from stegvis.cli.language import _
from stegvis.cli.session import ExitCode, WrongUse, finish, runs, say, viewer
from stegvis.cli.tables import Format, FormatOption, show

ListArgument = Annotated[str, typer.Argument(help=_("The list, such as target_groups."), metavar="LIST")]
CodeArgument = Annotated[str, typer.Argument(help=_("The word's code."), metavar="CODE")]
FileArgument = Annotated[Path, typer.Argument(help=_("Excel or CSV file."), metavar="FILE")]
OtherWords = Annotated[list[str] | None, typer.Option("--synonym", help=_("Another word that imports understand."))]

_COLUMNS = [
    ("list", _("List")),
    ("code", _("Code")),
    ("sv", _("Swedish")),
    ("en", _("English")),
    ("under", _("Under")),
    ("retired_on", _("Not used since")),
]


@runs("words list")
def list_words(
    list_name: Annotated[str, typer.Argument(help=_("The list. Default: all."), metavar="LIST")] = "",
    form: FormatOption = Format.TEXT,
) -> None:
    """List the words."""
    from stegvis.casework.importing import word_files
    from stegvis.casework.queries import words

    by = viewer()
    if list_name:
        words.find(by, list_name)
    show(_COLUMNS, [row for row in word_files.rows() if list_name in ("", row["list"])], form)


@runs("words change")
def change(
    list_name: ListArgument,
    code: CodeArgument,
    sv: Annotated[str, typer.Option(help=_("The word in Swedish."))] = "",
    en: Annotated[str, typer.Option(help=_("The word in English."))] = "",
    synonym: OtherWords = None,
    place: Annotated[int | None, typer.Option(help=_("Place in the list, 0 is first."))] = None,
    retired: Annotated[
        dt.date | None, typer.Option(parser=day, help=_("The day from which it is not used."), metavar="DATE")
    ] = None,
    in_use: Annotated[bool, typer.Option("--in-use", help=_("Use it again."))] = False,
) -> None:
    """Change a word, or retire it."""
    from stegvis.casework.actions import words

    facts: dict = {name: text for name, text in (("sv", sv), ("en", en), ("synonyms", synonym)) if text}
    if place is not None:
        facts["position"] = place
    if retired is not None or in_use:
        facts["retired_on"] = None if in_use else retired
    words.change(list_name=list_name, code=code, by=viewer(), **facts)
    say(_("The word %s is saved.") % code)


@runs("words add")
def add(
    list_name: ListArgument,
    code: CodeArgument,
    sv: Annotated[str, typer.Option(help=_("The word in Swedish."))],
    en: Annotated[str, typer.Option(help=_("The word in English."))],
    under: Annotated[
        str, typer.Option(help=_("Destination of a finer reason, or the built-in target group it is counted as."))
    ] = "",
    synonym: OtherWords = None,
) -> None:
    """Add a word of the installation's own."""
    from stegvis.casework.actions import words

    words.add(list_name=list_name, code=code, sv=sv, en=en, under=under, synonyms=synonym or [], by=viewer())
    say(_("The word %s is added. Its code can never be changed.") % code)


@runs("words export")
def export(file: FileArgument) -> None:
    """Write all words to a file."""
    from stegvis.casework.importing import word_files

    make = word_files.as_csv if file.suffix.lower() == ".csv" else word_files.as_workbook
    file.write_bytes(make(word_files.rows()))
    say(_("The words are in %s.") % file)


@runs("words import")
def take_in(file: FileArgument) -> None:
    """Take a file of words in."""
    from stegvis.casework.actions import words
    from stegvis.casework.importing import word_files
    from stegvis.casework.importing.books import BadFile

    try:
        rows = word_files.read(file)
    except BadFile as problem:
        raise WrongUse(str(problem)) from None
    taken = words.take_in(rows=rows, by=viewer())
    for line, problem in taken.faults:
        say(_("Line %(line)s: %(problem)s") % {"line": line, "problem": problem})
    if taken.faults:
        say(_("Nothing was taken in."))
        finish(ExitCode.FAULTS)
    say(_("Changed: %(changed)s. Added: %(added)s.") % {"changed": taken.changed, "added": taken.added})


def register(app: typer.Typer) -> None:
    """Add the commands."""
    words = group(
        app, "words", words=_("Words of the lists: labels, order, retired, added."), panel=panels.INSTALLATION
    )
    words.command("list", help=_("List the words."))(list_words)
    words.command("change", help=_("Change a word, or retire it with a day."))(change)
    words.command("add", help=_("Add a word to a list that may have own words."))(add)
    words.command("export", help=_("Write all words to Excel or CSV."))(export)
    words.command("import", help=_("Take in a changed file: all of it, or nothing."))(take_in)
