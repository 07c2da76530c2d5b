"""Activities, sessions, places and attendance as they are sent and answered."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from stegvis.web.api.shapes.parts import Code, Day, LongText, Moment, Named, Number, Sent, Text, Version, YesNo

_Minutes = Annotated[Number, Field(ge=5, le=720)]
_Places = Annotated[Number, Field(ge=1, le=500)]
_Rating = Annotated[Number | None, Field(ge=1, le=5)]


class ActivityFacts(Sent):
    """What can be said of an activity; what is left out or null stays as it is."""

    name: Text | None = None
    aim: Text | None = Field(None, description="For which sub-goal.")
    track: Code | None = None
    kind: Code | None = None
    description: LongText | None = None
    mode: Code | None = None
    place: Text | None = None
    leader_name: Text | None = None
    language: Code | None = None
    ordered_by: Text | None = None
    adaptations: LongText | None = None
    capacity: _Places | None = None
    minutes: _Minutes | None = None
    open_to_others: YesNo | None = None
    compulsory: YesNo | None = None
    with_wellbeing: YesNo | None = None
    with_staff: YesNo | None = None


class NewActivity(ActivityFacts):
    """An activity for a unit's catalogue. Name, aim, track and kind are needed."""

    unit: Number


class ActivityChange(ActivityFacts):
    """What shall be different. What is planned already stays as it was planned."""

    version: Version = None


class Activity(Schema):
    """An entry of a unit's catalogue."""

    id: UUID
    unit: Named
    name: str
    aim: str
    track: str
    kind: str
    description: str
    mode: str
    place: str
    led_by: str
    language: str
    ordered_by: str
    adaptations: str
    capacity: int
    minutes: int
    open_to_others: bool
    compulsory: bool
    with_wellbeing: bool
    with_staff: bool
    retired_on: dt.date | None
    version: int = Field(description="Counts the changes; send it back with yours.")


class Activities(Schema):
    """Some activities in Swedish order of name, and where to go on."""

    items: list[Activity]
    after: UUID | None = Field(description="Send it as `after` for the next page; null on the last.")


class SessionFacts(Sent):
    """What can be said of a session; what is left out follows the activity, or stays as it is."""

    minutes: _Minutes | None = None
    topic: Text | None = None
    mode: Code | None = None
    place: Text | None = None
    travel: LongText | None = Field(None, description="How one gets there and who pays.")
    leader_name: Text | None = None
    safety_note: LongText | None = Field(None, description="For a home visit: who knows where one is.")
    capacity: _Places | None = None


class NewSession(SessionFacts):
    """One time an activity is held."""

    starts_at: Moment


class NewSeries(SessionFacts):
    """A session on a weekday, week after week, between two days."""

    weekday: Annotated[Number, Field(le=6, description="0 is Monday.")]
    starts_at: Annotated[
        str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Clock, local time.", examples=["09:00"])
    ]
    from_on: Day
    until_on: Day
    every_weeks: Annotated[Number, Field(ge=1, le=8)] = 1
    exceptions: Annotated[list[Day], Field(max_length=60)] = []


class NewRoom(Sent):
    """A room of a unit."""

    unit: Number
    name: Text
    seats: _Places | None = None
    access_note: Text = Field("", description="How to get in, and for whom it is hard.")


class Room(Schema):
    """A room that meetings and sessions can take."""

    id: int
    unit: Named
    name: str
    seats: int | None
    access_note: str


class Rooms(Schema):
    """The rooms of your units."""

    items: list[Room]


class SessionChange(SessionFacts):
    """What shall be different. Everybody concerned is told when time, mode or place changes."""

    starts_at: Moment | None = None
    version: Version = None


class Cancelling(Sent):
    """Why a session is cancelled."""

    reason: Text = ""
    version: Version = None


class Session(Schema):
    """One time an activity is held, with how many have a place."""

    id: UUID
    activity: UUID
    name: str
    unit: Named
    starts_at: dt.datetime
    ends_at: dt.datetime
    topic: str
    mode: str
    place: str
    travel: str
    led_by: str
    capacity: int
    booked: int
    waiting: int
    state: str
    attendance_at: dt.datetime | None
    version: int = Field(description="Counts the changes; send it back with yours.")


class Sessions(Schema):
    """Some sessions in order of time, and where to go on."""

    items: list[Session]
    after: UUID | None = Field(description="Send it as `after` for the next page; null on the last.")


class Seat(Schema):
    """A participant's place in a session, and the attendance when it is noted."""

    booking: UUID
    participant: UUID
    state: str
    present: bool | None
    minutes: int | None
    reason: str


class SessionPeople(Session):
    """A session with those whose attendance you may read; the others are counted."""

    seats: list[Seat]
    others_booked: int
    others_waiting: int


class Booking(Sent):
    """Who is to have a place."""

    participants: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    rest_of_series: YesNo = False
    compulsory: YesNo = False


class Unbooking(Sent):
    """Whose place is taken back."""

    rest_of_series: YesNo = False


class Mark(Sent):
    """One person's attendance. Without `minutes`, who came was there the whole time."""

    participant: UUID
    present: YesNo = True
    minutes: Annotated[Number | None, Field(le=720)] = None
    reason: Code = Field("", description="For who did not come.")
    before: _Rating = None
    after: _Rating = None


class Attendance(Sent):
    """Who came to a session."""

    marks: Annotated[list[Mark], Field(max_length=500)]
    staff_present: Annotated[Number | None, Field(le=500)] = None
    version: Version = None
