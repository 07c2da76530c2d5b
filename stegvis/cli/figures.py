"""`stegvis check-figures`: do the printed numbers of a report agree with each other?"""

from pathlib import Path
from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.language import _, plural, spoken
from stegvis.cli.session import ExitCode, WrongUse, finish, runs, say
from stegvis.cli.tables import Format, show_json

_TABLES = (".csv", ".tsv", ".txt")


@runs("check-figures", django=False)
def check_figures(
    file: Annotated[Path, typer.Argument(help=_("The figures: YAML, or a table as CSV."), metavar="FILE")],
    form: Annotated[Format, typer.Option("--format", help=_("text, json"))] = Format.TEXT,
    convert: Annotated[
        bool, typer.Option("--convert", help=_("Print figures that stand in groups in the form that is checked."))
    ] = False,
) -> None:
    """Find printed figures that cannot hold together."""
    from stegvis.evaluation.printed import check

    if form is Format.CSV:
        raise WrongUse(_("%(value)s is not known here; choose %(known)s.") % {"value": "csv", "known": "text, json"})
    if convert:
        typer.echo(_converted(file), nl=False)
        return
    document = read_document(file)
    found = check(document)
    if form is Format.JSON:
        show_json({"file": file.name, "figures": len(document.figures), "findings": [one.to_json() for one in found]})
    else:
        _show(document, found)
    finish(ExitCode.FAULTS if found else ExitCode.OK)


def read_document(file: Path):
    """The figures of a file, YAML or table. Raises WrongUse with every fault and its line."""
    from stegvis.evaluation.printed import BadInput, Document
    from stegvis.evaluation.printed.table import read_table

    text = _content(file)
    try:
        return read_table(text) if file.suffix.lower() in _TABLES else Document.from_yaml(text)
    except BadInput as problem:
        raise WrongUse(_faults(problem, file)) from None


def _converted(file: Path) -> str:
    from stegvis.evaluation.printed import BadInput
    from stegvis.evaluation.printed.conversion import convert, to_yaml

    try:
        return to_yaml(convert(_content(file)))
    except BadInput as problem:
        raise WrongUse(_faults(problem, file)) from None


def _content(file: Path) -> bytes:
    """The file's bytes, one more than may be read of a file that is too large."""
    from stegvis.evaluation.printed.document import MOST_BYTES

    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _faults(problem, file: Path) -> str:
    lines = []
    for fault in problem.faults[:20]:
        place = _("line %d: ") % fault.line if fault.line else ""
        lines.append(f"{place}{fault.words.in_language(spoken())}")
    if len(problem.faults) > 20:
        lines.append(_("… and %d more.") % (len(problem.faults) - 20))
    heading = _("%s cannot be checked:") % file.name
    advice = _("The form is described in docs/reference/printed-figures.md.")
    return "\n".join([heading, *(f"  {line}" for line in lines), advice])


def _show(document, found: list) -> None:
    language = spoken()
    for one in found:
        typer.echo(f"{one.title.in_language(language)}  [{one.id}]")
        typer.echo(f"  {one.explanation.in_language(language)}")
        typer.echo(f"  → {one.suggestion.in_language(language)}")
        typer.echo()
    if not found:
        typer.echo(_("Nothing found: the %d figures can all hold together.") % len(document.figures))
        return
    words = plural("%(found)d finding in %(all)d figures.", "%(found)d findings in %(all)d figures.", len(found))
    say(words % {"found": len(found), "all": len(document.figures)})


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "check-figures",
        help=_("Find printed figures that cannot hold together."),
        rich_help_panel=panels.RESULTS,
    )(check_figures)
