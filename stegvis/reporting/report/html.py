"""A report as one HTML file that needs nothing beside it: own styles and fonts inside, pictures embedded, no script."""

import base64
import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stegvis.reporting.charts.drawing import in_light
from stegvis.reporting.report.content import Block, Facts, Figure, Heading, Paragraph, Report, Table

_STYLES = Path(__file__).with_name("report.css")
#: Where the product keeps its font, and which characters each of the two files is for.
_FONTS = (
    ("stegvis/vendor/inter/inter-latin-wght-normal.woff2", "U+0000-00FF, U+0131, U+0152-0153, U+2000-206F, U+20AC"),
    ("stegvis/vendor/inter/inter-latin-ext-wght-normal.woff2", "U+0100-02BA, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB"),
)


def to_html(report: Report, *, for_pdf: bool = False) -> str:
    """The report as an HTML file. `for_pdf` embeds the pictures in light colours with their text alternative beside."""
    with translation.override(report.language):
        shown = format_html_join("\n", "{}", ((_block(block, for_pdf),) for block in report.blocks))
        return str(
            format_html(
                '<!doctype html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n<title>{}</title>\n'
                '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
                '<meta name="author" content="Stegvis">\n<meta name="dcterms.created" content="{}">\n'
                "<style>\n{}{}</style>\n</head>\n<body>\n<main>\n{}{}\n{}\n</main>\n</body>\n</html>\n",
                report.spoken,
                report.title,
                report.made_at.isoformat(timespec="seconds"),
                _fonts(),
                _styles(report),
                _cover(report),
                "" if for_pdf else _contents(report),
                shown,
            )
        )


@lru_cache(maxsize=1)
def _fonts() -> SafeString:
    faces = []
    for name, characters in _FONTS:
        content = base64.b64encode(Path(finders.find(name)).read_bytes()).decode("ascii")
        faces.append(
            "@font-face { font-family: Inter; font-weight: 100 900; "
            f'src: url("data:font/woff2;base64,{content}") format("woff2"); unicode-range: {characters}; }}\n'
        )
    return mark_safe("".join(faces))  # noqa: S308  our own files


def _styles(report: Report) -> SafeString:
    """The style sheet, with the words that stand at the foot of each printed page."""
    foot, page = _css_text(f"{report.name} · {report.kind}"), _css_text(_("Page"))
    text = _STYLES.read_text(encoding="utf-8").replace("STEGVIS-FOOT", foot).replace("STEGVIS-PAGE", page)
    return mark_safe(text)  # noqa: S308  what came from the project has been turned into CSS escapes


def _css_text(text: str) -> str:
    """Text for a CSS string: everything but letters and digits as an escape (which ends with a space)."""
    return "".join(c if c.isalnum() else f"\\{ord(c):06x} " for c in text)


def _cover(report: Report) -> SafeString:
    return format_html(
        '<div class="cover">\n<h1>{}</h1>\n<p class="kind">{}</p>\n{}\n</div>\n',
        report.name,
        report.kind,
        _facts(report.cover),
    )


def _contents(report: Report) -> SafeString:
    links = [(_anchor(block), block.text) for block in report.blocks if isinstance(block, Heading) and block.level == 1]
    return format_html(
        '<nav class="contents" aria-label="{}"><ul>{}</ul></nav>\n',
        _("Contents"),
        format_html_join("", '<li><a href="#{}">{}</a></li>', links),
    )


def _anchor(heading: Heading) -> str:
    """The name of a place in the page; words of every script keep their letters."""
    return re.sub(r"\W+", "-", heading.text.lower()).strip("-") or "part"


def _block(block: Block, for_pdf: bool) -> SafeString:
    match block:
        case Heading(level=1):
            return format_html('<h2 id="{}">{}</h2>', _anchor(block), block.text)
        case Heading():
            return format_html("<h3>{}</h3>", block.text)
        case Paragraph():
            return format_html("<p>{}</p>", block.text)
        case Facts():
            return _facts(block.pairs)
        case Table():
            return _table(block)
        case Figure():
            return _figure(block, for_pdf)
    raise TypeError(block)


def _facts(pairs) -> SafeString:
    lines = format_html_join("\n", "<li><b>{}:</b> {}</li>", pairs)
    return format_html('<ul class="facts">\n{}\n</ul>', lines)


def _table(block: Table) -> SafeString:
    view = block.view
    heads = format_html_join("", '<th scope="col">{}</th>', ((head,) for head in view.heads))
    rows = format_html_join(
        "\n",
        '<tr><th scope="row">{}</th>{}</tr>',
        ((row[0], format_html_join("", "<td>{}</td>", ((cell,) for cell in row[1:]))) for row in view.rows),
    )
    return format_html(
        '<div class="wide" role="region" tabindex="0" aria-labelledby="table-{number}">\n<table>\n'
        '<caption id="table-{number}"><b>{word} {number}.</b> {caption}</caption>\n'
        "<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>\n{note}",
        number=block.number,
        word=_("Table"),
        caption=view.caption,
        heads=heads,
        rows=rows,
        note=_note(block.note),
    )


def _figure(block: Figure, for_pdf: bool) -> SafeString:
    drawing, name = block.drawing, f"figure-{block.number}"
    # the drawings escape every text they hold
    svg = drawing.svg(name=name)
    if for_pdf:
        content = base64.b64encode(in_light(svg).encode()).decode("ascii")
        shown = format_html('<img src="data:image/svg+xml;base64,{}" alt="{}">', content, drawing.description)
    else:
        narrow = block.narrow.svg(name=f"{name}-narrow")
        pair = f'<div class="on-paper">{svg}</div><div class="on-phone">{narrow}</div>'
        shown = mark_safe(pair)  # noqa: S308
    return format_html(
        '<figure class="part-{}">\n<figcaption><b>{} {}.</b> {}</figcaption>\n{}\n</figure>\n{}',
        round(block.share * 100),
        _("Figure"),
        block.number,
        drawing.title,
        shown,
        _note(block.note),
    )


def _note(text: str) -> SafeString:
    return format_html('<p class="note">{}</p>', text) if text else SafeString("")
