"""Contacts and notes as they are sent and answered."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from stegvis.web.api.shapes.parts import Code, Day, LongText, Moment, Number, Sent, Text, Version

_Methods = Annotated[list[Code], Field(max_length=20)]
_Compartment = Annotated[Code, Field(description="Kept apart under a right of its own; empty for an ordinary note.")]


class NextStep(Sent):
    """A step that goes into the plan with the note; the key must be allowed to change plans."""

    text: Annotated[Text, Field(min_length=1)]
    due_on: Day | None = None


class NewNote(Sent):
    """A contact, an attempt to reach the person, or a note. Codes are those of /vocabularies."""

    kind: Code = Field(examples=["talk"])
    happened_at: Moment
    text: LongText = ""
    mode: Code = ""
    minutes: Number | None = None
    methods: _Methods = []
    attempt_result: Code = Field("", description="For an attempt: how it ended.")
    attempt_party: Code = Field("", description="For an attempt: who tried.")
    compartment: _Compartment = ""
    next_step: NextStep | None = None


class NoteChange(Sent):
    """The note as it should have been: the whole of it. What stood there is kept."""

    kind: Code
    happened_at: Moment
    text: LongText = ""
    mode: Code = ""
    minutes: Number | None = None
    methods: _Methods = []
    attempt_result: Code = ""
    attempt_party: Code = ""
    compartment: _Compartment = ""
    version: Version = None


class Note(Schema):
    """A contact or note. `text` is null for a sensitive one: its words are an operation of their own."""

    id: UUID
    participant: UUID
    enrolment: UUID | None
    kind: str
    happened_at: dt.datetime
    mode: str
    minutes: int | None
    methods: list[str]
    attempt_result: str
    attempt_party: str
    sensitive: bool
    text: str | None
    author: str
    written_at: dt.datetime
    withdrawn_at: dt.datetime | None = Field(description="Taken back: it counts nowhere.")
    version: int = Field(description="Counts the changes; send it back with yours.")


class Notes(Schema):
    """Some notes, the newest first, and where to go on."""

    items: list[Note]
    after: UUID | None = Field(description="Send it as `after` for the next page; null on the last.")


class Words(Schema):
    """What a sensitive note says now, and in which compartment; that it was opened stands in the log."""

    compartment: str
    text: str
