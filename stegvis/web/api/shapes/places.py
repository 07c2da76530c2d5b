"""Who asks, projects, units, words and results as they are answered."""

import datetime as dt
from uuid import UUID

from ninja import Schema
from pydantic import Field

from stegvis.web.api.shapes.parts import Named


class Membership(Schema):
    """A role, where one has it."""

    role: str
    organisation: Named
    unit: Named | None


class Me(Schema):
    """Whose key this is, and what it may do."""

    name: str = Field(examples=["Amina Nur"])
    memberships: list[Membership]
    key: str = Field(description="What the key was called when it was made.", examples=["Verksamhetssystemet"])
    scopes: list[str]
    permissions: list[str] = Field(description="`record:verb`, as in the access matrix.")
    expires_on: dt.date


class Unit(Schema):
    """A municipality's labour-market unit."""

    id: int
    name: str
    municipality: str
    organisation: Named = Field(description="The controller: participants are registered there.")


class Units(Schema):
    """Units of the projects you can see."""

    items: list[Unit]


class Project(Schema):
    """A funded undertaking; it holds no people."""

    code: str = Field(examples=["fsla"])
    name: str
    owner: Named
    starts_on: dt.date
    ends_on: dt.date
    age_min: int | None
    age_max: int | None
    units: list[Unit]


class Projects(Schema):
    """Projects you can see, the newest first."""

    items: list[Project]


class Word(Schema):
    """A word of a closed list. `code` is what is sent."""

    code: str
    label: str = Field(description="In the language asked for.")
    sv: str
    en: str
    explanation: str
    retired_on: dt.date | None = Field(description="From this day it is not chosen for anything new.")


class WordList(Schema):
    """A closed list of words."""

    name: str
    words: list[Word]


class WordLists(Schema):
    """All closed lists."""

    items: list[WordList]


class Indicator(Schema):
    """How an indicator is counted."""

    id: str
    title: str
    sentence: str
    who: str
    what: str
    when: str
    source: str
    digest: str
    bases: list[str]
    breakdowns: list[list[str]]


class Indicators(Schema):
    """Everything that is counted."""

    items: list[Indicator]


class Release(Schema):
    """Frozen results of a project."""

    number: int
    at: dt.date = Field(description="Figures up to and including this day.")
    released_at: dt.datetime
    extract: str = Field(description="Digest of the pseudonymised rows it was counted from.")
    code_version: str
    engine: str
    run: UUID
    small_count: int = Field(description="Counts from 1 up to below this are hidden.")
    held: list[str] = Field(description="Municipalities that keep their figures of the release before.")


class Releases(Schema):
    """The releases of a project, the newest first."""

    items: list[Release]


class Row(Schema):
    """One number as it passed the disclosure gate. Every number is null when `suppressed`."""

    by: dict[str, str]
    destination: str | None
    numerator: int | None
    denominator: int | None
    value: float | None
    interval: list[float] | None
    suppressed: bool


class Table(Schema):
    """One indicator on one base, split one way."""

    indicator: str
    definition: str = Field(description="Digest of the definition it was counted by.")
    base: str | None
    by: list[str]
    rows: list[Row]


class FundRow(Schema):
    """One of the fund's codes; null where the number is hidden or nobody has been asked (`unanswered`)."""

    code: str = Field(examples=["EECO02"], description="`–` for all participants.")
    name: str
    says: str = Field(description="Who counts.")
    women: int | None
    men: int | None
    number: int | None
    unanswered: bool


class Fund(Schema):
    """The fund's common indicators by the rule table of the project's period."""

    name: str
    version: int
    digest: str = Field(description="Of the rule table.")
    shadow: str = Field(description="What these figures are, and are not.")
    rows: list[FundRow]


class Results(Schema):
    """A release with its numbers."""

    project: str
    release: Release
    tables: list[Table]
    fund: Fund | None = Field(description="Null for releases from before there were any.")


class OwnRow(Schema):
    """One number of an own indicator, of everybody or of a part. Every number is null when `suppressed`."""

    by: dict[str, str]
    numerator: int | None
    denominator: int | None
    value: float | None
    interval: list[float] | None
    suppressed: bool


class OwnIndicator(Schema):
    """An indicator that the project has composed itself, read from a release."""

    code: str
    name: str
    version: int
    digest: str
    says: str
    retired: bool
    at: dt.date | None = Field(description="Null when it cannot be read; `why` says why.")
    why: str
    rows: list[OwnRow]


class OwnIndicators(Schema):
    """A project's own indicators, the retired last."""

    items: list[OwnIndicator]
