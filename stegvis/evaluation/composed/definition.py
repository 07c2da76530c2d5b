"""What a composed indicator says: who counts, among whom, what counts, when, what a lost contact is, shown by what."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from stegvis.evaluation.catalogue import DIMENSION_WORDS
from stegvis.evaluation.codes import DESTINATIONS
from stegvis.evaluation.definitions import Base, DefinitionError, Dimension, Words, day_in_words
from stegvis.evaluation.goals.definition import (
    MISSING_WORDS,
    UNKNOWN_OUTCOME,
    Counted,
    Missing,
    base_in_words,
    events_in_words,
    refuse_vague,
)

LOST_WORDS = {
    Missing.NOT_REACHED: Words(
        sv="Den som projektet har tappat kontakten med räknas som att utfallet inte är nått",
        en="Someone the project has lost contact with counts as not having reached the outcome",
    ),
    Missing.LEFT_OUT: MISSING_WORDS[Missing.LEFT_OUT],
}


class Shown(StrEnum):
    """Whether the indicator is read as a share of the group or as a number of people."""

    SHARE = "share"
    COUNT = "count"


class ComposedDefinition(BaseModel):
    """One indicator put together of declared parts. Frozen; a changed part is a new version with a new digest.

    `among` narrows the group to those with one of these headline destinations; `builds_on`, the code of another
    composed indicator, to those who count in that one. `events` are destinations, of which one is enough. `on`: the day
    of the release that is read; None: each release. `split`: the part it is also shown by.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    version: int = Field(default=1, ge=1)
    shown: Shown = Shown.SHARE
    base: Base = Base.ENDED
    among: tuple[str, ...] = ()
    builds_on: str = ""
    events: tuple[str, ...]
    counted: Counted = Counted.HEADLINE
    on: date | None = None
    missing: Literal[Missing.NOT_REACHED, Missing.LEFT_OUT] = Missing.NOT_REACHED
    split: Dimension | None = None

    @field_validator("events", "among")
    @classmethod
    def _in_order(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        known = [code for code in DESTINATIONS if code in codes]
        return (*known, *(code for code in dict.fromkeys(codes) if code not in DESTINATIONS))

    @property
    def digest(self) -> str:
        """SHA-256 over the whole definition."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    def sentence(self, names: Mapping[str, str] | None = None) -> Words:
        """The whole indicator in one plain sentence. `names`: code → name of the others."""
        return Words(sv=_sentence(self, names or {}, "sv"), en=_sentence(self, names or {}, "en"))


@dataclass(frozen=True)
class Resolved:
    """A definition with what it builds on worked out: sets of destinations and nothing else.

    `among` is None for the whole base. `left_out` are the headline destinations that are taken out of the group.
    """

    shown: Shown
    base: Base
    among: frozenset[str] | None
    events: frozenset[str]
    counted: Counted
    left_out: frozenset[str]


def resolve(
    definition: ComposedDefinition, others: Mapping[str, ComposedDefinition] | None = None, *, code: str = ""
) -> Resolved:
    """The definition ready to be counted.

    `others` are the indicators it may build on, by code; `code` is its own. Raises DefinitionError, in words that say
    what to do, for what cannot be measured: vague words, nothing that counts, words no longer in use, an indicator
    built on itself, a group in which nobody or everybody can count.
    """
    refuse_vague(definition.name)
    _known(definition)
    among = _group(definition, others or {}, (code,) if code else ())
    events, anything = frozenset(definition.events), definition.counted == Counted.ANY
    if anything and (events != {"work", "studies"} or among is not None or definition.missing == Missing.LEFT_OUT):
        raise DefinitionError(
            "Med något av utfallen går bara arbete eller studier att räkna, i hela gruppen. Välj huvudutfallet.",
            "By any outcome only work or studies can be counted, in the whole group. Choose the main outcome.",
        )
    unknown = frozenset(UNKNOWN_OUTCOME) - events if definition.missing == Missing.LEFT_OUT else frozenset()
    _neither_nobody_nor_everybody(definition, among, events, unknown)
    return Resolved(definition.shown, definition.base, among, events, definition.counted, unknown)


def _known(definition: ComposedDefinition) -> None:
    if not definition.events:
        raise DefinitionError(
            "Välj minst ett utfall som räknas, till exempel arbete eller studier.",
            "Choose at least one outcome that counts, for example work or studies.",
        )
    if retired := [code for code in (*definition.events, *definition.among) if code not in DESTINATIONS]:
        told = ", ".join(retired)
        raise DefinitionError(
            f"Utfallet {told} används inte längre. Välj ett av dem som finns i listan.",
            f"The outcome {told} is no longer in use. Choose one of those in the list.",
        )
    if definition.among and definition.builds_on:
        raise DefinitionError(
            "Välj antingen utfall som gruppen ska ha, eller en annan indikator att bygga på. Inte båda.",
            "Choose either outcomes that the group has, or another indicator to build on. Not both.",
        )


def _group(
    definition: ComposedDefinition, others: Mapping[str, ComposedDefinition], path: tuple[str, ...]
) -> frozenset[str] | None:
    if not definition.builds_on:
        return frozenset(definition.among) or None
    below = definition.builds_on
    if below in path:
        names = " → ".join(others[one].name if one in others else one for one in (*path, below))
        raise DefinitionError(
            f"Indikatorn bygger på sig själv: {names}. Välj en annan att bygga på.",
            f"The indicator builds on itself: {names}. Choose another to build on.",
        )
    if below not in others:
        raise DefinitionError(
            f"Indikatorn {below} finns inte eller används inte längre. Välj en annan att bygga på.",
            f"The indicator {below} does not exist or is no longer in use. Choose another to build on.",
        )
    other = others[below]
    if other.counted == Counted.ANY:
        raise DefinitionError(
            f"”{other.name}” räknar något av utfallen och går inte att bygga på. Välj en som räknar huvudutfallet.",
            f"“{other.name}” counts any outcome and cannot be built on. Choose one that counts the main outcome.",
        )
    inside = _group(other, others, (*path, below))
    found = frozenset(other.events) & (inside if inside is not None else frozenset(DESTINATIONS))
    return found - {"transferred"} if other.base == Base.ENDED_NOT_TRANSFERRED else found


def _neither_nobody_nor_everybody(definition, among, events, unknown) -> None:
    within = among if among is not None else frozenset(DESTINATIONS)
    if definition.base == Base.ENDED_NOT_TRANSFERRED:
        within -= {"transferred"}
    within -= unknown
    if not within & events:
        raise DefinitionError(
            "Ingen i gruppen kan räknas: utfallen som räknas finns inte i gruppen. Ändra gruppen eller utfallen.",
            "Nobody in the group can count: the outcomes that count are not in the group. Change one of them.",
        )
    if within <= events and (among is not None or definition.base != Base.ENROLLED) and definition.shown == Shown.SHARE:
        raise DefinitionError(
            "Alla i gruppen räknas alltid, så andelen säger inget. Välj färre utfall eller en större grupp.",
            "Everyone in the group always counts, so the share says nothing. Choose fewer outcomes or a larger group.",
        )


def _sentence(definition: ComposedDefinition, names: Mapping[str, str], language: str) -> str:
    sv = language != "en"
    who, what = base_in_words(definition.base, language), events_in_words(definition.events, language)
    if definition.builds_on:
        name = names.get(definition.builds_on, definition.builds_on)
        who += f" som räknas i ”{name}”" if sv else f" who count in “{name}”"
    elif definition.among:
        told = events_in_words(definition.among, language)
        who += f" som hade {told} som huvudutfall" if sv else f" whose main outcome was {told}"
    split = ""
    if definition.split:
        part = DIMENSION_WORDS[definition.split].in_language(language)
        part = part[:1].lower() + part[1:]
        split = f", även uppdelat på {part}" if sv else f", also shown by {part}"
    missing = _missing(definition, language)
    headline = definition.counted == Counted.HEADLINE
    share = definition.shown == Shown.SHARE
    if sv:
        way = "som huvudutfall" if headline else "som något av utfallen"
        when = f"den {day_in_words(definition.on, language)}" if definition.on else "på släppets dag"
        much = f"Så stor del av {who}" if share else f"Så många av {who}"
        return f"{much} hade {when} {what} {way}{split}{missing}."
    way = "as the main outcome" if headline else "as any outcome"
    when = f"on {day_in_words(definition.on, language)}" if definition.on else "on the day of the release"
    much = f"The share of {who}" if share else f"The number of {who}"
    return f"{much} who had {what} {way} {when}{split}{missing}."


def _missing(definition: ComposedDefinition, language: str) -> str:
    """What a lost contact is, where it matters."""
    in_group = not definition.builds_on and (not definition.among or set(UNKNOWN_OUTCOME) & set(definition.among))
    if set(UNKNOWN_OUTCOME) & set(definition.events) or not in_group:
        return ""
    said = LOST_WORDS[definition.missing].in_language(language)
    return f"; {said[:1].lower()}{said[1:]}"
