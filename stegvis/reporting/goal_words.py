"""A goal's readings as a picture, a table and words, in the reader's language."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.evaluation.catalogue import DIMENSION_WORDS
from stegvis.evaluation.definitions import BASE_WORDS, Base
from stegvis.evaluation.goals.definition import AFTER_WORDS, GoalDefinition, Missing, events_in_words
from stegvis.evaluation.goals.sensitivity import GoalReading, Sensitivity, in_words
from stegvis.evaluation.goals.shown import Part
from stegvis.programme.models import GoalVersion
from stegvis.reporting import words
from stegvis.reporting.charts.drawing import Drawing
from stegvis.reporting.charts.specification import CurvePoint, CurveRow, specification_curve
from stegvis.reporting.story import value_label

WIDTHS = {"page": 1160, "phone": 340}


@dataclass(frozen=True)
class ReadingLine:
    """One reading as a row of a table."""

    who: str
    what: str
    day: str
    after: str
    missing: str
    share: str
    of: str
    between: str
    met: str
    declared: bool


def language() -> str:
    """`sv` or `en`."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def says(version: GoalVersion) -> str:
    """What a version of a goal says, whatever its kind, in one line."""
    if version.definition:
        return GoalDefinition.model_validate(version.definition).sentence().in_language(language())
    return words_of(version.target_text, version.target_number, version.due_on)


def words_of(text: str, number: int | None, due_on: dt.date | None) -> str:
    """A goal that is no share: what can be seen, how many, and by when."""
    parts = [text]
    if number is not None:
        parts.append(_("Target: %d.") % number)
    if due_on:
        parts.append(_("To be reached by %s.") % words.day_text(due_on))
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def lines(found: Sensitivity) -> list[ReadingLine]:
    """The readings that are shown, from the lowest share to the highest."""
    return [_line(one, found) for one in _shown(found)]


def deciding(found: Sensitivity) -> list[ReadingLine]:
    """The reading as declared and those that turn its answer: what a reader needs first."""
    wanted = [found.declared, *sorted(found.turning(), key=lambda one: one.value or 0)]
    return [_line(one, found) for one in wanted if one.value is not None]


@dataclass(frozen=True)
class PartLine:
    """The goal for one group as a row of a table."""

    group: str
    share: str
    of: str
    between: str
    met: str


@dataclass(frozen=True)
class Parts:
    """The goal by one dimension: the groups that may be shown, in order and not ranked, and the names of the others."""

    dimension: str
    lines: list[PartLine]
    hidden: list[str]


def parts(found: Iterable[Part]) -> list[Parts]:
    """The goal by each dimension it is split by."""
    made: dict[str, Parts] = {}
    for part in found:
        dimension = DIMENSION_WORDS[part.dimension].in_language(language())
        here = made.setdefault(dimension, Parts(dimension, [], []))
        group, one = value_label(str(part.dimension), part.value), part.reading
        if one.value is None:
            here.hidden.append(group)
            continue
        between = words.between_text(one.interval) if one.interval else ""
        met = _("Met") if one.met else _("Not met")
        here.lines.append(PartLine(group, words.share_text(one.value), _of(one), between, met))
    return list(made.values())


def _of(one: GoalReading) -> str:
    told = {"part": words.count_text(one.numerator or 0), "whole": words.count_text(one.denominator or 0)}
    return _("%(part)s of %(whole)s") % told


def summary(found: Sensitivity) -> str:
    """What the readings say together."""
    return in_words(found).in_language(language())


def curve(found: Sensitivity, place: str) -> Drawing:
    """The specification curve, as wide as the place wants it: `page` or `phone`."""
    shown = _shown(found)
    points = [
        CurvePoint(one.value or 0, one.interval, bool(one.met), one is found.declared, frozenset(_keys(one)))
        for one in shown
    ]
    used = {key for point in points for key in point.rows}
    target = words.share_text(found.goal.target)
    return specification_curve(
        points,
        _that_differ([row for row in _rows(found) if row.key in used]),
        target=found.goal.target,
        target_text=_("target %s") % target,
        declared_text=_("as declared"),
        width=WIDTHS[place],
        title=_("Every reasonable reading of the goal"),
        description=summary(found),
    )


def _shown(found: Sensitivity) -> list[GoalReading]:
    return sorted((one for one in found.readings if one.value is not None), key=lambda one: one.value or 0)


def _that_differ(rows: list[CurveRow]) -> list[CurveRow]:
    """Without the choices that every reading makes alike."""
    under = Counter(row.heading for row in rows)
    return [row for row in rows if under[row.heading] > 1]


def _keys(one: GoalReading) -> tuple[str, ...]:
    chosen = one.choices
    made = {"base": chosen.base, "events": chosen.events, "at": chosen.at, "after": chosen.after}
    return *(f"{name}:{value}" for name, value in made.items()), f"missing:{chosen.missing}"


def _rows(found: Sensitivity) -> list[CurveRow]:
    every = [one.choices for one in found.readings]
    rows = [CurveRow(f"base:{base}", _base(base), _("Who counts")) for base in Base]
    for events in dict.fromkeys(one.events for one in every):
        rows.append(CurveRow(f"events:{events}", _event(events), _("What counts")))
    for day in dict.fromkeys(one.at for one in every):
        rows.append(CurveRow(f"at:{day}", words.day_text(day), _("Read on")))
    if any(one.after for one in every):
        rows += [CurveRow(f"after:{kind}", after_text(kind), _("Looked at")) for kind in ("", *AFTER_WORDS)]
    return rows + [CurveRow(f"missing:{rule}", _missing(rule), _("Nothing known")) for rule in Missing]


def after_text(kind: str) -> str:
    """When people are looked at: at the exit, or so long after."""
    if not kind:
        return _("At the exit")
    said = AFTER_WORDS[kind].in_language(language())
    return said[:1].upper() + said[1:]


def _base(base: Base) -> str:
    return BASE_WORDS[base].name.in_language(language())


def _event(events: tuple[str, ...]) -> str:
    said = events_in_words(events, language())
    if len(events) > 2:
        said = "+ " + events_in_words(events[-1:], language())
    return said[:1].upper() + said[1:]


def _missing(rule: Missing) -> str:
    return {
        Missing.NOT_REACHED: _("not reached"),
        Missing.LEFT_OUT: _("left out"),
        Missing.REACHED: _("reached"),
    }[rule]


def _line(one: GoalReading, found: Sensitivity) -> ReadingLine:
    chosen = one.choices
    counted = one.numerator is not None and one.denominator is not None
    of = _of(one) if counted else _("As printed")
    return ReadingLine(
        who=_base(chosen.base),
        what=events_in_words(chosen.events, language()),
        day=words.day_text(chosen.at),
        after=after_text(chosen.after),
        missing=_missing(chosen.missing),
        share=words.share_text(one.value or 0),
        of=of,
        between=words.between_text(one.interval) if one.interval else "",
        met=_("Met") if one.met else _("Not met"),
        declared=one is found.declared,
    )
