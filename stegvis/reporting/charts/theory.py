"""The theory of change as a drawing: layers from top to bottom, boxes with their figures, arrows that cross no words.

Arrows run in the free space between two layers. One that passes a layer gets a lane of its own between that layer's
boxes, which move apart for it; arrows to the same box share a lane.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from stegvis.programme.theory_chart import Assumed, Box, Chart
from stegvis.programme.theory_words import LAYERS
from stegvis.reporting.charts.drawing import DARK, FONT, LIGHT, colour, in_colours
from stegvis.reporting.charts.text_lines import text_width, wrapped
from stegvis.reporting.live_figures import Live

#: Pixels: the column of the layers' names, the widths of a box, free space in and between the layers.
LABEL, NARROWEST, WIDEST = 124, 138, 236
PAD, BETWEEN, BESIDE, LANE, EDGE = 11, 44, 18, 9, 6
INSIDE, LINE = 11, 17
PILL = (38, 18)
TONES = {
    "resource": "contact", "activity_organisation": "study", "activity_participant": "place", "output": "measure",
    "effect_short": "work", "effect_medium": "work", "effect_long": "work",
}  # fmt: skip
_PILL_TONES = {"held": ("good-wash", "good"), "doubtful": ("warn-wash", "warn"), "fell": ("bad-wash", "bad")}


@dataclass
class _Placed:
    """A box on the canvas."""

    box: Box
    live: Live | None
    pills: list[Assumed]
    lines: list[str] = field(default_factory=list)
    x: float = 0
    width: float = 0

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass
class _Row:
    """A layer that has boxes: its lanes (gap → keys of the arrows that pass there), and where it stands."""

    layer: str
    placed: list[_Placed]
    lanes: dict[int, list[str]] = field(default_factory=dict)
    lane_x: dict[str, float] = field(default_factory=dict)
    top: float = 0
    height: float = 0

    def gap_width(self, gap: int) -> float:
        lanes = len(self.lanes.get(gap, ()))
        outer = gap in (0, len(self.placed))
        return max(EDGE if outer else BESIDE, 10 + LANE * lanes if lanes else 0)

    @property
    def gaps(self) -> float:
        return sum(self.gap_width(gap) for gap in range(len(self.placed) + 1))

    @property
    def foot(self) -> float:
        return self.top + self.height


class TheoryDrawing:
    """A chart laid out on a canvas. `shown`: the figure of each box by its id. `marked`: the box that stands out."""

    def __init__(
        self,
        chart: Chart,
        shown: Mapping[str, Live | None],
        *,
        title: str,
        description: str,
        width: int = 1160,
        marked: str = "",
    ):
        self.chart, self.title, self.description, self.marked = chart, title, description, marked
        self.rows = [
            _Row(layer, [_Placed(box, shown.get(box.id), chart.of(box.id)) for box in boxes])
            for layer, boxes in chart.layers()
            if boxes
        ]
        self._of = {one.box.id: (number, one) for number, row in enumerate(self.rows) for one in row.placed}
        self._place_roughly(width)
        self._choose_lanes()
        needed = max((row.gaps + NARROWEST * len(row.placed) for row in self.rows), default=0)
        self.width = max(width, int(LABEL + needed))
        self._place()
        self.height = int(self.rows[-1].foot + 2) if self.rows else 0

    # --- where things stand -----------------------------------------------------------------------------------
    def _place_roughly(self, width: int) -> None:
        for row in self.rows:
            step = (width - LABEL) / len(row.placed)
            for number, one in enumerate(row.placed):
                one.x, one.width = LABEL + step * number, step

    def _choose_lanes(self) -> None:
        """Give each arrow that passes a layer the gap nearest to its straight way."""
        for source, target in self.chart.arrows:
            (first, begin), (last, end) = self._of[source], self._of[target]
            for number in range(first + 1, last):
                row = self.rows[number]
                x = begin.middle + (end.middle - begin.middle) * (number - first) / (last - first)
                edges = [one.x for one in row.placed] + [row.placed[-1].x + row.placed[-1].width]
                gap = min(range(len(edges)), key=lambda place: abs(edges[place] - x))
                lanes = row.lanes.setdefault(gap, [])
                if not any(target in row.lanes[each] for each in row.lanes):
                    lanes.append(target)
        for row in self.rows:
            for lanes in row.lanes.values():
                lanes.sort(key=lambda target: self._of[target][1].middle)

    def _place(self) -> None:
        top = 0.0
        for row in self.rows:
            space = self.width - LABEL
            width = min(WIDEST, (space - row.gaps) / len(row.placed))
            x = LABEL + (space - row.gaps - width * len(row.placed)) / 2
            for number, one in enumerate(row.placed):
                self._place_lanes(row, number, x)
                x += row.gap_width(number)
                one.x, one.width = x, width
                one.lines = wrapped(one.box.name, width - 2 * INSIDE - 3, size=13, bold=True)
                x += width
            self._place_lanes(row, len(row.placed), x)
            row.top = top
            row.height = max(_height(one) for one in row.placed) + 2 * PAD
            top = row.foot + BETWEEN

    @staticmethod
    def _place_lanes(row: _Row, gap: int, x: float) -> None:
        lanes = row.lanes.get(gap, [])
        begin = x + (row.gap_width(gap) - LANE * (len(lanes) - 1)) / 2
        for number, target in enumerate(lanes):
            row.lane_x[target] = begin + LANE * number

    # --- arrows -----------------------------------------------------------------------------------------------
    def _ways(self) -> dict[tuple[str, str], list[tuple[float, float, float, float]]]:
        """Each arrow as curves between two layers: (x, y) where it begins and ends."""
        passes = {pair: self._lanes_of(pair) for pair in self.chart.arrows}
        starts, ends = self._ports(passes)
        ways = {}
        for source, target in self.chart.arrows:
            (first, _begin), (last, _end) = self._of[source], self._of[target]
            x, y = starts[source, target], self.rows[first].foot - PAD
            way = []
            for number, lane in zip(range(first + 1, last), passes[source, target], strict=True):
                way.append((x, y, lane, self.rows[number].top))
                x, y = lane, self.rows[number].foot
            way.append((x, y, ends[source, target], self.rows[last].top + PAD))
            ways[source, target] = way
        return ways

    def _lanes_of(self, pair: tuple[str, str]) -> list[float]:
        first, last = self._of[pair[0]][0], self._of[pair[1]][0]
        return [self.rows[number].lane_x[pair[1]] for number in range(first + 1, last)]

    def _ports(self, passes) -> tuple[dict, dict]:
        """Where arrows leave and reach the boxes, spread so that they do not cross on their first stretch."""
        starts, ends = {}, {}
        for box_id, (_number, one) in self._of.items():
            going = sorted(
                (pair for pair in passes if pair[0] == box_id),
                key=lambda pair: (passes[pair] or [self._of[pair[1]][1].middle])[0],
            )
            for place, pair in enumerate(going, start=1):
                starts[pair] = one.x + one.width * place / (len(going) + 1)
            coming = {}
            for pair in passes:
                if pair[1] == box_id:
                    begin = passes[pair][-1] if passes[pair] else self._of[pair[0]][1].middle
                    # those that share a lane come in as one
                    coming.setdefault(("lane", begin) if passes[pair] else pair, (begin, []))[1].append(pair)
            for place, (_begin, pairs) in enumerate(sorted(coming.values(), key=lambda each: each[0]), start=1):
                for pair in pairs:
                    ends[pair] = one.x + one.width * place / (len(coming) + 1)
        return starts, ends

    # --- marks ------------------------------------------------------------------------------------------------
    def svg(self, *, name: str, link: Callable[[str], str] | None = None) -> str:
        """Inline SVG in theme colours, whose boxes are links. `name` makes its ids unique on the page."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="sv-theory-drawing" role="group" '
            f'aria-labelledby="{name}-t" viewBox="0 0 {self.width} {self.height}" width="{self.width}" '
            f'height="{self.height}" font-family="{FONT}"><title id="{name}-t">{escape(self.title)}</title>'
        )
        return head + self._marks(link) + "</svg>"

    def image(self, *, heading: str, foot: list[str], dark: bool = False) -> str:
        """The drawing as a file of its own: its heading above, and below it one line for each of `foot`."""
        lines = [line for text in foot for line in wrapped(text, self.width - 8, size=12)]
        below = 18 + 17 * len(lines) if lines else 0
        high = 44 + self.height + below
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -16 {self.width + 32} {high + 32}" '
            f'width="{self.width + 32}" height="{high + 32}" font-family="{FONT}"><title>{escape(self.title)}</title>'
            f"<desc>{escape(self.description)}</desc>"
            f'<rect x="-16" y="-16" width="{self.width + 32}" height="{high + 32}" fill="{colour("panel")}"/>',
            _text(0, 16, heading, size=17, bold=True),
            f'<g transform="translate(0 44)">{self._marks(None)}</g>',
            *(_text(4, 44 + self.height + 24 + 17 * place, line, size=12) for place, line in enumerate(lines)),
            "</svg>",
        ]
        return in_colours("".join(parts), DARK if dark else LIGHT)

    def _marks(self, link: Callable[[str], str] | None) -> str:
        parts = []
        for row in self.rows:
            parts.append(
                f'<rect x="0" y="{_n(row.top)}" width="{self.width}" height="{_n(row.height)}" rx="8" '
                f'fill="{colour("sunken")}"/>'
            )
            names = wrapped(LAYERS.label(row.layer), LABEL - 26, size=12, bold=True)
            middle = row.top + row.height / 2 - (len(names) - 1) * 8
            parts += [
                _text(14, middle + 16 * place, line, size=12, bold=True, fill="muted")
                for place, line in enumerate(names)
            ]
        ways = self._ways()
        parts += self._arrows(ways)
        for row in self.rows:
            for one in row.placed:
                marks = self._box(row, one)
                address = link(one.box.id) if link else ""
                parts.append(
                    f"<a href={quoteattr(address)} aria-label={quoteattr(_spoken(one))}>{marks}</a>"
                    if address
                    else f"<g>{marks}</g>"
                )
        parts += self._arrow_pills(ways)
        return "".join(parts)

    def _arrows(self, ways) -> list[str]:
        curves, lanes, tips = {}, {}, {}
        for way in ways.values():
            for place, (x, y, x2, y2) in enumerate(way):
                tip = place == len(way) - 1
                bend = (y2 - y) * 0.55
                end = y2 - 5 if tip else y2
                curves[x, y, x2, y2] = (
                    f'<path d="M{_n(x)} {_n(y)}C{_n(x)} {_n(y + bend)} {_n(x2)} {_n(y2 - bend)} {_n(x2)} {_n(end)}"/>'
                )
                if tip:
                    tips[x2, y2] = f'<path d="M{_n(x2)} {_n(y2)}l-4.5 -8h9z"/>'
                else:
                    foot = next(row.foot for row in self.rows if row.top == y2)
                    lanes[x2, y2] = f'<path d="M{_n(x2)} {_n(y2)}V{_n(foot)}"/>'
        stroke = colour("line-strong")
        return [
            f'<g fill="none" stroke="{stroke}" stroke-width="1.4">{"".join([*curves.values(), *lanes.values()])}</g>',
            f'<g fill="{stroke}">{"".join(tips.values())}</g>',
        ]

    def _box(self, row: _Row, one: _Placed) -> str:
        top, high = row.top + PAD, row.height - 2 * PAD
        x, y = one.x + INSIDE + 3, top + INSIDE
        own = one.box.id == self.marked
        edge = f'stroke="{colour("accent" if own else "line")}" stroke-width="{3 if own else 1}"'
        parts = [
            f'<rect class="sv-theory-box" x="{_n(one.x)}" y="{_n(top)}" width="{_n(one.width)}" height="{_n(high)}" '
            f'rx="6" fill="{colour("panel")}" {edge}/>',
            f'<path d="M{_n(one.x + 6)} {_n(top)}h-1a5 5 0 0 0 -5 5v{_n(high - 10)}a5 5 0 0 0 5 5h1z" '
            f'fill="{colour(TONES[row.layer])}"/>',
        ]
        for line in one.lines:
            parts.append(_text(x, y + LINE / 2, line, size=13, bold=True))
            y += LINE
        if one.live:
            parts += _figure(one.live, x, y + 4, one.width - 2 * INSIDE - 3)
            y += _figure_height(one.live, one.width - 2 * INSIDE - 3)
        for place, pill in enumerate(one.pills):
            across, down = _pill_place(place, one.width)
            parts.append(_pill(pill, x + across, y + 6 + down))
        return "".join(parts)

    def _arrow_pills(self, ways) -> list[str]:
        """The marks of assumptions about arrows: on the arrow's first stretch, beside each other when they meet."""
        taken: list[tuple[float, float]] = []
        parts = []
        for one in self.chart.assumptions:
            way = ways.get((one.box, one.target))
            if not way:
                continue
            x, y, x2, y2 = way[0]
            for along in (0.5, 0.34, 0.66, 0.22, 0.78):
                place = _on_curve(x, y, x2, y2, along)
                if all(abs(place[0] - a) > PILL[0] + 3 or abs(place[1] - b) > PILL[1] + 2 for a, b in taken):
                    break
            while any(abs(place[0] - a) <= PILL[0] + 2 and abs(place[1] - b) <= PILL[1] + 1 for a, b in taken):
                place = (place[0] + PILL[0] + 3, place[1])
            taken.append(place)
            parts.append(_pill(one, place[0] - PILL[0] / 2, place[1] - PILL[1] / 2))
        return parts


