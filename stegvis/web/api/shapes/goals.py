"""Goals as they are sent and answered."""

import datetime as dt
from typing import Annotated

from ninja import Schema
from pydantic import Field

from stegvis.web.api.shapes.parts import Code, Day, MediumText, Number, Sent, Text, Version

Share = Annotated[float, Field(ge=0, le=1, description="A share from 0 to 1.")]
Codes = Annotated[list[Code], Field(max_length=40)]


class NewDefinition(Sent):
    """Exactly what a goal about a share says."""

    base: Code = Field("ended", examples=["ended"], description="`ended`, `enrolled` or `ended_not_transferred`.")
    events: Codes = Field(examples=[["work", "studies"]], description="Destinations of which one is enough.")
    apart_from: Codes = Field([], description="Headline destinations whose people are left out of the base.")
    counted: Code = Field("headline_exit", description="`headline_exit` or `any_exit`.")
    read_at: Code = Field("release", description="`release`, `date`, `4w` or `6m`.")
    on: Day | None = Field(None, description="The day, when the goal is read on a date.")
    split: Codes = Field([], examples=[["municipality"]])
    target: Share
    missing: Code = Field("not_reached", description="`not_reached`, `left_out` or, after the exit, `reached`.")


class Decision(Sent):
    """What a goal says from a decision on: a definition for a share, words for every other kind."""

    definition: NewDefinition | None = None
    target_text: Text = ""
    target_number: Number | None = None
    due_on: Day | None = None
    decided_on: Day | None = None
    decision: Text = ""


class NewGoal(Decision):
    """A goal to be set."""

    name: Text = Field(examples=["60 procent till arbete"])
    kind: Code = Field(examples=["share"], description="`share`, `count`, `perception` or `existence`.")
    area: Code = ""
    source: Text = ""
    parent: Code = Field("", description="The code of the goal it stands under.")
    unit: Number | None = Field(None, description="The unit, for a local goal.")


class Revision(Decision):
    """A goal changed by a decision."""

    version: Version = None


class Judgement(Sent):
    """How far a goal is fulfilled, why, and what shows it."""

    fulfilment: Code = Field(examples=["partly"], description="`met`, `partly` or `not_met`.")
    reasoning: MediumText
    evidence: Text = ""


class NewCount(Sent):
    """How far a goal that is counted has come on a day."""

    number: Number
    counted_on: Day
    source: Text


class GoalVersion(Schema):
    """What a goal said from a decision on."""

    version: int
    says: str = Field(description="The goal as one sentence.")
    definition: dict | None = Field(description="The whole definition of a share; null for other kinds.")
    digest: str
    target_text: str
    target_number: int | None
    due_on: dt.date | None
    decided_on: dt.date | None
    decision: str


class GoalCount(Schema):
    """A count."""

    number: int
    counted_on: dt.date
    source: str


class Goal(Schema):
    """A goal with everything it has said, oldest first."""

    code: str
    name: str
    kind: str
    area: str
    parent: str | None
    unit: int | None
    source: str
    fulfilment: str
    reasoning: str
    evidence: str
    versions: list[GoalVersion]
    counts: list[GoalCount]


class Goals(Schema):
    """The tree: each goal is followed by those under it."""

    items: list[Goal]


class Reading(Schema):
    """One way to read a goal. Numbers are null where the gate hides them."""

    base: str
    events: list[str]
    at: dt.date
    after: str = Field("", description="`weeks_4` or `months_6` when it is read so long after the exit.")
    missing: str
    numerator: int | None
    denominator: int | None
    value: float | None
    interval: list[float] | None
    met: bool | None


class Readings(Schema):
    """Does the goal hold, however it is reasonably read?"""

    goal: str
    target: float
    declared: Reading
    readings: list[Reading]
    words: str
