"""The style sheets hold together: every token that is read has a value, in light and dark, and words can be read."""

import gzip
import re
from pathlib import Path

import pytest

import stegvis.web.shared
from stegvis.web.shared.templatetags.stegvis_ui import icon_names

STATIC = Path(stegvis.web.shared.__file__).parent / "static" / "stegvis"
TEMPLATES = Path(stegvis.web.shared.__file__).parent.parent
SHEETS = sorted(STATIC.glob("*.css"))
THEME = (STATIC / "theme.css").read_text(encoding="utf-8")
VENDORED = (STATIC / "vendor" / "designsystemet" / "designsystemet.css").read_text(encoding="utf-8")
PAIR = re.compile(r"(--sv-[\w-]+):\s*light-dark\(\s*(#[0-9a-f]{6})\s*,\s*(#[0-9a-f]{6})\s*\)")
PHYSICAL = re.compile(
    r"\b(margin|padding|border|inset)-(left|right)\b|[\s;{](left|right)\s*:|text-align:\s*(left|right)"
)
LIGHT = {name: light for name, light, _ in PAIR.findall(THEME)}
DARK = {name: dark for name, _, dark in PAIR.findall(THEME)}

#: what is written on what; WCAG 2.2 asks 4.5 to 1 for text
TEXT_ON = [
    ("--sv-ink", "--sv-paper"), ("--sv-ink", "--sv-panel"), ("--sv-ink", "--sv-sunken"),
    ("--sv-muted", "--sv-paper"), ("--sv-muted", "--sv-panel"), ("--sv-muted", "--sv-sunken"),
    ("--sv-accent-link", "--sv-paper"), ("--sv-accent-link", "--sv-panel"), ("--sv-accent-ink", "--sv-accent-wash"),
    ("--sv-on-accent", "--sv-accent"), ("--sv-on-accent", "--sv-accent-hover"),
    ("--sv-on-accent", "--sv-accent-active"),
    ("--sv-on-bad", "--sv-bad-base"), ("--sv-bad", "--sv-panel"),
    ("--sv-info-ink", "--sv-info-wash"), ("--sv-good-ink", "--sv-good-wash"),
    ("--sv-warn-ink", "--sv-warn-wash"), ("--sv-bad-ink", "--sv-bad-wash"),
    *(("--sv-on-track", f"--sv-{about}") for about in ("health", "study", "work", "place", "contact", "measure")),
    *(
        (f"--sv-on-outcome-{group}", f"--sv-outcome-{group}")
        for group in ("work", "studies", "internship", "job_seeking", "other", "still_enrolled")
    ),
]  # fmt: skip
#: the edges of fields, and the focus mark; WCAG 2.2 asks 3 to 1
EDGE_ON = [("--sv-line-strong", "--sv-panel"), ("--sv-focus", "--sv-paper"), ("--sv-focus", "--sv-panel")]


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, WCAG 2.2."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_can_be_read(scheme, text, ground):
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_ON)
def test_edges_can_be_seen(scheme, edge, ground):
    assert contrast(scheme[edge], scheme[ground]) >= 3


def test_every_token_of_the_vendored_components_has_a_value():
    read = set(re.findall(r"var\((--ds-[\w-]+)", VENDORED))
    given = set(re.findall(r"(--ds-[\w-]+)\s*:", VENDORED + THEME))
    assert read - given == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_own_token_that_is_read_is_defined(sheet):
    own = "".join(path.read_text(encoding="utf-8") for path in SHEETS)
    defined = set(re.findall(r"(--sv-[\w-]+)\s*:", own))
    assert set(re.findall(r"var\((--sv-[\w-]+)", sheet.read_text(encoding="utf-8"))) - defined == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_own_sheets_say_start_and_end_so_that_right_to_left_works(sheet):
    physical = re.compile(
        r"\b(margin|padding|border|inset)-(left|right)\b|[\s;{](left|right)\s*:|text-align:\s*(left|right)"
    )
    assert [found.group() for found in physical.finditer(sheet.read_text(encoding="utf-8"))] == []


def test_every_icon_the_templates_name_is_in_the_sprite():
    named = set()
    for path in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r'\{%\s*icon\s+"([\w-]+)"', path.read_text(encoding="utf-8")))
        named |= set(re.findall(r'\sicon="([\w-]+)"', path.read_text(encoding="utf-8")))
    assert named - icon_names() == set()


@pytest.mark.parametrize("room", sorted(path.name for path in (STATIC / "vendor").iterdir()))
def test_every_vendored_thing_has_its_licence(room):
    assert (STATIC / "vendor" / room / "LICENSE").stat().st_size > 200


def test_style_and_script_of_a_page_are_small():
    shipped = [path for kind in ("css", "js") for path in STATIC.rglob(f"*.{kind}")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in shipped) < 60_000
