"""Parts of all shapes: days, texts, codes, and the answer that says no."""

import datetime as dt
import re
from typing import Annotated

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StrictBool, StrictInt
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"(?P<year>\d{4})-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII | re.IGNORECASE
)


def _day(value: object) -> object:
    """Only the written form: pydantic would also take seconds since 1970 and moments."""
    if isinstance(value, dt.date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("day", "a date as YYYY-MM-DD")


def _whole(value: object) -> object:
    """Text that can be stored: PostgreSQL takes no NUL, UTF-8 no half of a pair."""
    if isinstance(value, str) and ("\0" in value or any(0xD800 <= ord(char) <= 0xDFFF for char in value)):
        raise PydanticCustomError("string_type", "text without NUL")
    return value


def _moment(value: object) -> object:
    """Only the written form with an offset, in years that every clock can show in every zone."""
    if isinstance(value, dt.datetime):
        return value
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None or not 1900 <= int(found["year"]) <= 2200:
        raise PydanticCustomError("moment", "a day and time as YYYY-MM-DDTHH:MM:SS with an offset")
    return value


Day = Annotated[dt.date, BeforeValidator(_day)]
_NO_NUL = {"pattern": "^[^\\u0000]*$"}
Text = Annotated[str, Field(max_length=300, json_schema_extra=_NO_NUL), BeforeValidator(_whole)]
LongText = Annotated[str, Field(max_length=20_000, json_schema_extra=_NO_NUL), BeforeValidator(_whole)]
Moment = Annotated[
    dt.datetime,
    BeforeValidator(_moment),
    Field(description="Day and time with offset.", examples=["2026-03-02T09:00:00+01:00"]),
]
MediumText = Annotated[str, Field(max_length=1000, json_schema_extra=_NO_NUL), BeforeValidator(_whole)]
Code = Annotated[str, Field(max_length=40, json_schema_extra=_NO_NUL), BeforeValidator(_whole)]
YesNo = StrictBool
Number = Annotated[StrictInt, Field(ge=0, le=2_000_000_000)]
Version = Annotated[
    Number | None,
    Field(
        description="The version you have read. When the record has another by now, the answer is 409 and nothing is "
        "written. Left out: written without looking."
    ),
]


class Sent(Schema):
    """Something that is sent: a field that does not exist is refused, so that nothing typed is lost unseen."""

    model_config = ConfigDict(extra="forbid")

    def told(self) -> dict:
        """What was said: neither the fields that were left out nor those that are null."""
        return {name: value for name, value in self.model_dump(exclude_unset=True).items() if value is not None}


class Reason(Sent):
    """Why something is undone."""

    reason: Annotated[Text, Field(min_length=1)]
    version: Version = None


class FieldError(Schema):
    """What is wrong with one field."""

    field: str = Field(description="The way to the field, such as `contact_ways.0.kind`.")
    code: str = Field(description="For programs.")
    reason: str = Field(description="For people, in the language asked for.")


class Problem(Schema):
    """Why the answer is no (RFC 9457)."""

    type: str = Field(examples=["urn:stegvis:problem:overlap"])
    title: str
    status: int
    detail: str = Field(description="What is wrong and what to do, in the language asked for.")
    code: str
    errors: list[FieldError]


class Named(Schema):
    """An id with its name."""

    id: int
    name: str
