"""Follow-ups after an exit as they are sent and answered."""

import datetime as dt
from uuid import UUID

from ninja import Schema
from pydantic import Field

from stegvis.web.api.shapes.parts import Code, Day, LongText, Sent, Version, YesNo


class NewFollowUp(Sent):
    """What a former participant answered, or that nobody answered."""

    occasion: Code = Field(examples=["weeks_4"])
    result: Code = Field(examples=["answered"])
    asked_on: Day
    destination: Code = Field("", description="Where the person is now; needed with an answer.")
    income: Code = ""
    occupation: Code = Field("", description="Of a job: a code of SSYK 2012, four or three digits.", examples=["5330"])
    industry: Code = Field("", description="Of a job: a section of SNI 2007, A to U.", examples=["Q"])
    through_us: YesNo | None = Field(None, description="Says that the time in the project led there; null: not asked.")
    text: LongText = ""


class FollowUpChange(Sent):
    """The follow-up as it should have been: the whole of it, for the same occasion."""

    result: Code
    asked_on: Day
    destination: Code = ""
    income: Code = ""
    occupation: Code = Field("", description="Of a job: a code of SSYK 2012, four or three digits.", examples=["5330"])
    industry: Code = Field("", description="Of a job: a section of SNI 2007, A to U.", examples=["Q"])
    through_us: YesNo | None = None
    text: LongText = ""
    version: Version = None


class FollowUp(Schema):
    """How it went after an exit. The exit's own outcomes stay as they were."""

    id: UUID
    enrolment: UUID
    participant: UUID
    occasion: str
    result: str
    asked_on: dt.date
    destination: str
    income: str
    occupation: str
    industry: str
    through_us: bool | None
    text: str
    written_at: dt.datetime
    version: int = Field(description="Counts the changes; send it back with yours.")


class FollowUps(Schema):
    """Some follow-ups, the latest first, and where to go on."""

    items: list[FollowUp]
    after: UUID | None = Field(description="Send it as `after` for the next page; null on the last.")


class ToAsk(Schema):
    """A former participant who is to be asked, at which occasion, and from which day."""

    enrolment: UUID
    participant: UUID
    project: str
    occasion: str
    due_on: dt.date
    attempts: int = Field(description="Attempts to reach the person since the last day, as far as you may read them.")


class AllToAsk(Schema):
    """Who is to be asked now, the longest waiting first: at most a hundred of each occasion."""

    items: list[ToAsk]
