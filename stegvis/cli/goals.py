"""`stegvis goal …`: a project's goals, and whether they hold however they are reasonably read."""

from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.app import group
from stegvis.cli.language import _, spoken
from stegvis.cli.session import NothingFound, runs, say, viewer
from stegvis.cli.tables import Format, FormatOption, show, show_json

ProjectArgument = Annotated[str, typer.Argument(help=_("The project's code."), metavar="PROJECT")]


def found_project(code: str, by):
    """The project that the viewer may see. Raises NothingFound in words that say what to do."""
    from stegvis.access.rules import NotFound
    from stegvis.reporting.queries import projects

    try:
        return projects.find(by, code)
    except NotFound:
        raise NothingFound(_("There is no project %s. See: stegvis project list") % code) from None


@runs("goal list")
def list_goals(project: ProjectArgument, form: FormatOption = Format.TEXT) -> None:
    """List a project's goals."""
    from stegvis.programme.queries import goals

    by = viewer()
    rows = []
    for one in goals.of_project(by, found_project(project, by)):
        said = one.definition.sentence().in_language(spoken()) if one.definition else one.versions[-1].target_text
        rows.append({"goal": one.goal.code, "name": one.goal.name, "version": len(one.versions), "says": said})
    columns = [("goal", _("Goal")), ("name", _("Name")), ("version", _("Version")), ("says", _("What the goal says"))]
    show(columns, rows, form)


@runs("goal sensitivity")
def sensitivity(
    project: ProjectArgument,
    goal: Annotated[str, typer.Option(help=_("The goal's code; default the first about a share."), metavar="ID")] = "",
    form: FormatOption = Format.TEXT,
) -> None:
    """Show whether a goal holds however it is reasonably read."""
    from stegvis.access.rules import NotFound
    from stegvis.evaluation.goals.sensitivity import in_words
    from stegvis.programme.queries import goals
    from stegvis.reporting.goals import holding

    by = viewer()
    project_row = found_project(project, by)
    try:
        standing = goals.find(by, project_row, goal)
    except NotFound:
        raise NothingFound(_("There is no such goal. See: stegvis goal list %s") % project) from None
    found = holding(by, project_row, standing).found
    rows = [one.to_json() for one in found.readings]
    if form is Format.JSON:
        told = {"goal": standing.goal.code, "target": found.goal.target, "declared": found.declared.to_json()}
        show_json({**told, "readings": rows})
        return
    for row in rows:
        row.setdefault("after", "")
    if form is Format.TEXT:
        say(found.goal.sentence().in_language(spoken()))
        say(in_words(found).in_language(spoken()))
        for row in rows:
            row["value"] = None if row["value"] is None else f"{row['value']:.3f}"
            row["interval"] = "–".join(f"{edge:.3f}" for edge in row["interval"] or ())
    columns = [("base", _("Base")), ("events", _("Counts")), ("at", _("Read on"))]
    columns += [("after", _("After the exit")), ("missing", _("Nothing known"))]
    columns += [("numerator", _("Number")), ("denominator", _("Out of")), ("value", _("Value"))]
    show([*columns, ("interval", _("Interval")), ("met", _("Met"))], rows, form)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    goals = group(app, "goal", words=_("Goals and whether they hold."), panel=panels.RESULTS)
    goals.command("list", help=_("List a project's goals."))(list_goals)
    goals.command("sensitivity", help=_("Show whether a goal holds however it is reasonably read."))(sensitivity)
