"""Participants and enrolments as they are sent and answered."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from stegvis.web.api.shapes.parts import Code, Day, Named, Number, Sent, Text, Version, YesNo

IdentityNumber = Annotated[Text, Field(examples=["19900101-9802"], description="Twelve digits, in the body only.")]
Groups = Annotated[list[Code], Field(max_length=30)]


class ContactWay(Sent):
    """A way to reach a person, and whether a message may be left there."""

    kind: Literal["phone", "email", "other"]
    value: Text = Field(examples=["070-174 06 05"])
    may_leave_message: YesNo = False
    note: Text = ""


class NewParticipant(Sent):
    """A person to put into a controller's register."""

    controller: Number = Field(description="The organisation's id, see /units.")
    identity_number: IdentityNumber
    given_name: Text = Field(examples=["Örjana"])
    family_name: Text = Field(examples=["Ålund"])
    name_in_use: Text = ""
    language: Code = "sv"
    interpreter: YesNo = False
    contact_ways: Annotated[list[ContactWay], Field(max_length=20)] = []


class ParticipantChange(Sent):
    """What shall be different; a field that is left out stays as it is."""

    identity_number: IdentityNumber | None = None
    given_name: Text | None = None
    family_name: Text | None = None
    name_in_use: Text | None = None
    language: Code | None = None
    interpreter: YesNo | None = None
    contact_ways: Annotated[list[ContactWay], Field(max_length=20)] | None = None
    version: Version = None


class Search(Sent):
    """A whole identity number, or beginnings of names (at least two letters)."""

    text: Annotated[Text, Field(min_length=2, max_length=100, examples=["ålu"])]


class BriefEnrolment(Schema):
    """The latest enrolment in a list."""

    id: UUID
    project: str
    unit: Named
    state: str
    started_on: dt.date
    ended_on: dt.date | None


class ListedParticipant(Schema):
    """A person in a list."""

    id: UUID
    identity_number: str = Field(examples=["19900101-••••"], description="The last digits are hidden.")
    given_name: str
    family_name: str
    name_in_use: str
    enrolment: BriefEnrolment | None = None


class ParticipantPage(Schema):
    """Some people, in Swedish order of family name, and where to go on."""

    items: list[ListedParticipant]
    after: UUID | None = Field(description="Send it as `after` for the next page; null on the last.")


class Hits(Schema):
    """Who was found."""

    items: list[ListedParticipant]
    elsewhere: bool = Field(description="Somebody else in the organisation fits, whom you may not see.")


class Participant(Schema):
    """One person."""

    id: UUID
    controller: Named
    identity_number: str = Field(examples=["19900101-••••"], description="The last digits are hidden.")
    given_name: str
    family_name: str
    name_in_use: str
    legal_sex: Literal["F", "M"]
    language: str
    interpreter: bool
    contact_ways: list[ContactWay]
    created_at: dt.datetime
    version: int = Field(description="Counts the changes; send it back with yours.")


class WholeNumber(Schema):
    """The whole identity number; showing it stands in the log."""

    identity_number: str = Field(examples=["199001019802"])


class NewEnrolment(Sent):
    """A person's time in a project, from its first day. Codes are those of /vocabularies."""

    participant: UUID
    project: Code = Field(examples=["fsla"])
    unit: Number
    started_on: Day
    inflow_channel: Code = Field("", description="Empty when it is not known: a gap to fill.")
    target_groups: Groups = []
    referred_by: Text = ""
    employment_status: Code = ""
    employment_status_months: Number | None = None
    education: Code = ""
    income_source: Code = "unknown"
    age_exception: Text = Field("", description="Why somebody outside the project's ages takes part.")
    stop_exception: Text = Field("", description="Why somebody is enrolled while the unit takes nobody new.")
    group_exception: Text = Field(
        "", description="Why somebody takes part who belongs to none of the target groups the unit has chosen."
    )


class EnrolmentChange(Sent):
    """What shall be different; a field that is left out stays as it is."""

    inflow_channel: Code | None = None
    referred_by: Text | None = None
    target_groups: Groups | None = None
    employment_status: Code | None = None
    employment_status_months: Number | None = None
    education: Code | None = None
    income_source: Code | None = None
    version: Version = None


class Outcome(Sent):
    """A destination: where the person went, and who takes over."""

    destination: Code = Field(examples=["work"])
    reason: Code = ""
    receiver: Text = Field("", examples=["Bageriet i Mönsterås"])
    receiver_exception: Text = Field("", description="Why nobody takes over, where somebody should.")
    explanation: Text = ""
    occupation: Code = Field("", description="Of a job: a code of SSYK 2012, four or three digits.", examples=["5330"])
    industry: Code = Field("", description="Of a job: a section of SNI 2007, A to U.", examples=["Q"])


class Closing(Sent):
    """How an enrolment ended."""

    ended_on: Day
    outcomes: Annotated[list[Outcome], Field(min_length=1, max_length=10)]
    income_at_exit: Code = "unknown"
    steps: Code = Field(
        "pause",
        description="What becomes of the steps that go on: `pause` them from the last day, or `keep` them open.",
    )
    version: Version = None


class ReadOutcome(Schema):
    """A destination as you may read it. `coarse`: only the rough word, without details."""

    destination: str
    label: str
    reason: str
    receiver: str
    receiver_exception: str
    explanation: str
    occupation: str
    industry: str
    coarse: bool


class Gap(Schema):
    """Something that is not known and should be asked for."""

    code: str
    label: str
    destination: str


class Enrolment(Schema):
    """A person's time in a project."""

    id: UUID
    participant: UUID
    project: str
    unit: Named
    coach: Named | None
    state: Literal["active", "closed", "void"]
    started_on: dt.date
    ended_on: dt.date | None
    sex_at_enrolment: Literal["F", "M"]
    age_at_start: int
    inflow_channel: str
    referred_by: str
    target_groups: list[str]
    employment_status: str
    employment_status_months: int | None
    education: str
    former: UUID | None = Field(description="The enrolment before this one in the same project.")
    outcomes: list[ReadOutcome]
    gaps: list[Gap]
    version: int = Field(description="Counts the changes; send it back with yours.")


class Settled(Schema):
    """Something that was open: its id, and its day or moment."""

    id: UUID
    on: dt.datetime | dt.date | None


class Became(Schema):
    """What became of all that was open, as far as you may read it."""

    paused_steps: list[Settled] = Field(description="Each with the day it was to be done by.")
    cancelled_places: list[Settled] = Field(description="Places in coming sessions, each with the session's beginning.")
    cancelled_talks: list[Settled] = Field(description="Plan talks.")
    booked_meetings: list[Settled] = Field(description="Meetings that stay: cancel those that will not be held.")


class ClosedEnrolment(Enrolment):
    """An enrolment just closed."""

    became: Became


class Enrolments(Schema):
    """One person's enrolments, the earliest first."""

    items: list[Enrolment]


class Look(Schema):
    """One line of the log about a person."""

    number: int
    at: dt.datetime
    who: str
    verb: str
    record: str
    screen: str
    purpose: str


class Looks(Schema):
    """Who has looked and changed, the newest first."""

    items: list[Look]
    before: int | None = Field(description="Send it as `before` for older lines; null at the end.")
