"""Reads what stands on the pages of a PDF: each piece of content with the mark it carries and the text it says."""

import re
from dataclasses import dataclass

import pikepdf

PAINTING = {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "BI", "INLINE IMAGE"}
ARTIFACT = "artifact"


@dataclass
class Piece:
    """Something painted: on which page, under which mark (a number, ARTIFACT, or None), and its text if it is text."""

    page: int
    mark: int | str | None
    operator: str
    text: str = ""


def pieces(pdf: pikepdf.Pdf) -> list[Piece]:
    """Everything painted on the pages, in the order of painting. Forms (pictures) count as one piece each."""
    found = []
    for number, page in enumerate(pdf.pages):
        fonts = {name: unicode_of(font) for name, font in (page.resources.get("/Font") or {}).items()}
        found += _on_page(number, page, fonts)
    return found


def _on_page(number: int, page, fonts: dict) -> list[Piece]:
    found, marks, font = [], [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            marks.append(_mark(operands))
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            font = fonts[str(operands[0])]
        elif name in PAINTING:
            mark = next((mark for mark in reversed(marks) if mark is not None), None)
            found.append(Piece(number, mark, name, _text(operands, font) if name in ("Tj", "TJ") else ""))
    return found


def _mark(operands) -> int | str | None:
    if str(operands[0]) == "/Artifact":
        return ARTIFACT
    return int(operands[1].MCID) if len(operands) > 1 and "/MCID" in operands[1] else None


def _text(operands, font: dict[int, str]) -> str:
    parts = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
    said = ""
    for part in parts:
        if isinstance(part, pikepdf.String):
            raw = bytes(part)
            codes = [int.from_bytes(raw[place : place + 2], "big") for place in range(0, len(raw), 2)]
            said += "".join(font.get(code, "\N{REPLACEMENT CHARACTER}") for code in codes)
    return said


def unicode_of(font) -> dict[int, str]:
    """What each glyph of a font says, by its ToUnicode table (PDF 1.7, 9.10.3); empty without one."""
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, said in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(code, 16)] = _said(said)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, said in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for place, code in enumerate(range(int(low, 16), int(high, 16) + 1)):
                found[code] = chr(int(said, 16) + place)
    return found


def _said(hexadecimal: str) -> str:
    return bytes.fromhex(hexadecimal).decode("utf-16-be")


def fonts_of(pdf: pikepdf.Pdf) -> list:
    """Every font of the pages and of the pictures on them."""
    found = {}

    def gather(resources) -> None:
        for font in (resources.get("/Font") or {}).values():
            found[font.objgen] = font
        for form in (resources.get("/XObject") or {}).values():
            if "/Resources" in form:
                gather(form.Resources)

    for page in pdf.pages:
        gather(page.resources)
    return list(found.values())


def raster_pictures(pdf: pikepdf.Pdf) -> int:
    """How many pictures made of dots the file holds (the mask of a vector picture's shadow counts too)."""
    return sum(
        1 for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and str(thing.get("/Subtype", "")) == "/Image"
    )
