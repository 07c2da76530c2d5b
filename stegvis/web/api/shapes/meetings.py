"""Meetings and referrals as they are sent and answered."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from stegvis.web.api.shapes.parts import Code, Day, LongText, Moment, Named, Number, Sent, Text, Version, YesNo

_Minutes = Annotated[Number, Field(ge=1, le=480)]


class NewMeeting(Sent):
    """A time with a participant. Codes are those of /vocabularies."""

    starts_at: Moment
    minutes: _Minutes = 60
    kind: Code = "talk"
    mode: Code = "on_site"
    place: Text = ""
    interpreter_language: Code = ""
    user: Number | None = Field(None, description="Who meets the person; left out: the user of the key.")
    anyway: YesNo = Field(False, description="Book although something else is there at that time.")


class MeetingChange(Sent):
    """The meeting as it shall be: the whole of it."""

    starts_at: Moment
    minutes: _Minutes
    kind: Code
    mode: Code
    place: Text = ""
    interpreter_language: Code = ""
    anyway: YesNo = False
    because: Text = Field("", description="Why it is moved, at most 200 characters.")
    version: Version = None


class MeetingSettling(Sent):
    """The meeting was held, the person did not come, or it is cancelled."""

    state: Code = Field(examples=["held"])
    version: Version = None


class Meeting(Schema):
    """A time with a participant."""

    id: UUID
    participant: UUID
    user: Named
    kind: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    mode: str
    place: str
    interpreter_language: str
    state: str
    moved_from: dt.datetime | None
    moved_because: str
    version: int = Field(description="Counts the changes; send it back with yours.")


class Meetings(Schema):
    """Some meetings in order of time, and where to go on."""

    items: list[Meeting]
    after: UUID | None = Field(description="Send it as `after` for the next page; null on the last.")


class Message(Schema):
    """A message to the person, and what became of it. Its text is not kept."""

    id: UUID
    kind: str
    about_at: dt.datetime
    send_after: dt.datetime
    state: str
    reason: str = Field(description="Why it was not sent, or not surely.")
    channel: str


class Messages(Schema):
    """Does the person want messages, and the latest of them."""

    wanted: bool
    items: list[Message]


class Wanting(Sent):
    """The person wants messages, or no longer."""

    wanted: YesNo


class NewReferral(Sent):
    """Somebody was pointed to a unit: a participant of its register, or somebody by name and way to reach."""

    project: Code = Field(examples=["fsla"])
    unit: Number
    channel: Code = Field(examples=["open_self"])
    received_on: Day
    participant: UUID | None = Field(None, description="The key must be allowed to read participants, too.")
    name: Text = ""
    reach: Text = Field("", description="Telephone or mail; needed with a name.")
    may_leave_message: YesNo = False
    referred_by: Text = ""
    about: LongText = ""
    sex: Code = ""
    another: YesNo = Field(False, description="Somebody else than the one of the same name who waits already.")


class NewAttempt(Sent):
    """Somebody tried to reach the person."""

    result: Code = Field(examples=["no_answer"])
    party: Code = "unit"
    happened_at: Moment | None = None


class Start(Sent):
    """A booked start meeting."""

    start_at: Moment
    discharge_on: Day | None = None
    version: Version = None


class Wait(Sent):
    """A place on the waiting list, and the day somebody looks again."""

    wait_reason: Code
    review_on: Day
    version: Version = None


class ReferralSettling(Sent):
    """It came to something else than an enrolment."""

    outcome: Code = Field(examples=["advised"])
    advice_kind: Code = ""
    outside_reason: Code = ""
    guided_to: Text = ""
    version: Version = None


class Referral(Schema):
    """A referral. `name` and `reach` of somebody not registered are gone once it is settled."""

    id: UUID
    participant: UUID | None
    name: str
    reach: str
    may_leave_message: bool
    project: str
    unit: Named
    channel: str
    received_on: dt.date
    referred_by: str
    about: str
    sex: str
    state: str
    taken_by: Named | None
    start_at: dt.datetime | None
    review_on: dt.date | None
    settled_on: dt.date | None
    version: int = Field(description="Counts the changes; send it back with yours.")


class Referrals(Schema):
    """Some referrals, the longest wait first, and where to go on."""

    items: list[Referral]
    after: UUID | None = Field(description="Send it as `after` for the next page; null on the last.")
