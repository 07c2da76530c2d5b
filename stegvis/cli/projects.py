"""`stegvis project`: set projects up and look at them."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.app import group
from stegvis.cli.dates import ages, day
from stegvis.cli.language import _
from stegvis.cli.session import runs, say, viewer
from stegvis.cli.tables import Format, FormatOption, show, show_json

CodeArgument = Annotated[str, typer.Argument(help=_("Code of the project."), metavar="CODE")]


@runs("project create")
def create(
    code: CodeArgument,
    name: Annotated[str, typer.Option(help=_("Name in words."))],
    start: Annotated[dt.date, typer.Option(parser=day, help=_("First day, YYYY-MM-DD."), metavar="DATE")],
    end: Annotated[dt.date, typer.Option(parser=day, help=_("Last day, YYYY-MM-DD."), metavar="DATE")],
    unit: Annotated[
        list[str],
        typer.Option(help=_("A unit that takes part: “AME Mönsterås” or “Mönsterås (0861)”. Once for each unit.")),
    ],
    age: Annotated[str, typer.Option(help=_("Ages the project is for, such as 15-64."), metavar="15-64")] = "",
    owner: Annotated[str, typer.Option(help=_("Organisation that owns it. Default: that of the first unit."))] = "",
    registration_number: Annotated[str, typer.Option(help=_("The funder's number."))] = "",
    funder: Annotated[str, typer.Option(help=_("Who funds it."))] = "",
) -> None:
    """Create a project; organisations and units that are not known yet are made."""
    from django.db import transaction

    from stegvis.programme.actions import projects

    by = viewer()
    youngest, oldest = ages(age)
    with transaction.atomic():
        units = list(dict.fromkeys(projects.unit(wanted=projects.PlaceWanted.read(text), by=by) for text in unit))
        body = projects.organisation(name=owner, kind="regional_office", by=by) if owner else units[0].organisation
        made = projects.create(
            code=code,
            name=name,
            starts_on=start,
            ends_on=end,
            units=units,
            owner=body,
            age_min=youngest,
            age_max=oldest,
            registration_number=registration_number,
            funder=funder,
            by=by,
        )
    names = ", ".join(one.name for one in units)
    say(_("The project %(code)s was created with %(units)s.") % {"code": made.code, "units": names})


_COLUMNS = [
    ("code", _("Code")),
    ("name", _("Name")),
    ("starts_on", _("From")),
    ("ends_on", _("To")),
    ("ages", _("Ages")),
    ("owner", _("Owner")),
    ("units", _("Units")),
]


def _range(youngest: int | None, oldest: int | None) -> str:
    if youngest is None and oldest is None:
        return ""
    return f"{'' if youngest is None else youngest}–{'' if oldest is None else oldest}"


def _line(project) -> dict:
    return {
        "code": project.code,
        "name": project.name,
        "starts_on": str(project.starts_on),
        "ends_on": str(project.ends_on),
        "ages": _range(project.age_min, project.age_max),
        "owner": project.owner.name,
        "units": [unit.name for unit in project.units.all()],
    }


@runs("project list")
def list_projects(form: FormatOption = Format.TEXT) -> None:
    """List the projects."""
    from stegvis.programme.queries import projects

    show(_COLUMNS, [_line(project) for project in projects.visible_to(viewer())], form)


@runs("project show")
def show_project(code: CodeArgument, form: FormatOption = Format.TEXT) -> None:
    """Show one project with its targets."""
    from stegvis.programme.queries import projects, targets

    by = viewer()
    project = projects.find(by, code)
    aims = [
        {
            "version": f"{aim.version} {aim.version_name_sv}",
            "unit": aim.unit.name if aim.unit else "",
            "sex": aim.sex,
            "people": aim.people,
        }
        for aim in targets.of_project(by, project)
    ]
    if form is Format.JSON:
        show_json({**_line(project), "registration_number": project.registration_number, "targets": aims})
        return
    show(_COLUMNS, [_line(project)], form)
    if aims and form is Format.TEXT:
        typer.echo()
        columns = [("version", _("Target")), ("unit", _("Unit")), ("sex", _("Sex")), ("people", _("People"))]
        show(columns, aims, form)


@runs("project figures")
def figures(
    code: CodeArgument,
    file: Annotated[Path, typer.Argument(help=_("Printed figures, in the form of check-figures."), metavar="FILE")],
) -> None:
    """Keep the figures a project printed, to stand beside what Stegvis counts."""
    from stegvis.cli.figures import read_document
    from stegvis.programme.queries import projects
    from stegvis.reporting.actions import printed

    by = viewer()
    kept = printed.keep_document(project=projects.find(by, code), document=read_document(file), by=by)
    say(_("%(figures)d printed figures are kept with %(code)s.") % {"figures": kept, "code": code})


@runs("project draw")
def draw(code: CodeArgument) -> None:
    """Draw a project's extract from the register alone; later draws go on from this one."""
    from django.utils import timezone

    from stegvis.programme.queries import projects
    from stegvis.reporting.actions import extracts

    by = viewer()
    found = extracts.draw_whole(project=projects.find(by, code), at=timezone.localdate(), by=by)
    say(_("%(enrolments)d enrolments were drawn. Digest: %(digest)s") % {
        "enrolments": found.enrolments.num_rows, "digest": found.digest,
    })  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the commands."""
    project = group(app, "project", words=_("Create and show projects."), panel=panels.PROJECTS)
    project.command("create", help=_("Create a project and the units that take part."))(create)
    project.command("list", help=_("List the projects."))(list_projects)
    project.command("figures", help=_("Keep printed figures to compare with the results."))(figures)
    project.command("show", help=_("Show one project with its targets."))(show_project)
    project.command("draw", help=_("Draw a project's extract anew, all of it."))(draw)
