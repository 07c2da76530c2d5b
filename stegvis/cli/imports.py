"""`stegvis import-participants` and `stegvis import-template`."""

from pathlib import Path
from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.language import _, spoken
from stegvis.cli.session import ExitCode, WrongUse, finish, runs, say, viewer
from stegvis.cli.tables import Format, FormatOption, show, show_json

_TELL_EVERY = 5000


@runs("import-participants")
def import_participants(
    file: Annotated[Path, typer.Argument(help=_("Excel (.xlsx, .xls), OpenDocument (.ods) or CSV."), metavar="FILE")],
    project: Annotated[str, typer.Option(help=_("Code of the project."), metavar="CODE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would happen; write nothing."))] = False,
    rejects: Annotated[
        Path | None, typer.Option(help=_("Write the rejected rows here, to correct and import."), metavar="OUT.xlsx")
    ] = None,
    form: FormatOption = Format.TEXT,
) -> None:
    """Import people, enrolments and closings. Code 1 when a row was rejected or is in conflict with the register."""
    from stegvis.casework.actions import import_participants as action
    from stegvis.casework.importing.files import BadFile, read
    from stegvis.programme.queries import projects

    _check_rejects(file, rejects)
    by = viewer()
    found = projects.find(by, project)
    try:
        sheet = read(file)
    except BadFile as problem:
        raise WrongUse(str(problem)) from None
    report = action.run(sheet=sheet, path=file, project=found, by=by, dry_run=dry_run, told=_Progress(len(sheet.lines)))
    if rejects and report.rejected:
        _write_rejects(rejects, sheet, report)
    _show(report, form)
    if not report.clean:
        finish(ExitCode.FAULTS)


class _Progress:
    """Tells now and then how many rows of a long file are done."""

    def __init__(self, rows: int):
        self._rows, self._next = rows, _TELL_EVERY

    def __call__(self, done: int) -> None:
        if done >= self._next:
            say(_("%(done)d of %(rows)d rows …") % {"done": done, "rows": self._rows})
            self._next += _TELL_EVERY


def _check_rejects(file: Path, rejects: Path | None) -> None:
    if rejects is None:
        return
    if rejects.suffix.lower() != ".xlsx":
        raise WrongUse(_("The rejected rows are written as Excel: give --rejects a name that ends with .xlsx"))
    if rejects.resolve() == file.resolve():
        raise WrongUse(_("--rejects names the file that is imported. Give it another name."))
    if not rejects.resolve().parent.is_dir():
        raise WrongUse(_("There is no directory %s.") % rejects.parent)


def _write_rejects(path: Path, sheet, report) -> None:
    from stegvis.casework.importing.template import write_rejects

    count = write_rejects(path, sheet, report.rejected)
    say(_("%(count)d rejected rows were written to %(path)s.") % {"count": count, "path": path})


def _show(report, form: Format) -> None:
    if form is Format.JSON:
        show_json(report.as_json())
        return
    said = report.as_json()
    rows = [{"what": _("rejected"), **row} for row in said["rejected"]]
    rows += [{"what": _("conflict"), **row} for row in said["conflicts"]]
    columns = [
        ("line", _("Row")),
        ("what", _("What")),
        ("column", _("Column")),
        ("reason", _("Reason")),
        ("advice", _("What to do")),
    ]
    if form is Format.CSV or rows:
        show(columns, sorted(rows, key=lambda row: row["line"]), form)
    counts = _(
        "Read %(read)d rows: %(created)d created, %(closed)d closed, %(unchanged)d unchanged, "
        "%(rejected)d rejected, %(conflicts)d in conflict."
    )
    say(counts % report.counts())
    if report.dry_run:
        say(_("This was a trial: nothing was written."))
    if report.unused_columns:
        say(_("These columns were not used: %s") % ", ".join(report.unused_columns))


@runs("import-template")
def import_template(
    file: Annotated[Path, typer.Argument(help=_("Name of the new file, .xlsx or .csv."), metavar="FILE")],
    force: Annotated[bool, typer.Option("--force", help=_("Replace a file of that name."))] = False,
) -> None:
    """Write an empty list with the right headings, an example and the words to use."""
    from stegvis.casework.importing.template import write_template

    if file.suffix.lower() not in (".xlsx", ".csv"):
        raise WrongUse(_("Give the file a name that ends with .xlsx or .csv"))
    if file.exists() and not force:
        raise WrongUse(_("There is a file %s already. Choose another name, or --force.") % file)
    if not file.resolve().parent.is_dir():
        raise WrongUse(_("There is no directory %s.") % file.parent)
    write_template(file, language=spoken())
    say(_("The template was written to %s.") % file)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "import-participants",
        help=_("Import people, enrolments and closings from Excel or CSV."),
        rich_help_panel=panels.PROJECTS,
    )(import_participants)
    app.command("import-template", help=_("Write an empty list to fill in."), rich_help_panel=panels.PROJECTS)(
        import_template
    )