# --- small marks --------------------------------------------------------------------------------------------------
def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _text(
    x: float, y: float, text: str, *, size: float, bold: bool = False, fill: str = "ink", end: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    anchor = ' text-anchor="end"' if end else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y + 0.35 * size)}" font-size="{size}"{weight}{anchor} '
        f'fill="{colour(fill)}">{escape(text)}</text>'
    )


def _height(one: _Placed) -> float:
    inner = one.width - 2 * INSIDE - 3
    pills = _pill_place(len(one.pills) - 1, one.width)[1] + PILL[1] + 6 if one.pills else 0
    figure = _figure_height(one.live, inner) if one.live else 0
    return 2 * INSIDE + LINE * len(one.lines) + figure + pills


def _figure_height(live: Live, width: float) -> float:
    bar = 16 if live.value is not None else 0
    return 4 + 23 * len(_said(live, width)) + 15 * len(_aim_below(live, width)) + bar


def _large(live: Live) -> bool:
    """Is it a number, not a sentence?"""
    return len(live.text) < 13


def _said(live: Live, width: float) -> list[str]:
    return wrapped(live.text, width, size=18 if _large(live) else 13, bold=True)


def _aim_below(live: Live, width: float) -> list[str]:
    """The target in lines under the figure; none when it has room beside it."""
    said = _said(live, width)
    beside = text_width(said[-1], 18, bold=True) + text_width(live.aim, 12) + 10 <= width
    return [] if not live.aim or (len(said) == 1 and _large(live) and beside) else wrapped(live.aim, width, size=12)


