"""A project's theory of change for reading: drawn with its live figures, as a picture and as a table to take along."""

import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.organisation.models import Project
from stegvis.programme.theory_chart import Assumed, Box, Chart
from stegvis.programme.theory_words import LAYERS, VERDICTS
from stegvis.reporting import words
from stegvis.reporting.charts.theory import TheoryDrawing
from stegvis.reporting.exports import safe_cell
from stegvis.reporting.live_figures import Live, LiveFigures


@dataclass(frozen=True)
class Told:
    """One box with its figure, where it leads, and what is assumed about it and its arrows."""

    box: Box
    live: Live | None
    leads_to: list[Box]
    comes_from: list[Box]
    assumptions: list[Assumed]


def told(chart: Chart, figures: LiveFigures) -> list[Told]:
    """Every box of the chart, in its order."""
    return [
        Told(
            box,
            figures.of_box(box),
            chart.leads_to(box.id),
            chart.comes_from(box.id),
            [one for one in chart.assumptions if one.box == box.id],
        )
        for box in chart.boxes
    ]


def drawing(chart: Chart, figures: LiveFigures, *, title: str, marked: str = "") -> TheoryDrawing:
    """The chart with the figures in its boxes; the box with the id `marked` stands out."""
    shown = {box.id: figures.of_box(box) for box in chart.boxes}
    said = _("%(boxes)s boxes, %(arrows)s arrows, %(assumptions)s assumptions") % {
        "boxes": len(chart.boxes),
        "arrows": len(chart.arrows),
        "assumptions": len(chart.assumptions),
    }
    return TheoryDrawing(chart, shown, title=title, description=said, marked=marked)


def picture(project: Project, chart: Chart, figures: LiveFigures, *, dark: bool = False) -> str:
    """The chart as an SVG file that can be read alone: heading, version, assumptions."""
    title = _("Theory of change: %(project)s") % {"project": project.name}
    heading = f"{title} · {_('version %(number)s') % {'number': chart.version}}"
    foot = [_sentence(one) for one in chart.assumptions]
    return drawing(chart, figures, title=title).image(heading=heading, foot=foot, dark=dark)


def to_csv(project: Project, chart: Chart, figures: LiveFigures) -> bytes:
    """The chart as a table, one box a row, as Swedish spreadsheets expect it (UTF-8 with mark, semicolons)."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    facts = (
        (_("Project"), f"{project.name} ({project.code})"),
        (_("Version"), str(chart.version)),
        (_("Call"), " ".join(filter(None, (chart.call, chart.call_number)))),
        (_("Objective"), chart.objective),
        (_("Registration number"), project.registration_number),
    )
    writer.writerows([name, safe_cell(value)] for name, value in facts)
    writer.writerow([])
    writer.writerow(
        [
            *(_("Part"), _("Box"), _("Description"), _("Leads to"), _("Reached so far"), _("Target"), _("Out of")),
            *(_("Uncertainty"), _("As of"), _("Source"), _("Assumptions")),
        ]
    )
    writer.writerows([safe_cell(cell) for cell in _cells(one)] for one in told(chart, figures))
    return out.getvalue().encode("utf-8-sig")


def _cells(one: Told) -> list[str]:
    live = one.live
    figures = [""] * 6
    if live:
        source = live.by_hand or live.title
        figures = [live.text, live.aim, live.of, live.between, live.at.isoformat() if live.at else "", source]
    leads_to = ", ".join(box.name for box in one.leads_to)
    assumed = " ".join(_sentence(each) for each in one.assumptions)
    return [LAYERS.label(one.box.layer), one.box.name, one.box.text, leads_to, *figures, assumed]


def _sentence(one: Assumed) -> str:
    return f"A{one.number} {one.text} ({verdict_words(one).lower()})"


def verdict_words(one: Assumed) -> str:
    """`Holds, reviewed 10 March 2022`, or that nobody has reviewed it yet."""
    if not one.verdict or one.reviewed_on is None:
        return _("Not reviewed yet")
    told = {"verdict": VERDICTS.label(one.verdict), "day": words.day_text(one.reviewed_on)}
    return _("%(verdict)s, reviewed %(day)s") % told


def note_export(project: Project, kind: str, *, by: Viewer) -> None:
    """Log that the chart left as a file of this kind."""
    audit.record(
        by=by,
        verb="export",
        record="theory",
        record_id=project.pk,
        organisation_id=project.owner_id,
        facts={"project": project.code, "format": kind},
    )
