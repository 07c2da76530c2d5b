"""The drawing of a time axis and the table below it, as HTML.

Written here and not by a template: they are hundreds of like parts, and took half of the page's time.
"""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stegvis.casework.queries.lanes import Span
from stegvis.web.shared.words import day
from stegvis.web.staff.participant.gathering import Gathered
from stegvis.web.staff.participant.time_axis import Bar, Dot, Drawn, TimeAxis

#: Narrower than this share of the width (percent) a bar holds no words of its own: they would be cut off.
ROOM_FOR_WORDS = 5.0


def lanes(axis: TimeAxis) -> SafeString:
    """The lanes of the picture, each a group with its name, bars and dots."""
    return mark_safe("".join(map(_lane, axis.lanes)))  # noqa: S308 - every text is escaped below


def rows(axis: TimeAxis) -> SafeString:
    """The rows of the table: lane, what, from, to."""
    return mark_safe("".join(_table_rows(axis)))  # noqa: S308 - every text is escaped below


def _lane(lane: Drawn) -> str:
    name = f'<text data-name x="0" y="{lane.y}">{escape(lane.label)}</text>'
    parts = "".join([*map(_bar, lane.bars), *map(_dot, lane.dots)])
    return f'<g data-lane="{escape(lane.kind)}">{name}{parts}</g>'


def _bar(bar: Bar) -> str:
    span, tone = bar.span, _tone(bar.span.tone)
    label = escape(span.label)
    title = f"<title>{label}, {day(span.starts_on)} – {_end(span)}</title>"
    where = f'x="{bar.left}" y="{bar.y}" width="{bar.width}" height="22"'
    if float(bar.width[:-1]) < ROOM_FOR_WORDS:
        return f'<rect {where} rx="5"{tone}>{title}</rect>'
    words = f'<text data-on-bar x="8" y="15.5">{label}</text>'
    return f'<svg {where}>{title}<rect width="100%" height="22" rx="5"{tone}/>{words}</svg>'


def _dot(dot: Dot) -> str:
    points = dot.points
    hollow = " data-hollow" if points.hollow else ""
    title = f"<title>{escape(points.label)}, {_days(points)}</title>"
    return f'<circle cx="{dot.x}" cy="{dot.y}" r="5"{hollow}{_tone(points.tone)}>{title}</circle>'


def _tone(tone: str) -> str:
    return f' data-tone="{escape(tone)}"' if tone else ""


def _end(span: Span) -> str:
    return day(span.ends_on) if span.ends_on else _("going on")


def _days(points: Gathered) -> str:
    return day(points.first) if points.first == points.last else f"{day(points.first)} – {day(points.last)}"


def _table_rows(axis: TimeAxis) -> Iterable[str]:
    for lane in axis.table:
        head = f'<tr><th scope="row">{escape(lane.label)}</th><td>'
        for span in lane.spans:
            yield f"{head}{escape(span.label)}</td><td>{day(span.starts_on)}</td><td>{_end(span)}</td></tr>"
        for each in lane.points:
            yield f"{head}{escape(each.label)}</td><td>{day(each.first)}</td><td>{day(each.last)}</td></tr>"
