"""Imports of participants as they are sent and answered."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from stegvis.web.api.shapes.parts import Code, Named, Sent, Text


class NewImport(Schema):
    """Into which project, and which unit's organisation is the controller of the people."""

    project: Code = Field(examples=["fsla"])
    unit: Annotated[int, Field(ge=0, le=2_000_000_000, description="A unit of the organisation that imports.")]


class UnknownWord(Schema):
    """A word of the file that means nothing yet, and in how many rows it stands."""

    column: str
    word: str
    rows: int


class Undoing(Sent):
    """Why an import is undone."""

    reason: Annotated[Text, Field(min_length=1)]


class Import(Schema):
    """A file of participants on its way into a project, and what becomes of its rows."""

    id: UUID
    project: str
    organisation: Named
    file_name: str
    state: str = Field(
        description="`working`: being read. `columns`, `words`: it has headings or words that are not known; choose "
        "for them on the page, or correct the file and send it anew. `ready`: look at the counts and the rows, then "
        "take it in. `taking`, `undoing`: in hand. `done`, `failed`, `cancelled`, `expired`, `undone`, `partly_undone`."
    )
    done: int = Field(description="Steps of the work in hand that are done.")
    steps: int = Field(description="Steps of the work in hand; 0 as long as nobody knows.")
    problem: str = Field(description="Why it cannot be read or goes no further; empty otherwise.")
    read: int
    new_people: int
    created: int
    closed: int
    unchanged: int
    rejected: int
    conflicts: int
    unknown_headings: list[str]
    missing_columns: list[str]
    unknown_words: list[UnknownWord]
    created_at: dt.datetime
    ended_at: dt.datetime | None
    kept_until: dt.datetime | None = Field(description="Then the file or the rows that were not taken in are removed.")
    undone_at: dt.datetime | None


class Imports(Schema):
    """Some imports, the latest first, and where to go on."""

    items: list[Import]
    after: UUID | None = Field(description="Send it as `after` for the next page; null on the last.")


class Fault(Schema):
    """One thing wrong with a row: in which column, why, and what to do."""

    column: str
    reason: str
    advice: str


class FaultyRow(Schema):
    """A row that is not taken in. Its cells are not repeated: you have the file."""

    line: int
    kind: str = Field(description="`rejected`, or `conflicts` with the register.")
    faults: list[Fault]


class FaultyRows(Schema):
    """Some rows that are not taken in, in the order of the file, and where to go on."""

    items: list[FaultyRow]
    after: str = Field(description="Send it as `after` for the next page; empty on the last.")
