"""`stegvis import-participants`, `stegvis import-template`, and `stegvis imports`: the history, and undoing."""

from pathlib import Path
from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.app import group
from stegvis.cli.language import _, spoken
from stegvis.cli.session import ExitCode, NothingFound, WrongUse, finish, runs, say, viewer
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
    remembered: Annotated[
        str,
        typer.Option(help=_("Read headings and words as this organisation has chosen in the browser."), metavar="NAME"),
    ] = "",
    form: FormatOption = Format.TEXT,
) -> None:
    """Import people, enrolments and closings. Code 1 when a row was rejected or is in conflict with the register."""
    from stegvis.casework.actions import import_participants as action
    from stegvis.casework.importing.files import BadFile, read
    from stegvis.casework.importing.matching import Choices
    from stegvis.casework.queries import import_memory
    from stegvis.programme.queries import projects

    _check_rejects(file, rejects)
    by = viewer()
    found = projects.find(by, project)
    whose = _organisation(remembered)
    try:
        sheet = read(file, import_memory.columns_of(whose) if whose else None)
    except BadFile as problem:
        raise WrongUse(str(problem)) from None
    report = action.run(
        sheet=sheet,
        path=file,
        project=found,
        by=by,
        dry_run=dry_run,
        choices=Choices(import_memory.words_of(whose) if whose else {}),
        told=_Progress(len(sheet.lines)),
    )
    if rejects and report.rejected:
        _write_rejects(rejects, sheet, report)
    _show(report, form)
    if not report.clean:
        finish(ExitCode.FAULTS)


def _organisation(name: str):
    from stegvis.organisation.queries import places

    if not name:
        return None
    found = places.organisation_named(name)
    if found is None:
        raise NothingFound(_("There is no organisation “%s”.") % name)
    return found


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


@runs("imports list")
def list_imports(
    project: Annotated[str, typer.Option(help=_("Only imports into this project."), metavar="CODE")] = "",
    form: FormatOption = Format.TEXT,
) -> None:
    """Print who imported what and when, newest first, from the browser and from here."""
    from stegvis.casework.queries import imports
    from stegvis.casework.vocabulary import IMPORT_STATES

    found = imports.visible_to(viewer())
    if project:
        found = found.filter(project__code=project.strip().lower())
    columns = [("id", _("Import")), ("at", _("When")), ("by", _("Who")), ("project", _("Project")), ("file", _("File"))]
    counts = ("read", "created", "closed", "unchanged", "rejected", "conflicts")
    words = (_("Read"), _("Created"), _("Closed"), _("Unchanged"), _("Rejected"), _("Conflicts"))
    rows = [
        {
            "id": str(item.pk),
            "at": item.created_at.isoformat(timespec="minutes"),
            "by": item.made_by,
            "project": item.project.code,
            "file": item.file_name,
            "state": IMPORT_STATES.label(item.state) if form is Format.TEXT else item.state,
            **{name: getattr(item, name) for name in counts},
        }
        for item in found.iterator(chunk_size=500)
    ]
    show([*columns, ("state", _("State")), *zip(counts, words, strict=True)], rows, form)


@runs("imports undo")
def undo_import(
    import_id: Annotated[str, typer.Argument(help=_("The import, as `stegvis imports list` shows it."), metavar="ID")],
    reason: Annotated[str, typer.Option(help=_("Why; stands in the history."))],
) -> None:
    """Take back what an import wrote. Code 1 when something else has touched some of the people, who then stay."""
    from uuid import UUID

    from stegvis.casework.actions import import_undo
    from stegvis.casework.queries import import_effects, imports

    by = viewer(purpose=reason)
    try:
        item = imports.find(by, UUID(import_id))
    except ValueError:
        raise NothingFound(_("There is no import with that id.")) from None
    import_undo.at_once(item=item, reason=reason, by=by)
    kept = import_effects.standing(item).count()
    if kept:
        say(_("Taken back, but for %d rows about people whom something else has touched since.") % kept)
        finish(ExitCode.FAULTS)
    say(_("The whole import was taken back."))


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
    made = group(app, "imports", words=_("See what was imported, and undo it."), panel=panels.PROJECTS)
    made.command("list", help=_("Print who imported what and when."))(list_imports)
    made.command("undo", help=_("Take back what an import wrote."))(undo_import)
