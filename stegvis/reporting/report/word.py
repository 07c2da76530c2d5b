"""A Word document with real styles, captions, alt texts and table heads; equal input gives equal bytes."""

import io
import zipfile

from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from stegvis.reporting.report.content import Block, Facts, Figure, Heading, Paragraph, Report, Table

INK, ACCENT, MUTED = RGBColor(0x1B, 0x22, 0x26), RGBColor(0x0B, 0x6B, 0x61), RGBColor(0x56, 0x61, 0x68)
FONT = "Calibri"


WIDTH_CM = 16


def to_docx(report: Report) -> bytes:
    """The report as a Word file."""
    with translation.override(report.language):
        writer = _Writer(report)
        writer.title_page()
        for block in report.blocks:
            writer.write(block)
        return writer.to_bytes()


class _Writer:
    """A document being written. Its language is set in the file so that screen readers speak it."""

    def __init__(self, report: Report):
        self.document: DocumentType = Document()
        self._report, self._language = report, report.spoken
        properties = self.document.core_properties
        properties.title, properties.author, properties.language = report.title, "Stegvis", self._language
        properties.created = properties.modified = report.made_at.replace(tzinfo=None, microsecond=0)
        properties.last_modified_by, properties.revision, properties.comments = "Stegvis", 1, ""
        self._set_styles()

    def write(self, block: Block) -> None:
        """Write one block of the report."""
        match block:
            case Heading():
                self.document.add_heading(block.text, block.level)
            case Paragraph():
                self.document.add_paragraph(block.text)
            case Facts():
                self.facts(block.pairs)
            case Table():
                self.table(block)
            case Figure():
                self.picture(block)

    def _set_styles(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        looks = {
            "Normal": (10.5, INK, False),
            "Title": (28, ACCENT, True),
            "Subtitle": (14, MUTED, False),
            "Heading 1": (18, ACCENT, True),
            "Heading 2": (13, INK, True),
            "Caption": (9.5, MUTED, False),
        }
        for name, (size, colour, bold) in looks.items():
            style = self.document.styles[name]
            style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
            style.font.color.rgb = colour
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(kind), None)
            fonts.set(qn("w:eastAsia"), FONT)
        spoken = OxmlElement("w:lang")
        for kind in ("w:val", "w:eastAsia", "w:bidi"):
            spoken.set(qn(kind), self._language if kind != "w:bidi" else "ar-SA")
        properties = self.document.styles["Normal"].element.get_or_add_rPr()
        properties.append(spoken)
        self.document.styles["Caption"].paragraph_format.keep_with_next = True

    def title_page(self) -> None:
        """The first page: what this is, of which project, from which release."""
        for _line in range(6):
            self.document.add_paragraph()
        self.document.add_paragraph(self._report.name, style="Title")
        self.document.add_paragraph(self._report.kind, style="Subtitle")
        self.document.add_paragraph()
        self.facts(self._report.cover)
        self.document.add_page_break()

    def facts(self, pairs) -> None:
        """Short facts, one a line: a name in bold and its value."""
        for name, value in pairs:
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(3)
            paragraph.add_run(f"{name}: ").bold = True
            paragraph.add_run(value)

    def table(self, block: Table) -> None:
        """A captioned table whose head row repeats on every page and whose first column are row heads."""
        view = block.view
        self._caption(_("Table"), block.number, view.caption)
        table = self.document.add_table(rows=1, cols=len(view.heads))
        table.style, table.alignment = self.document.styles["Table Grid"], WD_TABLE_ALIGNMENT.LEFT
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        if look is not None:
            look.set(qn("w:firstRow"), "1")
            look.set(qn("w:firstColumn"), "1")
        _describe_table(table, view.caption)
        _plain_look(table)
        head = table.rows[0]
        _mark_head(head)
        for column, (cell, text) in enumerate(zip(head.cells, view.heads, strict=True)):
            _write(cell, text, bold=True, right=column > 0)
            _shade(cell, "E5F1EF")
        for line in view.rows:
            cells = table.add_row().cells
            for column, (cell, text) in enumerate(zip(cells, line, strict=True)):
                _write(cell, text, bold=column == 0, right=column > 0)
        first = Cm(3.6)
        rest = int((Cm(WIDTH_CM) - first) / max(len(view.heads) - 1, 1))
        table.autofit = False
        for number, column in enumerate(table.columns):
            column.width = rest if number else first
        for row in table.rows:
            _keep_whole(row)
            for column, cell in enumerate(row.cells):
                cell.width = rest if column else first
        self._note(block.note)

    def picture(self, block: Figure) -> None:
        """A captioned picture with the drawing's description as alternative text."""
        drawing = block.drawing
        self._caption(_("Figure"), block.number, drawing.title)
        self.document.add_picture(io.BytesIO(drawing.png()), width=Cm(WIDTH_CM * block.share))
        shown = self.document.paragraphs[-1]._p.xpath(".//wp:docPr")[0]
        shown.set("name", drawing.title)
        shown.set("descr", drawing.description)
        self._note(block.note)

    def _note(self, text: str) -> None:
        if text:
            self.document.add_paragraph(text, style="Caption").paragraph_format.keep_with_next = False
        self.document.add_paragraph()

    def _caption(self, word: str, number: int, text: str) -> None:
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.add_run(f"{word} ").bold = True
        _sequence(paragraph, word, number)
        paragraph.add_run(f". {text}")

    def to_bytes(self) -> bytes:
        """The file. Entries of the archive carry one fixed time, so that equal documents are equal bytes."""
        raw = io.BytesIO()
        self.document.save(raw)
        out = io.BytesIO()
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
                entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
                target.writestr(entry, source.read(name))
        return out.getvalue()


def _write(cell, text: str, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(9)
    run.font.color.rgb = INK
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _shade(cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _mark_head(row) -> None:
    properties = row._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _keep_whole(row) -> None:
    properties = row._tr.get_or_add_trPr()
    mark = OxmlElement("w:cantSplit")
    mark.set(qn("w:val"), "true")
    properties.insert(0, mark)


def _describe_table(table, text: str) -> None:
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), text)
    table._tbl.tblPr.append(caption)


def _plain_look(table) -> None:
    """Thin lines between rows instead of the theme's colours."""
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        kind = "single" if edge in ("top", "bottom", "insideH") else "nil"
        for name, value in (("val", kind), ("sz", "4"), ("space", "0"), ("color", "C9CFD5")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = table._tbl.tblPr
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")


def _sequence(paragraph, word: str, number: int) -> None:
    """A SEQ field, so that Word can list tables and figures; the number stands there already."""
    for kind, text in (
        ("begin", ""),
        (None, f" SEQ {word} \\* ARABIC "),
        ("separate", ""),
        ("text", str(number)),
        ("end", ""),
    ):
        run = paragraph.add_run()
        run.bold = True
        if kind == "text":
            run.text = text
        elif kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = text
            run._r.append(instruction)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
