"""Keep the printed figures of a document with a project, each with the question by which it is counted again."""

import datetime as dt

from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.definitions import DefinitionError, Kind
from stegvis.evaluation.printed import Document, PrintedFigure
from stegvis.evaluation.printed.rounding import decimals_of
from stegvis.organisation.models import Project
from stegvis.programme.actions import printed
from stegvis.programme.models import PrintedFigure as KeptFigure

_WORDS = {"indicator", "base", "by", "destinations"}


def keep_document(*, project: Project, document: Document, by: Viewer) -> int:
    """Keep the counts of persons and the shares of the document; returns how many.

    Raises NotAllowed without the permission; NotPossible when a figure has no day or asks a question that no
    indicator answers.
    """
    rows = [
        _row(document, figure)
        for figure in document.figures
        if figure.unit in ("persons", "percent") and figure.value < 10**9
    ]
    return printed.keep(project=project, figures=rows, by=by)


def _row(document: Document, figure: PrintedFigure) -> KeptFigure:
    return KeptFigure(
        code=figure.id,
        group="figures",
        label_sv=figure.label.sv[:200],
        label_en=figure.label.en[:200],
        printed=figure.value,
        decimals=decimals_of(figure.value),
        unit=figure.unit,
        rounding="exact" if figure.unit == "persons" else figure.rounding or document.rounding or "half_up",
        counted_on=_day(figure),
        question=_question(figure),
    )


def _day(figure: PrintedFigure) -> dt.date:
    try:
        return dt.date.fromisoformat(figure.date)
    except ValueError:
        raise NotPossible(
            _("The figure %s must have a date, YYYY-MM-DD.") % figure.id, field="date", code="no_date"
        ) from None


def _question(figure: PrintedFigure) -> dict:
    asked = figure.recount
    if not asked:
        return {}
    refusal = NotPossible(
        _("The figure %s asks for something that is not counted. See docs/reference/printed-figures.md.") % figure.id,
        field="recount",
        code="no_question",
    )
    definition = INDICATORS.get(str(asked.get("indicator")))
    by, destinations = asked.get("by") or {}, asked.get("destinations") or []
    if definition is None or set(asked) - _WORDS or not isinstance(by, dict) or not isinstance(destinations, list):
        raise refusal
    if (definition.kind == Kind.DISTRIBUTION) != bool(destinations):
        raise refusal
    try:
        base = definition.chosen_base(asked.get("base"))
        definition.chosen_breakdown(tuple(by))
    except DefinitionError:
        raise refusal from None
    words = {str(name): str(value) for name, value in by.items()}
    question = {"indicator": definition.id, "by": words}
    if base is not None:
        question["base"] = str(base)
    return question | ({"destinations": [str(one) for one in destinations]} if destinations else {})
