"""What a report says, apart from how it looks: the same content becomes a Word file, a page and a PDF.

Headings begin at level 1 and leave no level out. Tables and figures are numbered here, so that every form calls them
by the same number.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from stegvis.reporting.charts import Drawing
from stegvis.reporting.story import TableView

#: Pairs of a fact's name and its value.
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Heading:
    """A heading in the outline."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Short facts, one a line: a name and its value."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A captioned table: first row and first column are heads. `note` stands under it."""

    number: int
    view: TableView
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A captioned picture with its text alternative, and the same `narrow` for a phone.

    `share` is its part of the page's width.
    """

    number: int
    drawing: Drawing
    narrow: Drawing
    note: str = ""
    share: float = 1.0


Block = Heading | Paragraph | Facts | Table | Figure


@dataclass
class Report:
    """A report being put together. `language` is `sv` or `en`; `made_at` is when its figures were released.

    `title` names the file in lists and windows; `name`, `kind` and `cover` stand on the first page.
    """

    title: str
    name: str
    kind: str
    cover: tuple[tuple[str, str], ...]
    language: str
    made_at: dt.datetime
    blocks: list[Block] = field(default_factory=list)

    @property
    def spoken(self) -> str:
        """The language as files name it, so that screen readers speak it."""
        return "en-GB" if self.language == "en" else "sv-SE"

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading."""
        self.blocks.append(Heading(text, level))

    def text(self, text: str) -> None:
        """Add a paragraph; nothing for empty text."""
        if text:
            self.blocks.append(Paragraph(text))

    def facts(self, pairs: Pairs) -> None:
        """Add facts; those without a value are left out."""
        if kept := tuple((name, value) for name, value in pairs if value):
            self.blocks.append(Facts(kept))

    def table(self, view: TableView, *, note: str = "") -> None:
        """Add a table under the next number."""
        self.blocks.append(Table(self._next(Table), view, note))

    def picture(self, drawing: Drawing, narrow: Drawing, *, note: str = "", share: float = 1.0) -> None:
        """Add a picture under the next number."""
        self.blocks.append(Figure(self._next(Figure), drawing, narrow, note, share))

    def _next(self, kind: type) -> int:
        return 1 + sum(isinstance(block, kind) for block in self.blocks)
