"""Our checks of a Word file: what Word's own accessibility checker looks for, and that the look comes from styles."""

import io
import itertools
from collections.abc import Iterator

from docx import Document
from docx.oxml.ns import qn

STYLES = {"Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Caption"}


def faults(content: bytes, *, language: str) -> list[str]:
    """What is wrong with the Word file; empty when all checks pass."""
    document = Document(io.BytesIO(content))
    return [*itertools.chain.from_iterable(check(document, language) for check in CHECKS)]


def _file(document, language: str) -> Iterator[str]:
    if document.core_properties.language != language:
        yield f"the language is {document.core_properties.language}, not {language}"
    spoken = document.styles["Normal"].element.rPr.find(qn("w:lang"))
    if spoken is None or spoken.get(qn("w:val")) != language:
        yield "the text does not say its language"
    if not document.core_properties.title:
        yield "the file has no title"


def _headings(document, language: str) -> Iterator[str]:
    levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Heading")]
    if levels[:1] != [1] or any(high > low + 1 for low, high in itertools.pairwise(levels)):
        yield f"the headings leave a level out: {levels}"
    used = {p.style.name for p in document.paragraphs}
    if used - STYLES:
        yield f"styles of no meaning are used: {used - STYLES}"


def _pictures(document, language: str) -> Iterator[str]:
    for shape in document.inline_shapes:
        if len(shape._inline.docPr.get("descr", "")) < 20:
            yield "a picture has no text alternative"


def _tables(document, language: str) -> Iterator[str]:
    for table in document.tables:
        head = table.rows[0]._tr.trPr
        if head is None or head.find(qn("w:tblHeader")) is None:
            yield "a table does not mark its head row"
        if table._tbl.tblPr.find(qn("w:tblCaption")) is None:
            yield "a table has no description"
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        if look is None or look.get(qn("w:firstColumn")) != "1":
            yield "a table does not mark its first column"
        if table._tbl.xpath(".//w:vMerge | .//w:gridSpan"):
            yield "a table has merged cells"


CHECKS = (_file, _headings, _pictures, _tables)
