"""One row of what needs somebody."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from stegvis.casework.models import Participant


def said(day: dt.date) -> str:
    """A day as it is said in a row: "5 November", with the year when it is another one than today's."""
    return date_format(day, "j F" if day.year == timezone.localdate().year else "j F Y")


#: What is late or serious, what is close, what is to be planned.
TONES = ("danger", "warning", "accent", "info")


@dataclass(frozen=True)
class Due:
    """Somebody needs something.

    `kind` says what can be done about it, `words` is one sentence in the reader's language, `due_on` the day it is
    about (None: no day), `record_id` the id of the record the row is about, where that is not the person.
    """

    kind: str
    participant: Participant
    words: str
    due_on: dt.date | None
    tone: str
    record_id: str = ""
