"""What an indicator is, as data: whom it counts, what counts, when, split how, rounded how, and in which words.

A definition is complete: engine, twin, reference page and results page all read the same object, and its digest
goes with every number that was computed by it.
"""

import hashlib
import json
from datetime import date
from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from stegvis.evaluation.codes import DESTINATIONS, STILL_ENROLLED
from stegvis.evaluation.shares import ROUNDING_RULES


class Kind(StrEnum):
    """What sort of answer an indicator gives."""

    COUNT = "count"
    SHARE = "share"
    DISTRIBUTION = "distribution"
    MEDIAN_DURATION = "median_duration"


class Base(StrEnum):
    """The population a share is taken of (the denominator), as it stands at the measuring date."""

    ENROLLED = "enrolled"
    ENDED = "ended"
    ENDED_NOT_TRANSFERRED = "ended_not_transferred"


class Dimension(StrEnum):
    """What a result can be split by, in the order the columns stand."""

    MUNICIPALITY = "municipality"
    TARGET_GROUP = "target_group"
    INFLOW_CHANNEL = "inflow_channel"
    MONTH = "month"
    AGE_GROUP = "age_group"
    START_HALF_YEAR = "start_half_year"
    TIME_IN = "time_in_project"
    HALF_YEARS_IN = "half_years_in_project"
    SEX = "sex"


class _Fixed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Fixed):
    """The same thing said in Swedish and in English."""

    sv: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in `sv` or `en`; Swedish for every other language."""
        return self.en if language == "en" else self.sv


MONTHS = Words(
    sv="januari februari mars april maj juni juli augusti september oktober november december",
    en="January February March April May June July August September October November December",
)
"""The names of the months in their order."""


def day_in_words(day: date, language: str) -> str:
    """`31 oktober 2022`, for the middle of a sentence."""
    return f"{day.day} {MONTHS.in_language(language).split()[day.month - 1]} {day.year}"


class Cell(_Fixed):
    """One group of a distribution: its code, the destinations it gathers, and its name."""

    code: str
    destinations: tuple[str, ...]
    words: Words


class Numerator(_Fixed):
    """What is counted among the population.

    `persons`: everyone in it. `headline_exit`: the one headline destination, sorted into the cells.
    `any_exit`: whether any exit of the last enrolment is among `destinations`.
    `days_first_start_to_last_end`: days from the first start to the last end, both counted as dates (a person who
    ends the day after the start has 1 day).
    """

    counts: Literal["persons", "headline_exit", "any_exit", "days_first_start_to_last_end"]
    cells: tuple[Cell, ...] = ()
    destinations: tuple[str, ...] = ()


class Reading(_Fixed):
    """The words of a definition, for pages and reports."""

    title: Words
    sentence: Words
    who: Words
    what: Words
    when: Words
    source: Words


class DefinitionError(ValueError):
    """A question that the definition does not answer: an unknown base, split or date. The message says what it does.

    `words` holds the message in both languages, for whoever shows it to a person.
    """

    def __init__(self, sv: str, en: str):
        super().__init__(en)
        self.words = Words(sv=sv, en=en)


class IndicatorDefinition(_Fixed):
    """One indicator. Frozen; a changed rule is a new version with a new digest.

    `population` is whom a count or a median is about; shares and distributions name their `bases` instead, the
    first of which is used when nobody chooses. `time_rule` has one value today: one row per person; what is known at
    entry from the first enrolment, end and destinations from the last enrolment started on or before the date;
    later starts and ends do not exist yet (the participation record of ESF practice).
    """

    id: str
    version: int
    kind: Kind
    population: Base
    bases: tuple[Base, ...] = ()
    numerator: Numerator
    time_rule: Literal["first_entry_last_exit_at_date"] = "first_entry_last_exit_at_date"
    breakdowns: tuple[tuple[Dimension, ...], ...]
    rounding: str = "percent_half_up"
    reading: Reading

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.rounding not in ROUNDING_RULES:
            raise ValueError(f"rounding must be one of {', '.join(ROUNDING_RULES)}")
        if bool(self.bases) != (self.kind in (Kind.SHARE, Kind.DISTRIBUTION)):
            raise ValueError("shares and distributions name their bases; counts and medians have one population")
        if () not in self.breakdowns:
            raise ValueError("an indicator can always be read for everyone together: breakdowns must hold ()")
        for by in self.breakdowns:
            if list(by) != sorted(set(by), key=list(Dimension).index):
                raise ValueError(f"breakdown {by} must name each dimension once, in the order of Dimension")
        _check_numerator(self)
        return self

    @property
    def digest(self) -> str:
        """SHA-256 over rules and words together: the same digest means computed and explained alike."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    def chosen_base(self, base: Base | str | None = None) -> Base | None:
        """The base to use: the given one, else the first declared; None where bases do not apply.

        Raises DefinitionError for a base the indicator does not have.
        """
        if base is None or base == "":
            return self.bases[0] if self.bases else None
        if base in list(self.bases):
            return Base(base)
        offered = ", ".join(self.bases)
        raise DefinitionError(
            f"{self.id} har inte basen ”{base}”. Välj bland: {offered or 'ingen bas'}.",
            f"{self.id} has no base “{base}”. Choose among: {offered or 'no base'}.",
        )

    def chosen_breakdown(self, by: tuple[Dimension | str, ...] = ()) -> tuple[Dimension, ...]:
        """The breakdown in column order, however it was asked. Raises DefinitionError when it is not declared."""
        wanted = set(by)
        for declared in self.breakdowns:
            if set(declared) == wanted and len(by) == len(wanted):
                return declared
        offered = [" + ".join(split) for split in self.breakdowns if split]
        asked = " + ".join(map(str, by))
        raise DefinitionError(
            f"{self.id} kan inte delas upp på {asked}. Välj bland: {'; '.join(offered) or 'ingen uppdelning'}.",
            f"{self.id} cannot be split by {asked}. Choose among: {'; '.join(offered) or 'no split'}.",
        )

    def cells_on(self, base: Base | None) -> tuple[str, ...]:
        """Codes of the distribution's cells on this base, in order; empty where the indicator is no distribution."""
        codes = tuple(cell.code for cell in self.numerator.cells)
        return (*codes, STILL_ENROLLED) if codes and base == Base.ENROLLED else codes


