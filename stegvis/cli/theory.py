"""`stegvis theory …`: a project's theory of change with the figures of the newest release."""

import typer

from stegvis.cli import panels
from stegvis.cli.app import group
from stegvis.cli.goals import ProjectArgument, found_project
from stegvis.cli.language import _
from stegvis.cli.session import NothingFound, runs, say, viewer
from stegvis.cli.tables import Format, FormatOption, show, show_json

_LIVE = ("title", "text", "value", "interval", "target", "met", "at")


@runs("theory show")
def show_theory(project: ProjectArgument, form: FormatOption = Format.TEXT) -> None:
    """Show what leads to what, with live figures and assumptions."""
    from dataclasses import asdict

    from stegvis.programme.queries import theory as reading
    from stegvis.programme.theory_words import LAYERS
    from stegvis.reporting import theory
    from stegvis.reporting.live_figures import LiveFigures

    by = viewer()
    found = found_project(project, by)
    chart = reading.of_project(by, found)
    if not chart.boxes:
        raise NothingFound(_("The project has no theory of change yet. It is built in the browser."))
    boxes = theory.told(chart, LiveFigures(by, found))
    if form is Format.JSON:
        rows = [
            asdict(one.box)
            | {
                "leads_to": [box.id for box in one.leads_to],
                "live": {name: getattr(one.live, name) for name in _LIVE} if one.live else None,
            }
            for one in boxes
        ]
        told = {name: getattr(chart, name) for name in ("version", "call", "call_number", "objective")}
        assumptions = [asdict(one) for one in chart.assumptions]
        show_json({"project": found.code, **told, "boxes": rows, "assumptions": assumptions})
        return
    rows = [
        {
            "layer": LAYERS.label(one.box.layer) if form is Format.TEXT else one.box.layer,
            "name": one.box.name,
            "figure": one.live.text if one.live else None,
            "target": one.live.aim if one.live else None,
            "leads_to": ", ".join(box.name for box in one.leads_to),
        }
        for one in boxes
    ]
    columns = [("layer", _("Part")), ("name", _("Box")), ("figure", _("Reached so far")), ("target", _("Target"))]
    show([*columns, ("leads_to", _("Leads to"))], rows, form)
    if form is Format.TEXT:
        for each in chart.assumptions:
            say(f"A{each.number} {each.text} ({theory.verdict_words(each).lower()})")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    theories = group(app, "theory", words=_("A project's theory of change."), panel=panels.RESULTS)
    theories.command("show", help=_("Show what leads to what, with live figures and assumptions."))(show_theory)
