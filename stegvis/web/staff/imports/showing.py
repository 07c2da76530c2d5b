"""How imports, their rows and their faults read on a page."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stegvis.casework.importing.columns import BY_NAME, COLUMNS
from stegvis.casework.models import ParticipantImport
from stegvis.casework.vocabulary import IMPORT_STATES
from stegvis.web.shared.words import day_short, whole

_TONES = {"done": "success", "ready": "accent", "failed": "danger", "partly_undone": "warning"}


@dataclass(frozen=True)
class Entry:
    """A line of the history."""

    item: ParticipantImport
    state: str
    tone: str
    what: str

    @classmethod
    def of(cls, item: ParticipantImport) -> "Entry":
        """The import in words."""
        return cls(item, IMPORT_STATES.label(item.state), _TONES.get(item.state, ""), counts_words(item))


def counts_words(item: ParticipantImport) -> str:
    """ "3 new, 1 closed, 2 not taken in"; empty before the rows have been looked at."""
    parts = [
        (item.created, ngettext("%s enrolment", "%s enrolments", item.created)),
        (item.closed, ngettext("%s closing", "%s closings", item.closed)),
        (item.unchanged, ngettext("%s unchanged", "%s unchanged", item.unchanged)),
        (item.faulty, ngettext("%s not taken in", "%s not taken in", item.faulty)),
    ]
    return ", ".join(words % whole(count) for count, words in parts if count)


def column_words(name: str) -> str:
    """The heading of one of our columns in the language of the page."""
    if name not in BY_NAME:
        return name
    english = (get_language() or "sv").startswith("en")
    return (BY_NAME[name].english if english else name).capitalize()


def column_list() -> list[tuple[str, str, bool]]:
    """Heading, what it is for, and whether it must be there."""
    english = (get_language() or "sv").startswith("en")
    return [(column_words(c.name), c.explanation_en if english else c.explanation_sv, c.required) for c in COLUMNS]


def uuid_of(text: str | None) -> uuid.UUID | None:
    """The id in an address, or None for what is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def first_row(row: dict) -> dict:
    """A row as it will become."""
    words = {
        "new_person": (_("New person"), "accent"),
        "created": (_("New enrolment"), "accent"),
        "closed": (_("Closing"), ""),
    }
    text, tone = words[row["kind"]]
    started, ended = (dt.date.fromisoformat(row[name]) if row[name] else None for name in ("started_on", "ended_on"))
    time = f"{day_short(started)} – {day_short(ended)}" if ended else day_short(started)
    return {**row, "text": text, "tone": tone, "time": time, "outcomes": ", ".join(row["outcomes"])}


@dataclass(frozen=True)
class ShownFault:
    """A row that is not taken in: line, whether it is in conflict, and each column with reason and advice."""

    line: int
    conflict: bool
    faults: list[tuple[str, str, str]]


def faults(rows) -> list[ShownFault]:
    """Faulty rows in words."""
    return [
        ShownFault(
            row.report.line,
            row.kind == "conflicts",
            [(column_words(fault.column), fault.reason, fault.advice) for fault in row.report.faults],
        )
        for row in rows
    ]


def steps(item: ParticipantImport) -> list[dict]:
    """The way of an import, and how far this one has come."""
    order = ("columns", "words", "ready", "taking")
    titles = (_("Columns"), _("Words"), _("Preview"), _("Taking in"))
    now = {"working": 0 if not item.chunks else 2}.get(
        item.state, order.index(item.state) if item.state in order else 4
    )
    states = ["done" if place < now else "now" if place == now else "later" for place in range(len(order))]
    return [{"title": title, "state": state} for title, state in zip(titles, states, strict=True)]