def _check_numerator(definition: IndicatorDefinition) -> None:
    needed = {
        Kind.COUNT: "persons",
        Kind.SHARE: "any_exit",
        Kind.DISTRIBUTION: "headline_exit",
        Kind.MEDIAN_DURATION: "days_first_start_to_last_end",
    }[definition.kind]
    numerator = definition.numerator
    if numerator.counts != needed:
        raise ValueError(f"an indicator of kind {definition.kind} counts {needed}")
    if unknown := set(numerator.destinations) - set(DESTINATIONS):
        raise ValueError(f"unknown destinations: {', '.join(sorted(unknown))}")
    gathered = [code for cell in numerator.cells for code in cell.destinations]
    if numerator.cells and sorted(gathered) != sorted(DESTINATIONS):
        raise ValueError("the cells of a distribution must hold every destination exactly once, so that they sum")


class BaseWords(_Fixed):
    """A base in words: its name on a button, and who is in it."""

    name: Words
    who: Words


BASE_WORDS: dict[Base, BaseWords] = {
    Base.ENROLLED: BaseWords(
        name=Words(sv="Alla inskrivna", en="Everyone enrolled"),
        who=Words(
            sv="Alla som har börjat senast mätdagen, även de som fortfarande är inskrivna.",
            en="Everyone who had started by the measuring date, including those still enrolled.",
        ),
    ),
    Base.ENDED: BaseWords(
        name=Words(sv="Alla avslutade", en="Everyone who ended"),
        who=Words(
            sv="Alla vars senaste inskrivning hade avslutats senast mätdagen.",
            en="Everyone whose last enrolment had ended by the measuring date.",
        ),
    ),
    Base.ENDED_NOT_TRANSFERRED: BaseWords(
        name=Words(sv="Avslutade utom överförda", en="Ended, not transferred"),
        who=Words(
            sv="Som alla avslutade, men utan dem som gick vidare i kommunens ordinarie verksamhet.",
            en="As everyone who ended, leaving out those who went on in the municipality's ordinary operation.",
        ),
    ),
}
