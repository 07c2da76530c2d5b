"""Our checks of a PDF against PDF/UA-1 (ISO 14289-1:2014), clause by clause; docs/testing.md lists them.

They follow the Matterhorn Protocol's machine-checkable conditions as far as our reports can meet or miss them. What
only a person can judge (is the text alternative good?) they cannot.
"""

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

from tests.documents import pdf_text
from tests.documents.pdf_text import ARTIFACT

STANDARD = {
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "P", "H1", "H2", "H3", "H4", "H5", "H6", "L",
    "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "NonStruct", "Figure", "Link",
}  # fmt: skip
INSIDE = {
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"Caption", "THead", "TBody", "TFoot", "TR"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}


@dataclass
class Node:
    """A structure element: kind, attributes, and what it holds (elements, or marks of a page)."""

    kind: str
    raw: object
    kids: list = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """This element and all under it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def marks(self) -> Iterator[tuple[int, int]]:
        """The content it holds, in reading order: (page, number)."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.marks()
            else:
                yield kid


class Tagged:
    """An opened PDF with its tree and the content of its pages."""

    def __init__(self, content: bytes):
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.pages = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.root = self._node(self.pdf.Root.StructTreeRoot) if "/StructTreeRoot" in self.pdf.Root else None
        self.pieces = pdf_text.pieces(self.pdf)

    def _node(self, raw) -> Node:
        node = Node(str(raw.get("/S", "/Root"))[1:], raw)
        held = raw.get("/K", [])
        for kid in held if isinstance(held, pikepdf.Array) else [held]:
            if hasattr(kid, "keys"):
                node.kids.append(self._node(kid))
            else:
                node.kids.append((self.pages[raw.Pg.objgen], int(kid)))
        return node

    def every(self, *kinds: str) -> list[Node]:
        """All elements of these kinds, in reading order."""
        return [node for node in self.root.walk() if node.kind in kinds]

    def text_of(self, node: Node) -> str:
        """What an element says, in reading order; a figure says its alternative."""
        if node.kind == "Figure":
            return str(node.raw.get("/Alt", ""))
        said = []
        for kid in node.kids:
            if isinstance(kid, Node):
                said.append(self.text_of(kid))
            else:
                said.append("".join(p.text for p in self.pieces if (p.page, p.mark) == kid))
        return "".join(said) if node.kind in ("Span", "P", "H1", "H2", "H3", "LBody") else "\n".join(said)


def faults(content: bytes, *, language: str) -> list[str]:
    """What is wrong with the PDF, each fault with the clause it offends; empty when all checks pass."""
    tagged = Tagged(content)
    if tagged.root is None:
        return ["7.1: the file has no structure tree"]
    return [*itertools.chain.from_iterable(check(tagged, language) for check in CHECKS)]


def _file(tagged: Tagged, language: str) -> Iterator[str]:
    catalogue = tagged.pdf.Root
    if not catalogue.get("/MarkInfo", {}).get("/Marked", False) or catalogue.MarkInfo.get("/Suspects", False):
        yield "6.2: the file does not say that all its content is marked"
    if str(catalogue.get("/Lang", "")) != language:
        yield f"7.2: the language is {catalogue.get('/Lang')}, not {language}"
    if not catalogue.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "7.1: the window would show the file's name instead of its title"
    with tagged.pdf.open_metadata() as meta:
        if meta.get("pdfuaid:part") != "1":
            yield "5: the file does not say that it is PDF/UA-1"
        if not str(meta.get("dc:title", "")).strip():
            yield "7.1: the file has no title"
    if tagged.pdf.is_encrypted or "/OpenAction" in catalogue or "/JavaScript" in catalogue.get("/Names", {}):
        yield "7.16, 7.19: the file is locked or runs something"


def _tree(tagged: Tagged, language: str) -> Iterator[str]:
    if [kid.kind for kid in tagged.root.kids] != ["Document"]:
        yield "7.1: the tree does not begin with one document"
    for node in tagged.root.walk():
        if node is not tagged.root and node.kind not in STANDARD:
            yield f"7.1: {node.kind} is no standard kind of element"
        strange = {kid.kind if isinstance(kid, Node) else "content" for kid in node.kids} - INSIDE.get(node.kind, set())
        if node.kind in INSIDE and strange:
            yield f"7.5, 7.6: {node.kind} holds {', '.join(sorted(strange))}"


