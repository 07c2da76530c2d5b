"""One row of what needs somebody."""

import datetime as dt
from dataclasses import dataclass

from stegvis.casework.models import Participant

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
