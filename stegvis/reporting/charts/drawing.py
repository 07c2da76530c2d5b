"""A small canvas: boxes, lines, dots and words at given places, in theme colours, written as lean SVG."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

#: Theme colours by name, with their light and dark values (a test compares them with theme.css).
LIGHT = {
    "outcome-work": "#0b6b61",
    "on-outcome-work": "#ffffff",
    "outcome-studies": "#6a57c3",
    "on-outcome-studies": "#ffffff",
    "outcome-internship": "#d98d2e",
    "on-outcome-internship": "#22150a",
    "outcome-job_seeking": "#8ba3b6",
    "on-outcome-job_seeking": "#131c23",
    "outcome-other": "#c9cfd5",
    "on-outcome-other": "#1b2226",
    "outcome-still_enrolled": "#ebe6db",
    "on-outcome-still_enrolled": "#1b2226",
    "ink": "#1b2226",
    "muted": "#566168",
    "line": "#e4e0d8",
    "line-strong": "#79848a",
    "panel": "#ffffff",
    "hatch": "#d6d1c5",
    "bad": "#ab2318",
    "accent": "#0b6b61",
    "sunken": "#f2efe9",
    "accent-line": "#a3cbc5",
    "accent-wash": "#e5f1ef",
    "contact": "#55616b",
    "study": "#614eb8",
    "place": "#a3590a",
    "measure": "#1a5a9e",
    "work": "#0b6b61",
    "good": "#1c6b34",
    "good-wash": "#e7f4ea",
    "warn": "#8a5200",
    "warn-wash": "#fdf1de",
    "bad-wash": "#fceae8",
}
DARK = {
    "outcome-work": "#52b9ab",
    "on-outcome-work": "#0b1a18",
    "outcome-studies": "#a999f0",
    "on-outcome-studies": "#14102b",
    "outcome-internship": "#dd9a43",
    "on-outcome-internship": "#1e1305",
    "outcome-job_seeking": "#7d96aa",
    "on-outcome-job_seeking": "#0d151b",
    "outcome-other": "#55626b",
    "on-outcome-other": "#f1f5f6",
    "outcome-still_enrolled": "#333e43",
    "on-outcome-still_enrolled": "#e8edec",
    "ink": "#e8edec",
    "muted": "#a5b1b3",
    "line": "#2d383c",
    "line-strong": "#8b989c",
    "panel": "#1a2225",
    "hatch": "#465156",
    "bad": "#f39a8f",
    "accent": "#4dbcac",
    "sunken": "#141b1e",
    "accent-line": "#3f6f69",
    "accent-wash": "#1c3432",
    "contact": "#aab6be",
    "study": "#ae9ff2",
    "place": "#e8a75a",
    "measure": "#82b8ef",
    "work": "#52b9ab",
    "good": "#83cf98",
    "good-wash": "#182e20",
    "warn": "#eeb866",
    "warn-wash": "#35290f",
    "bad-wash": "#3a1d1a",
}
HATCH = "url(#sv-hatching)"
_HATCH_DEFINITION = (
    '<defs><pattern id="sv-hatching" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" fill="var(--sv-panel)"/>'
    '<line x1="0" y1="0" x2="0" y2="8" stroke="var(--sv-hatch)" stroke-width="5"/></pattern></defs>'
)
FONT = "Inter, system-ui, Segoe UI, Noto Sans, DejaVu Sans, sans-serif"


def colour(name: str) -> str:
    """A theme colour as it stands in the drawing. Raises KeyError for a name the documents do not know."""
    LIGHT[name]
    return f"var(--sv-{name})"


@dataclass
class Drawing:
    """Marks on a canvas `width` × `height` pixels. `title` and `description` are what a screen reader says."""

    width: int
    height: int
    title: str
    description: str
    boxes: list[dict] = field(default_factory=list)
    lines: list[dict] = field(default_factory=list)
    dots: list[dict] = field(default_factory=list)
    words: list[dict] = field(default_factory=list)
    bands: list[dict] = field(default_factory=list)
    curves: list[dict] = field(default_factory=list)
    areas: list[dict] = field(default_factory=list)

    def box(self, x: float, y: float, width: float, height: float, fill: str, *, outline: str = "transparent") -> None:
        """A filled box with softly rounded corners."""
        self.boxes.append({"x": x, "x2": x + width, "y": y, "y2": y + height, "fill": fill, "outline": outline})

    def line(
        self, x: float, y: float, x2: float, y2: float, stroke: str, *, width: float = 1, dash: bool = False
    ) -> None:
        """A straight line."""
        self.lines.append({"x": x, "y": y, "x2": x2, "y2": y2, "stroke": stroke, "width": width, "dash": dash})

    def band(self, x: float, top: float, x2: float, top2: float, thick: float, fill: str) -> None:
        """A softly bent band of even thickness from its upper left corner to its upper right one, seen through."""
        self.bands.append({"x": x, "top": top, "x2": x2, "top2": top2, "thick": thick, "fill": fill})

    def curve(self, points: Sequence[tuple[float, float]], stroke: str, *, width: float = 1, dash: bool = False):
        """A line through the points."""
        self.curves.append({"points": points, "stroke": stroke, "width": width, "dash": dash})

    def area(self, points: Sequence[tuple[float, float]], fill: str, *, outline: str) -> None:
        """A filled shape with straight sides between its corners."""
        self.areas.append({"points": points, "fill": fill, "outline": outline})

    def dot(self, x: float, y: float, fill: str, *, radius: float = 6) -> None:
        """A round mark."""
        self.dots.append({"x": x, "y": y, "fill": fill, "radius": radius})

    def say(
        self,
        x: float,
        y: float,
        text: str,
        *,
        fill: str = "ink",
        size: int = 13,
        align: str = "left",
        bold: bool = False,
        over_lines: bool = False,
    ):
        """Words whose middle stands at height `y`; `over_lines` gives the letters an edge that lines do not cross."""
        self.words.append(
            {
                "x": x,
                "y": y,
                "text": text,
                "fill": colour(fill),
                "size": size,
                "align": align,
                "weight": 600 if bold else 400,
                "edge": over_lines,
            }
        )

    def svg(self, *, name: str) -> str:
        """Inline SVG in theme colours. `name` makes its ids unique on the page."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="sv-drawing" role="img" '
            f'aria-labelledby="{name}-t {name}-d" viewBox="0 0 {self.width} {self.height}" '
            f'width="100%" preserveAspectRatio="xMinYMin meet" font-family="{FONT}">'
            f'<title id="{name}-t">{escape(self.title)}</title><desc id="{name}-d">{escape(self.description)}</desc>'
        )
        return (head + self._marks() + "</svg>").replace("sv-hatching", f"sv-hatching-{name}")

    def image(self, *, dark: bool = False) -> str:
        """The drawing as a file of its own, in the light or the dark colours; its text alternative is the page's."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" font-family="{FONT}"><title>{escape(self.title)}</title>'
        )
        return in_colours(head + self._marks() + "</svg>", DARK if dark else LIGHT)

    def _marks(self) -> str:
        parts = [_HATCH_DEFINITION] if any(box["fill"] == HATCH for box in self.boxes) else []
        parts += [_area(area) for area in self.areas]
        parts += [_box(box) for box in self.boxes]
        parts += [_band(band) for band in self.bands]
        parts += [_line(line) for line in self.lines]
        parts += [_curve(curve) for curve in self.curves]
        parts += [_dot(dot) for dot in self.dots]
        return "".join([*parts, *(_word(word) for word in self.words)])

    def png(self, *, scale: float = 2) -> bytes:
        """The drawing in light colours for documents, `scale` pixels per unit."""
        import vl_convert

        _register_fonts()
        svg = self.svg(name="p").replace('width="100%"', f'width="{self.width}" height="{self.height}"')
        return vl_convert.svg_to_png(in_light(svg), scale=scale)


def in_light(svg: str) -> str:
    """Replace theme colours by their light values."""
    return in_colours(svg, LIGHT)


def in_colours(svg: str, colours: Mapping[str, str]) -> str:
    """Replace theme colours by the values of LIGHT or DARK."""
    return re.sub(r"var\(--sv-([a-z_-]+)\)", lambda found: colours[found[1]], svg)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _box(box: dict) -> str:
    outline = "" if box["outline"] == "transparent" else f' stroke="{box["outline"]}"'
    return (
        f'<rect x="{_n(box["x"])}" y="{_n(box["y"])}" width="{_n(box["x2"] - box["x"])}" '
        f'height="{_n(box["y2"] - box["y"])}" rx="3" fill="{box["fill"]}"{outline}/>'
    )


def _line(line: dict) -> str:
    dash = ' stroke-dasharray="5 4"' if line["dash"] else ""
    return (
        f'<line x1="{_n(line["x"])}" y1="{_n(line["y"])}" x2="{_n(line["x2"])}" y2="{_n(line["y2"])}" '
        f'stroke="{line["stroke"]}" stroke-width="{_n(line["width"])}"{dash}/>'
    )


def _band(band: dict) -> str:
    middle = _n((band["x"] + band["x2"]) / 2)
    x, x2, top, top2 = (_n(band[name]) for name in ("x", "x2", "top", "top2"))
    foot, foot2 = _n(band["top"] + band["thick"]), _n(band["top2"] + band["thick"])
    return (
        f'<path d="M{x} {top}C{middle} {top} {middle} {top2} {x2} {top2}V{foot2}'
        f'C{middle} {foot2} {middle} {foot} {x} {foot}Z" fill="{band["fill"]}" fill-opacity="0.55"/>'
    )


def _curve(curve: dict) -> str:
    dash = ' stroke-dasharray="5 4"' if curve["dash"] else ""
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in curve["points"])
    return f'<polyline points="{points}" fill="none" stroke="{curve["stroke"]}" stroke-width="{curve["width"]}"{dash}/>'


def _area(area: dict) -> str:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in area["points"])
    return f'<polygon points="{points}" fill="{area["fill"]}" stroke="{area["outline"]}" stroke-width="1"/>'


_ANCHORS = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}


def _dot(dot: dict) -> str:
    return f'<circle cx="{_n(dot["x"])}" cy="{_n(dot["y"])}" r="{_n(dot["radius"])}" fill="{dot["fill"]}"/>'


def _word(word: dict) -> str:
    weight = ' font-weight="600"' if word["weight"] == 600 else ""
    edge = f' stroke="{colour("panel")}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"'
    middle = word["y"] + 0.35 * word["size"]  # from the middle of the letters to the line they stand on
    return (
        f'<text x="{_n(word["x"])}" y="{_n(middle)}" font-size="{word["size"]}"{_ANCHORS[word["align"]]}{weight} '
        f'fill="{word["fill"]}"{edge if word["edge"] else ""}>{escape(word["text"])}</text>'
    )


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    import vl_convert

    for folder in ("/usr/share/fonts/truetype/dejavu",):
        if Path(folder).is_dir():
            vl_convert.register_font_directory(folder)
