"""A line of the spreadsheet as a row that can be judged: every cell read, every fault of the row found."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext as _

from stegvis.base.identity_number import IdentityNumber
from stegvis.base.vocabulary import UnknownWord
from stegvis.casework.importing import cells
from stegvis.casework.importing.cells import BadCell
from stegvis.casework.importing.faults import Fault
from stegvis.casework.importing.files import Line
from stegvis.casework.importing.matching import GAP, NO_CHOICES, Choices, Word, vocabulary_of
from stegvis.casework.rules import UNKNOWN_AT_IMPORT, Outcome, in_use, outcomes_complete
from stegvis.casework.vocabulary import DESTINATIONS, INDUSTRIES, INFLOW_CHANNELS, REASONS, TARGET_GROUPS

_Value = TypeVar("_Value")
#: Columns that say something of the outcomes, in their order.
_OF_OUTCOMES = ("orsak", "mottagare", "yrke", "näringsgren")


@dataclass(frozen=True)
class Row:
    """A row whose cells could be read. Empty inflow, reason and receiver are gaps to fill."""

    line: int
    number: IdentityNumber
    given_name: str
    family_name: str
    place: str
    started_on: dt.date
    inflow_channel: str
    target_groups: tuple[str, ...]
    ended_on: dt.date | None
    outcomes: tuple[Outcome, ...]
    age_exception: str
    former: IdentityNumber | None = None
    group_exception: str = ""
    stop_exception: str = ""


class BadRow(ValueError):
    """A row that cannot be used, with everything that is wrong with its cells."""

    def __init__(self, faults: list[Fault]):
        super().__init__("the row cannot be used")
        self.faults = tuple(faults)


def read(line: Line, places: dict[str, int], choices: Choices = NO_CHOICES) -> Row:
    """Read every cell of a line, with what was chosen for the file's own words. Raises BadRow with all faults."""

    def cell(column: str) -> str:
        place = places.get(column)
        return line.cells[place] if place is not None and place < len(line.cells) else ""

    faults: list[Fault] = []

    def tried(what: Callable[..., _Value], *words) -> _Value | None:
        try:
            return what(*words)
        except BadCell as bad:
            faults.append(bad.fault)
            return None

    row = Row(
        line=line.number,
        number=tried(cells.number, cell("personnummer")),
        given_name=tried(cells.name, cell("förnamn"), "förnamn"),
        family_name=tried(cells.name, cell("efternamn"), "efternamn"),
        place="" if choices.only_unit and "kommun" not in places else tried(_place, cell("kommun")),
        started_on=tried(_start, cell("startdatum")),
        inflow_channel=tried(_channel, cell("inflöde"), choices),
        target_groups=tried(_groups, cell("målgrupper"), choices),
        ended_on=tried(cells.day, cell("slutdatum"), "slutdatum"),
        outcomes=tried(_outcomes, cell("utfall"), {name: cell(name) for name in _OF_OUTCOMES}, choices),
        age_exception=tried(_age_exception, cell("åldersundantag")),
        former=tried(_former, cell("tidigare nummer")),
        group_exception=tried(_exception, cell("målgruppsundantag"), "målgruppsundantag"),
        stop_exception=tried(_exception, cell("stoppundantag"), "stoppundantag"),
    )
    if not faults and (fault := _end_and_outcome(row)):
        faults.append(fault)
    if not faults:
        faults += _retired(row)
    if faults:
        raise BadRow(faults)
    return row


def is_filled(line: Line, places: dict[str, int]) -> bool:
    """Has the line something in one of the columns that are used?"""
    return any(line.cells[place] for place in places.values() if place < len(line.cells))


def unknown_words(line: Line, places: dict[str, int], choices: Choices, knows_place) -> Iterator[tuple[Word, str]]:
    """The words of a line that mean nothing yet and for which nothing was chosen, with how they are written.

    `knows_place(text)`: is it a unit or municipality of the project?
    """

    def cell(column: str) -> str:
        place = places.get(column)
        return line.cells[place] if place is not None and place < len(line.cells) else ""

    texts = [("inflöde", cell("inflöde")[1:]), *(("målgrupper", part) for part in cells.parts(cell("målgrupper")))]
    destinations = [part for part in cells.parts(cell("utfall")) if part]
    texts += [("utfall", part) for part in destinations]
    for column, text in texts:
        if text.strip() and (word := _means_nothing(text, column, choices)):
            yield word, text
    for part, reason in zip(destinations, cells.parts(cell("orsak")), strict=False):
        context = _destination_of(part, choices)
        if reason and context and (word := _means_nothing(reason, "orsak", choices, context)):
            yield word, reason
    place = cell("kommun")[1:]
    if place.strip() and (word := choices.once(("place", place), lambda: _unknown_place(place, choices, knows_place))):
        yield word, place


def _means_nothing(text: str, column: str, choices: Choices, context: str = "") -> Word | None:
    return choices.once(("nothing", column, context, text), lambda: _unknown(text, column, choices, context))


def _unknown(text: str, column: str, choices: Choices, context: str) -> Word | None:
    word = Word.of(column, text, context)
    if word in choices.words:
        return None
    try:
        vocabulary_of(column, context).read(text)
    except UnknownWord:
        return word
    return None


def _unknown_place(text: str, choices: Choices, knows_place) -> Word | None:
    word = Word.of("kommun", text)
    return None if word in choices.words or knows_place(text) else word


def _destination_of(text: str, choices: Choices) -> str:
    """The code of a destination whose reason is a word; "" when it is unknown or its reason is free text."""
    return choices.once(("destination", text), lambda: _destination(text, choices))