def _content(tagged: Tagged, language: str) -> Iterator[str]:
    in_tree = list(tagged.root.marks())
    if len(in_tree) != len(set(in_tree)):
        yield "7.1: some content stands in the tree twice"
    for piece in tagged.pieces:
        if piece.mark is None:
            yield f"7.1: on page {piece.page + 1} something ({piece.operator}) is neither text nor artifact"
        elif piece.mark != ARTIFACT and (piece.page, piece.mark) not in in_tree:
            yield f"7.1: on page {piece.page + 1} content {piece.mark} hangs nowhere in the tree"
    places = list(tagged.pdf.Root.StructTreeRoot.ParentTree.Nums)
    back = {int(number): elements for number, elements in zip(places[::2], places[1::2], strict=True)}
    for node in tagged.root.walk():
        for page, mark in (kid for kid in node.kids if not isinstance(kid, Node)):
            held = back[int(tagged.pdf.pages[page].StructParents)][mark]
            if held.objgen != node.raw.objgen:
                yield f"7.1: on page {page + 1} content {mark} does not lead back to its element"


def _headings(tagged: Tagged, language: str) -> Iterator[str]:
    levels = [int(node.kind[1]) for node in tagged.every("H1", "H2", "H3", "H4", "H5", "H6")]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"7.4.2: the headings do not begin with one at level 1: {levels}"
    yield from (
        f"7.4.2: a heading of level {high} follows one of level {low}"
        for low, high in itertools.pairwise(levels)
        if high > low + 1
    )


def _figures(tagged: Tagged, language: str) -> Iterator[str]:
    for node in tagged.every("Figure"):
        if not str(node.raw.get("/Alt", "")).strip():
            yield "7.3: a figure has no text alternative"
        left, low, right, high = (float(edge) for edge in node.raw.A.BBox)
        _x, _y, width, height = (float(edge) for edge in node.raw.Pg.MediaBox)
        if not (0 <= left < right <= width and 0 <= low < high <= height):
            yield f"7.3: the box of a figure lies outside its page: {left, low, right, high}"
    if pdf_text.raster_pictures(tagged.pdf):
        yield "7.3: there are pictures made of dots, which may hold text"


def _tables(tagged: Tagged, language: str) -> Iterator[str]:
    for table in tagged.every("Table"):
        rows = [[cell for cell in row.kids if isinstance(cell, Node)] for row in table.walk() if row.kind == "TR"]
        if len({len(row) for row in rows}) != 1:
            yield "7.5: the rows of a table are not equally long"
        scopes = {str(cell.raw.get("/A", {}).get("/Scope", "")) for row in rows for cell in row if cell.kind == "TH"}
        if scopes != {"/Row", "/Column"}:
            yield f"7.5: the heads of a table have the scopes {sorted(scopes)}"
        if not [kid for kid in table.kids if isinstance(kid, Node) and kid.kind == "Caption"]:
            yield "7.5: a table has no caption"
        if any(cell.kind != "TH" for cell in rows[0]) or any(row[0].kind != "TH" for row in rows):
            yield "7.5: the first row and column of a table are not all heads"


def _fonts(tagged: Tagged, language: str) -> Iterator[str]:
    for font in pdf_text.fonts_of(tagged.pdf):
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys()):
            yield f"7.21.4: {font.BaseFont} is not embedded"
        if not pdf_text.unicode_of(font):
            yield f"7.21.7: {font.BaseFont} does not say which letters its shapes are"
    if any("\N{REPLACEMENT CHARACTER}" in piece.text for piece in tagged.pieces):
        yield "7.21.7: some shapes say no letter"


def _annotations(tagged: Tagged, language: str) -> Iterator[str]:
    for number, page in enumerate(tagged.pdf.pages, 1):
        if "/Annots" in page and str(page.get("/Tabs", "")) != "/S":
            yield f"7.18: page {number} has links or fields that are not visited in reading order"


CHECKS = (_file, _tree, _content, _headings, _figures, _tables, _fonts, _annotations)
