"""Needs as they are sent and answered."""

import datetime as dt
from uuid import UUID

from ninja import Schema
from pydantic import Field

from stegvis.web.api.shapes.parts import Code, Day, Sent, Text, Version


class NewNeed(Sent):
    """Something the person needs. Codes are those of /vocabularies."""

    text: Text
    priority: Code = Field("next", description="What comes first.", examples=["now"])
    area: Code = ""
    noticed_on: Day | None = Field(None, description="The day it showed; today unless said.")


class NeedChange(Sent):
    """What shall be different; a field that is left out or null stays as it is."""

    text: Text | None = None
    priority: Code | None = None
    area: Code | None = None
    reason: Text | None = Field(None, description="Why it changes place; it stays in the history.")
    version: Version = None


class NeedSettling(Sent):
    """How the need stands."""

    state: Code = Field(examples=["met"])
    reason: Text = ""
    version: Version = None


class Need(Schema):
    """Something a participant needs. `mapping`: the one it comes from; `step`: the step of the plan that meets it."""

    id: UUID
    participant: UUID
    mapping: UUID | None
    step: UUID | None
    text: str
    area: str
    priority: str
    state: str
    noticed_on: dt.date
    version: int = Field(description="Counts the changes; send it back with yours.")


class NeedMove(Schema):
    """The need as it stood from an instant on, and why."""

    text: str
    priority: str
    state: str
    reason: str
    moved_at: dt.datetime
    made_by: str


class KeptNeed(Need):
    """A need with its history, the latest first."""

    history: list[NeedMove]


class Needs(Schema):
    """One person's needs: open ones first things first, then those settled."""

    items: list[Need]
