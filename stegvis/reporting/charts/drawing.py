"""A small canvas over Altair: boxes, lines, dots and words at given places, in theme colours."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

#: Theme colours by name, with the light value that documents use. Pages use the theme's own (light or dark).
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
}
HATCH = "url(#sv-hatching)"
_HATCH_DEFINITION = (
    '<defs><pattern id="sv-hatching" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" fill="var(--sv-panel)"/>'
    '<line x1="0" y1="0" x2="0" y2="8" stroke="var(--sv-hatch)" stroke-width="5"/></pattern></defs>'
)
FONT = "Inter, Noto Sans, DejaVu Sans, sans-serif"


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

    def box(self, x: float, y: float, width: float, height: float, fill: str, *, outline: str = "transparent") -> None:
        """A filled box with softly rounded corners."""
        self.boxes.append({"x": x, "x2": x + width, "y": y, "y2": y + height, "fill": fill, "outline": outline})

    def line(
        self, x: float, y: float, x2: float, y2: float, stroke: str, *, width: float = 1, dash: bool = False
    ) -> None:
        """A straight line."""
        self.lines.append({"x": x, "y": y, "x2": x2, "y2": y2, "stroke": stroke, "width": width, "dash": dash})

    def dot(self, x: float, y: float, fill: str) -> None:
        """A round mark."""
        self.dots.append({"x": x, "y": y, "fill": fill})

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
    ):
        """Words whose middle stands at height `y`."""
        self.words.append(
            {
                "x": x,
                "y": y,
                "text": text,
                "fill": colour(fill),
                "size": size,
                "align": align,
                "weight": 600 if bold else 400,
            }
        )

    def specification(self) -> dict:
        """The Vega-Lite specification (a plain dict)."""
        import altair as alt

        def place(name, limit):
            domain = alt.Scale(domain=[0, limit], range=[0, limit], nice=False, zero=False)
            return {
                name: alt.X(f"{name}:Q", scale=domain, axis=None)
                if name == "x"
                else alt.Y(f"{name}:Q", scale=domain, axis=None)
            }

        spots = place("x", self.width) | place("y", self.height)
        layers = []
        if self.boxes:
            layers.append(
                alt.Chart(alt.Data(values=self.boxes))
                .mark_rect(cornerRadius=3, strokeWidth=1)
                .encode(**spots, x2="x2:Q", y2="y2:Q", fill=_raw(alt.Fill, "fill"), stroke=_raw(alt.Stroke, "outline"))
            )
        for line in self.lines:
            layers.append(
                alt.Chart(alt.Data(values=[line]))
                .mark_rule(strokeWidth=line["width"], strokeDash=[5, 4] if line["dash"] else [1, 0])
                .encode(**spots, x2="x2:Q", y2="y2:Q", stroke=_raw(alt.Stroke, "stroke"))
            )
        if self.dots:
            layers.append(
                alt.Chart(alt.Data(values=self.dots))
                .mark_point(filled=True, size=110, opacity=1)
                .encode(**spots, fill=_raw(alt.Fill, "fill"))
            )
        for look in sorted({(w["size"], w["align"], w["weight"]) for w in self.words}):
            size, align, weight = look
            chosen = [w for w in self.words if (w["size"], w["align"], w["weight"]) == look]
            layers.append(
                alt.Chart(alt.Data(values=chosen))
                .mark_text(fontSize=size, align=align, baseline="middle", fontWeight=weight, font=FONT)
                .encode(**spots, text="text:N", fill=_raw(alt.Fill, "fill"))
            )
        chart = alt.layer(*layers).properties(width=self.width, height=self.height, padding=0, background="transparent")
        return chart.configure_view(stroke=None).to_dict()

    def svg(self, *, name: str) -> str:
        """Inline SVG in theme colours. `name` makes its ids unique on the page."""
        import vl_convert

        drawn = vl_convert.vegalite_to_svg(self.specification())
        drawn = re.sub(r'<rect width="[\d.]+" height="[\d.]+" fill="transparent"/>', "", drawn, count=1)
        # Vega describes its inner groups to screen readers piece by piece; here one title and description say it all
        drawn = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", drawn)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="sv-drawing" role="img" '
            f'aria-labelledby="{name}-t {name}-d" viewBox="0 0 {self.width} {self.height}" '
            f'width="100%" preserveAspectRatio="xMinYMin meet">'
            f'<title id="{name}-t">{escape(self.title)}</title><desc id="{name}-d">{escape(self.description)}</desc>'
        )
        body = drawn[drawn.index(">") + 1 :]
        hatching = f"sv-hatching-{name}"
        return (head + _HATCH_DEFINITION + body).replace("sv-hatching", hatching)

    def png(self, *, scale: float = 2) -> bytes:
        """The drawing in light colours for documents, `scale` pixels per unit."""
        import vl_convert

        _register_fonts()
        svg = self.svg(name="p").replace('width="100%"', f'width="{self.width}" height="{self.height}"')
        return vl_convert.svg_to_png(in_light(svg), scale=scale)


def in_light(svg: str) -> str:
    """Replace theme colours by their light values."""
    return re.sub(r"var\(--sv-([a-z_-]+)\)", lambda found: LIGHT[found[1]], svg)


def _raw(channel, name: str):
    return channel(f"{name}:N", scale=None, legend=None)


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    import vl_convert

    for folder in ("/usr/share/fonts/truetype/dejavu",):
        if Path(folder).is_dir():
            vl_convert.register_font_directory(folder)