def _destination(text: str, choices: Choices) -> str:
    try:
        term = choices.read(text, "utfall", DESTINATIONS)
    except UnknownWord:
        return ""
    return term.code if term and not term.text_required else ""


def _place(cell: str) -> str:
    return cells.plain_text(cell, "kommun", 200, required=True)


def _start(cell: str) -> dt.date:
    if not cell:
        raise BadCell("startdatum", _("The cell is empty."), _("Write the day as YYYY-MM-DD."))
    return cells.day(cell, "startdatum")


def _channel(cell: str, choices: Choices) -> str:
    term = cells.word(cell[1:], "inflöde", INFLOW_CHANNELS, choices) if cell else None
    return term.code if term else GAP


def _groups(cell: str, choices: Choices) -> tuple[str, ...]:
    terms = (cells.word(part, "målgrupper", TARGET_GROUPS, choices) for part in cells.parts(cell) if part)
    return tuple(dict.fromkeys(term.code for term in terms if term))


def _former(cell: str) -> IdentityNumber | None:
    return cells.number(cell, "tidigare nummer") if cell else None


def _age_exception(cell: str) -> str:
    return cells.plain_text(cell, "åldersundantag", 300)


def _exception(cell: str, column: str) -> str:
    return cells.plain_text(cell, column, 500)


def _outcomes(outcome_cell: str, details: dict[str, str], choices: Choices) -> tuple[Outcome, ...]:
    """Outcomes with their details (by column) by position. With a single outcome a name may hold semicolons."""
    words = [part for part in cells.parts(outcome_cell) if part]
    said = {column: cells.parts(cell) for column, cell in details.items()}
    if len(words) == 1:
        said |= {column: [details[column][1:]] for column in ("mottagare", "näringsgren")}
    for column, texts in said.items():
        if len(texts) > len(words) and any(texts):
            raise BadCell(
                column,
                _("There are more parts here than outcomes."),
                _("Write one part for each outcome, in the same order, with semicolons between."),
            )
    found = []
    for place, word in enumerate(words):
        destination = cells.word(word, "utfall", DESTINATIONS, choices)
        mine = {column: texts[place] if place < len(texts) else "" for column, texts in said.items()}
        receiver = cells.plain_text(f"s{mine['mottagare']}", "mottagare", 200)
        outcome = _outcome(destination, mine["orsak"], receiver, choices)
        found.append(replace(outcome, **_job(destination, mine, choices)))
    # whether the words were in use that day is asked when the whole row is known
    ruling = outcomes_complete(found, keep=DESTINATIONS.codes + REASONS.codes) if found else None
    if ruling is not None and not ruling:
        fault = Fault.of_words("utfall", ruling.reason)
        raise BadCell("utfall", fault.reason, fault.advice)
    return tuple(found)


def _job(destination, mine: dict[str, str], choices: Choices) -> dict[str, str]:
    """Occupation and industry of an outcome that is a job."""
    for column in ("yrke", "näringsgren"):
        if mine[column].strip() and not destination.job:
            raise BadCell(column, _("“%s” is no job.") % destination.label, _("Leave the cell empty."))
    job = {"occupation": cells.occupation(mine["yrke"], choices)}
    if mine["näringsgren"].strip():
        job["industry"] = cells.word(mine["näringsgren"], "näringsgren", INDUSTRIES, choices).code
    return job


def _outcome(destination, reason: str, receiver: str, choices: Choices) -> Outcome:
    """An outcome in which what the file does not say is marked as unknown at import."""
    unknown_receiver = UNKNOWN_AT_IMPORT if destination.receiver_required and not receiver else ""
    if destination.text_required:
        explanation = cells.plain_text(f"s{reason}", "orsak", 300) or UNKNOWN_AT_IMPORT
        return Outcome(destination.code, "", receiver, unknown_receiver, explanation)
    return Outcome(destination.code, _reason(destination, reason, choices), receiver, unknown_receiver)


def _reason(destination, text: str, choices: Choices) -> str:
    if not text or choices.words.get(Word.of("orsak", text, destination.code)) == GAP:
        return ""
    fitting = [reason for reason in REASONS if reason.destination == destination.code]
    if not fitting:
        raise BadCell(
            "orsak",
            _("“%s” has no finer reasons.") % destination.label,
            _("Leave the cell empty."),
        )
    return cells.word(text, "orsak", fitting, choices, destination.code).code


def _retired(row: Row) -> list[Fault]:
    """Words that were not used any more on the day they are about."""
    said = [
        ("inflöde", INFLOW_CHANNELS.get(row.inflow_channel), row.started_on),
        *(("målgrupper", TARGET_GROUPS.get(code), row.started_on) for code in row.target_groups),
        *(("utfall", DESTINATIONS.get(one.destination), row.ended_on) for one in row.outcomes),
        *(("orsak", REASONS.get(one.reason), row.ended_on) for one in row.outcomes),
    ]
    return [
        Fault.of_words(column, ruling.reason)
        for column, term, on in said
        if term and on and not (ruling := in_use(term, column, on))
    ]


def _end_and_outcome(row: Row) -> Fault | None:
    if row.ended_on and not row.outcomes:
        return Fault(
            "utfall", _("The row has an end date but no outcome."), _("Write where the person went, or remove the end.")
        )
    if row.outcomes and not row.ended_on:
        return Fault(
            "slutdatum", _("The row has an outcome but no end date."), _("Write the end date, or remove the outcome.")
        )
    if row.ended_on and row.ended_on < row.started_on:
        return Fault("slutdatum", _("The end date comes before the start date."), _("Check the two dates of the row."))
    return None
