"""Plans, steps and mappings as they are sent and answered."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from stegvis.web.api.shapes.parts import Code, Day, LongText, Number, Sent, Text, Version, YesNo

_Share = Annotated[Number | None, Field(description="Percent of full time.")]
_Line = Annotated[LongText, Field(description="At most 500 characters.")]


class PlanChange(Sent):
    """What shall be different; a field that is left out stays as it is. A plan begins with it if there is none."""

    goal: LongText | None = Field(None, description="In the person's own words.")
    occupation: Text | None = None
    sustainable: LongText | None = Field(None, description="What makes a work situation last.")
    review_on: Day | None = None
    version: Version = None


class NewGoal(Sent):
    """A sub-goal on the way, in the person's words."""

    text: _Line


class GoalSettling(Sent):
    """The sub-goal is reached, or is left for another way."""

    reached: YesNo
    on: Day | None = Field(None, description="The day; today unless said.")


class NewFrame(Sent):
    """What others have decided or demand. Codes are those of /vocabularies."""

    kind: Code
    text: _Line
    set_by: Text = ""
    since_on: Day | None = None
    until_on: Day | None = None


class FrameChange(Sent):
    """What shall be different; a field that is left out or null stays as it is."""

    kind: Code | None = None
    text: _Line | None = None
    set_by: Text | None = None
    since_on: Day | None = None
    until_on: Day | None = None
    version: Version = None


class NewStep(Sent):
    """Something somebody is to do on the way. Codes are those of /vocabularies."""

    text: _Line
    track: Code = "internal"
    responsible: Code = "coach"
    responsible_name: Text = ""
    starts_on: Day | None = None
    due_on: Day | None = None
    review_on: Day | None = None
    share: _Share = None
    waiting_for: Text = ""


class StepChange(Sent):
    """What shall be different; a field that is left out or null stays as it is."""

    text: _Line | None = None
    track: Code | None = None
    responsible: Code | None = None
    responsible_name: Text | None = None
    starts_on: Day | None = None
    due_on: Day | None = None
    review_on: Day | None = None
    share: _Share = None
    waiting_for: Text | None = None
    because: Text | None = Field(None, description="Why `due_on` is moved, at most 200 characters.")
    version: Version = None


class Settling(Sent):
    """How a step came out: it is done, changed, paused or learnt from, never failed."""

    state: Code = Field(examples=["done"])
    on: Day | None = None
    learnt: LongText = ""
    version: Version = None


class Step(Schema):
    """A step of a plan."""

    id: UUID
    participant: UUID
    enrolment: UUID | None
    text: str
    track: str
    responsible: str
    responsible_name: str
    starts_on: dt.date | None
    due_on: dt.date | None
    review_on: dt.date | None
    moved_from: dt.date | None = Field(description="The day it was to be done by before it was moved.")
    moved_because: str
    share: int | None
    waiting_for: str
    state: str
    done_on: dt.date | None
    learnt: str
    version: int = Field(description="Counts the changes; send it back with yours.")


class Goal(Schema):
    """A sub-goal."""

    id: UUID
    text: str
    reached_on: dt.date | None
    left_on: dt.date | None


class Frame(Schema):
    """What others have decided; no part of the person's own plan."""

    id: UUID
    kind: str
    text: str
    set_by: str
    since_on: dt.date | None
    until_on: dt.date | None
    version: int


class Plan(Schema):
    """A person's plan as it stands. `version` 0: there is none yet."""

    goal: str
    occupation: str
    sustainable: str
    review_on: dt.date | None
    agreed: bool = Field(description="Has the person agreed to it as it stands?")
    goals: list[Goal]
    frames: list[Frame]
    steps: list[Step]
    version: int


class Sitting(Sent):
    """How one sits down with the person, and who is there."""

    mode: Code = "on_site"
    present: Annotated[list[Code], Field(max_length=10)] = ["participant"]


class Answers(Sent):
    """What is answered, by question: texts or codes as the question takes them; an empty list takes an answer away."""

    answers: Annotated[dict[Code, Annotated[list[LongText], Field(max_length=50)]], Field(max_length=200)]


class BriefMapping(Schema):
    """A mapping of a person's situation, without its answers."""

    id: UUID
    participant: UUID
    state: str
    begun_at: dt.datetime
    done_at: dt.datetime | None
    sittings: int
    version: int


class Mappings(Schema):
    """One person's mappings, the latest first."""

    items: list[BriefMapping]


class Mapping(BriefMapping):
    """A mapping with the ordinary answers that count, by question. Sensitive answers are read on the page alone."""

    answers: dict[str, str]


class AnsweredMapping(Mapping):
    """The mapping as it stands, and why some answers could not be kept, by question."""

    refused: dict[str, str]
