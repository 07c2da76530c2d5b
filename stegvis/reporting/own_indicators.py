"""An own indicator in numbers: from what the project's releases show, in the reader's language, and as a picture."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.evaluation.catalogue import DIMENSION_WORDS
from stegvis.evaluation.composed.definition import Resolved, Shown, resolve
from stegvis.evaluation.composed.numbers import ComposedRow, Numbers
from stegvis.organisation.models import Project
from stegvis.programme.actions.own_indicators import refused_in_words
from stegvis.programme.queries import own_indicators
from stegvis.programme.queries.own_indicators import OwnStanding
from stegvis.reporting import story, words
from stegvis.reporting.charts import Drawing, comparison_dots
from stegvis.reporting.charts.pictures import ShareDot
from stegvis.reporting.models import Release
from stegvis.reporting.queries import projects

WIDTHS = {"page": 1100, "phone": 340}


@dataclass(frozen=True)
class Read:
    """An own indicator read from releases. `rows` are of the release `at` (everybody first), `over_time` of all."""

    standing: OwnStanding
    asked: Resolved
    at: dt.date
    number: int
    rows: tuple[ComposedRow, ...]
    over_time: tuple[tuple[dt.date, ComposedRow], ...]

    @property
    def whole(self) -> ComposedRow:
        """The row of everybody."""
        return self.rows[0]


@dataclass(frozen=True)
class ReadLine:
    """One row in words."""

    label: str
    value: str
    of: str
    between: str


def resolved(project: Project, standing: OwnStanding) -> Resolved:
    """The indicator with what it builds on worked out. Raises NotPossible where it can no longer be measured."""
    others = own_indicators.to_build_on(own_indicators.standings(project))
    with refused_in_words():
        return resolve(standing.definition, others, code=standing.indicator.code)


def read(viewer: Viewer, project: Project, standing: OwnStanding) -> Read:
    """The indicator's numbers as far as they may be shown.

    Raises NotFound outside the viewer's world, NotPossible when nothing is released or it cannot be measured.
    """
    projects.find(viewer, project.code)
    asked, definition = resolved(project, standing), standing.definition
    kept = list(Release.objects.filter(project=project).order_by("number").values_list("number", "at", "results"))
    if not kept:
        raise NotPossible(_("Nothing is released yet. Make a release first: indicators are read from what it shows."))
    if definition.on and definition.on not in {at for _number, at, _results in kept}:
        raise NotPossible(
            _("There is no release of %(day)s. Choose the day of a release.") % {"day": words.day_text(definition.on)}
        )
    over_time = [(at, number, _everybody(asked, results)) for number, at, results in kept]
    number, at, results = next(one for one in reversed(kept) if definition.on in (None, one[1]))
    told = Numbers.of(results, definition.split)
    rows = [told.row(asked, group, threshold=settings.STEGVIS_SMALL_COUNT) for group in told.groups()]
    return Read(standing, asked, at, number, tuple(rows), tuple((day, row) for day, _number, row in over_time))


def _everybody(asked: Resolved, results: list[dict]) -> ComposedRow:
    return Numbers.of(results).row(asked, (), threshold=settings.STEGVIS_SMALL_COUNT)


def headline(found: Read) -> str:
    """The number of everybody as a key figure; words when it is hidden or the group is empty."""
    return _value(found.asked, found.whole)


def detail(found: Read) -> str:
    """What stands under the key figure."""
    return _of(found.whole)


def lines(found: Read) -> list[ReadLine]:
    """The rows by part, everybody last."""
    return [_line(found, row) for row in (*found.rows[1:], found.rows[0])]


def time_lines(found: Read) -> list[ReadLine]:
    """Everybody at each release, the oldest first."""
    return [
        ReadLine(words.day_text(day), _value(found.asked, row), _of(row), _between(row)) for day, row in found.over_time
    ]


def picture(found: Read, place: str) -> Drawing | None:
    """The parts as dots with their uncertainty, as wide as the place wants it; None for a number or without parts."""
    shown = [row for row in found.rows[1:] if row.value is not None]
    if found.asked.shown == Shown.COUNT or not shown:
        return None
    dots = [
        ShareDot(_label(found, row), row.value, row.interval, _value(found.asked, row))
        for row in (*found.rows[1:], found.rows[0])
    ]
    said = ", ".join(f"{dot.label} {dot.text}" for dot in dots)
    return comparison_dots(
        dots, reference=None, reference_text="", width=WIDTHS[place], title=found.standing.indicator.name,
        description=said,
    )  # fmt: skip


def _line(found: Read, row: ComposedRow) -> ReadLine:
    return ReadLine(_label(found, row), _value(found.asked, row), _of(row), _between(row))


def _label(found: Read, row: ComposedRow) -> str:
    if not row.by:
        return _("Everyone")
    return story.value_label(found.standing.definition.split, next(iter(row.by.values())))


def split_name(found: Read) -> str:
    """What the rows are parts by: `Kommun`."""
    split = found.standing.definition.split
    return DIMENSION_WORDS[split].in_language(story.language()) if split else ""


def _value(asked: Resolved, row: ComposedRow) -> str:
    if row.hidden:
        return _("not shown")
    if asked.shown == Shown.COUNT:
        return words.count_text(row.numerator)
    return _("nobody in the group yet") if row.value is None else words.share_text(row.value)


def _of(row: ComposedRow) -> str:
    if row.hidden or row.denominator is None:
        return ""
    return _("%(part)s of %(whole)s") % {
        "part": words.count_text(row.numerator),
        "whole": words.count_text(row.denominator),
    }


def _between(row: ComposedRow) -> str:
    return words.between_text(row.interval) if row.interval and not row.hidden else ""
