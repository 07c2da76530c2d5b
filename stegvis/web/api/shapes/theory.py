"""Theories of change, evaluation plans and findings as they are sent and answered."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from stegvis.web.api.shapes.parts import Code, Day, LongText, Number, Sent, Text, Version, YesNo

_Figure = Annotated[
    Text,
    Field(description="`goal:<code>`, `own:<code>`, or `indicator:<id>:<base>:<cell>` for everybody; empty for none."),
]
_LeadsTo = Annotated[list[UUID], Field(max_length=60, description="Ids of boxes in later layers.")]


class Live(Schema):
    """A figure as the newest release shows it; null where it is hidden or not released."""

    title: str
    text: str
    value: float | None = Field(description="A share 0–1, or a number.")
    interval: tuple[float, float] | None
    target: float | None
    met: bool | None
    at: dt.date | None
    counted_by_hand: str = Field(description="Where a number comes from that Stegvis has not counted.")


class Box(Schema):
    """One box of the chart."""

    id: UUID
    layer: str
    name: str
    text: str
    figure: str
    planned: int | None
    counted_in: str
    leads_to: list[UUID]
    live: Live | None
    version: int
    retired: bool


class Assumption(Schema):
    """What is taken for granted about a box, or about its arrow to `target`."""

    id: UUID
    number: int
    text: str
    box: UUID
    target: UUID | None
    verdict: str = Field(description="Of the last review; empty when nobody has reviewed it.")
    reviewed_on: dt.date | None


class Theory(Schema):
    """The whole chart."""

    project: str
    version: int
    call: str
    call_number: str
    objective: str
    registration_number: str
    boxes: list[Box]
    assumptions: list[Assumption]


class NewBox(Sent):
    """A box, last in its layer."""

    layer: Code = Field(examples=["output"])
    name: Text
    text: LongText = ""
    figure: _Figure = ""
    planned: Number | None = None
    counted_in: Text = ""
    of_people: YesNo = False
    reached: Number | None = None
    reached_on: Day | None = None
    reached_source: Text = ""
    leads_to: _LeadsTo = []


class BoxChange(Sent):
    """What shall be different; a field that is left out or null stays as it is."""

    layer: Code | None = None
    name: Text | None = None
    text: LongText | None = None
    figure: _Figure | None = None
    planned: Number | None = None
    counted_in: Text | None = None
    of_people: YesNo | None = None
    reached: Number | None = None
    reached_on: Day | None = None
    reached_source: Text | None = None
    leads_to: _LeadsTo | None = None
    retired: YesNo | None = Field(None, description="True takes the box away, false takes it back. Send it alone.")
    version: Version = None


class NewAssumption(Sent):
    """A whole sentence that can turn out wrong."""

    text: LongText
    target: UUID | None = None


class NewReview(Sent):
    """Does it hold? One that does not becomes a finding."""

    verdict: Code = Field(examples=["held"])
    saw: LongText
    changed: LongText = ""
    reviewed_on: Day | None = None


class Question(Schema):
    """A question of the evaluation plan."""

    id: UUID
    question: str
    method: str
    how: str
    figure: str
    box: UUID | None
    responsible: str
    due_on: dt.date
    status: str
    answer: str
    version: int


class EvaluationPlan(Schema):
    """The plan in the order of its days."""

    items: list[Question]


class NewQuestion(Sent):
    """A question with how, by whom and when it is answered."""

    question: Text
    method: Code = Field(examples=["survey"])
    how: LongText = ""
    figure: _Figure = ""
    box: UUID | None = None
    responsible: Text
    due_on: Day


class QuestionChange(Sent):
    """What shall be different; a field that is left out or null stays as it is."""

    question: Text | None = None
    method: Code | None = None
    how: LongText | None = None
    figure: _Figure | None = None
    box: UUID | None = None
    responsible: Text | None = None
    due_on: Day | None = None
    status: Code | None = None
    answer: LongText | None = None
    version: Version = None


class Finding(Schema):
    """Something seen, and what came of it."""

    id: UUID
    stage: str
    seen_on: dt.date
    observation: str
    figure: str
    box: UUID | None
    assumption: UUID | None
    reflection: str
    decision: str
    responsible: str
    follow_up_on: dt.date | None
    result: str
    followed_up_on: dt.date | None
    set_aside: str
    version: int


class Findings(Schema):
    """Every finding, the latest first."""

    items: list[Finding]


class FindingChange(Sent):
    """What shall be different; a field that is left out or null stays as it is."""

    seen_on: Day | None = None
    observation: LongText | None = None
    figure: _Figure | None = None
    box: UUID | None = None
    assumption: UUID | None = None
    reflection: LongText | None = None
    decision: LongText | None = None
    responsible: Text | None = None
    follow_up_on: Day | None = None
    result: LongText | None = None
    followed_up_on: Day | None = None
    set_aside: LongText | None = None
    version: Version = None


class NewFinding(Sent):
    """Something seen, about the project and no single person."""

    observation: LongText
    seen_on: Day | None = None
    figure: _Figure = ""
    box: UUID | None = None
    assumption: UUID | None = None
    reflection: LongText = ""
    decision: LongText = ""
    responsible: Text = ""
    follow_up_on: Day | None = None