def _figure(live: Live, x: float, y: float, width: float) -> list[str]:
    """The number, its target, and both on a line from nothing to all (or to the larger of the two)."""
    parts, below = [], _aim_below(live, width)
    for line in _said(live, width):
        parts.append(_text(x, y + 11.5, line, size=18 if _large(live) else 13, bold=True))
        y += 23
    if live.aim and not below:
        parts.append(_text(x + width, y - 10, live.aim, size=12, fill="muted", end=True))
    for line in below:
        parts.append(_text(x, y + 5, line, size=12, fill="muted"))
        y += 15
    if live.value is None:
        return parts

    def across(share: float) -> float:
        return x + width * min(max(share / live.most, 0), 1)

    middle = y + 7
    parts.append(_bar(x, middle - 2, x + width, 4, "line"))
    if live.interval:
        low, high = live.interval
        parts.append(_bar(across(low), middle - 4, across(high), 8, "accent-line"))
        parts.append(f'<circle cx="{_n(across(live.value))}" cy="{_n(middle)}" r="4.5" fill="{colour("accent")}"/>')
    else:
        parts.append(_bar(x, middle - 2, across(live.value), 4, "accent"))
    if live.target is not None:
        parts.append(
            f'<path d="M{_n(across(live.target))} {_n(middle - 7)}v14" stroke="{colour("ink")}" stroke-width="2"/>'
        )
    return parts


def _bar(x: float, y: float, x2: float, high: float, fill: str) -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(x2 - x, 0))}" height="{high}" rx="2" fill="{colour(fill)}"/>'


def _pill_place(number: int, width: float) -> tuple[float, float]:
    """Where the mark with this number (from 0) stands in a box: across and down."""
    in_row = max(int((width - 2 * INSIDE) // (PILL[0] + 4)), 1)
    return (number % in_row) * (PILL[0] + 4), (number // in_row) * (PILL[1] + 4)


def _pill(one: Assumed, x: float, y: float) -> str:
    """`A3` with a sign: a tick, a question mark, a cross; a dashed edge when nobody has looked yet."""
    wash, tone = _PILL_TONES.get(one.verdict, ("panel", "muted"))
    dash = "" if one.verdict else ' stroke-dasharray="3 2"'
    cx, cy = x + PILL[0] - 10, y + PILL[1] / 2
    sign = {
        "held": f'<path d="M{_n(cx - 4)} {_n(cy)}l3 3l5 -6" fill="none" stroke="{colour(tone)}" stroke-width="1.8"/>',
        "fell": f'<path d="M{_n(cx - 3)} {_n(cy - 3)}l6 6m0 -6l-6 6" stroke="{colour(tone)}" stroke-width="1.8"/>',
        "doubtful": _text(cx - 3, cy, "?", size=12, bold=True, fill=tone),
    }.get(one.verdict, "")
    across = x + (7 if one.verdict else (PILL[0] - text_width(f"A{one.number}", 11, bold=True)) / 2)
    return (
        f'<g><rect x="{_n(x)}" y="{_n(y)}" width="{PILL[0]}" height="{PILL[1]}" rx="9" fill="{colour(wash)}" '
        f'stroke="{colour(tone)}"{dash}/>'
        + _text(across, cy, f"A{one.number}", size=11, bold=True, fill=tone)
        + f"{sign}</g>"
    )


def _on_curve(x: float, y: float, x2: float, y2: float, along: float) -> tuple[float, float]:
    bend, back = (y2 - y) * 0.55, 1 - along
    weights = (back**3, 3 * back**2 * along, 3 * back * along**2, along**3)
    across = sum(weight * each for weight, each in zip(weights, (x, x, x2, x2), strict=True))
    down = sum(weight * each for weight, each in zip(weights, (y, y + bend, y2 - bend, y2), strict=True))
    return across, down


def _spoken(one: _Placed) -> str:
    figure = ", ".join(filter(None, (one.live.text, one.live.aim))) if one.live else ""
    return ": ".join(filter(None, (one.box.name, figure)))
