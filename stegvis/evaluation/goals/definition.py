"""What a goal says, as data: who counts, what counts, when it is read, the target, what a missing answer is."""

import hashlib
import json
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from stegvis.evaluation.catalogue import DESTINATION_WORDS, DIMENSION_WORDS
from stegvis.evaluation.codes import DESTINATIONS
from stegvis.evaluation.definitions import BASE_WORDS, Base, DefinitionError, Dimension, Words, day_in_words
from stegvis.evaluation.shares import percent


class Counted(StrEnum):
    """Which exits of the last enrolment count: its headline only, or any of them."""

    HEADLINE = "headline_exit"
    ANY = "any_exit"


class Missing(StrEnum):
    """What a person counts as whose outcome nobody knows: contact was lost, or nobody answered after the exit.

    `REACHED` gives the upper bound of a reading after the exit, as `NOT_REACHED` gives the lower.
    """

    NOT_REACHED = "not_reached"
    LEFT_OUT = "left_out"
    REACHED = "reached"


class ReadAt(StrEnum):
    """When a goal is read: at the exit, as known on the day of the release or on a date; or so long after the exit."""

    RELEASE = "release"
    DATE = "date"
    WEEKS_4 = "4w"
    MONTHS_6 = "6m"


AFTER: dict[ReadAt, str] = {ReadAt.WEEKS_4: "weeks_4", ReadAt.MONTHS_6: "months_6"}
"""Which follow-up a goal is read from; none for a goal that is read at the exit."""

AFTER_WORDS: dict[str, Words] = {
    "weeks_4": Words(sv="fyra veckor efter avslut", en="four weeks after the exit"),
    "months_6": Words(sv="sex månader efter avslut", en="six months after the exit"),
}

_AT_LEAST_AGO = {
    "weeks_4": Words(sv="som slutade för minst fyra veckor sedan", en="who left at least four weeks ago"),
    "months_6": Words(sv="som slutade för minst sex månader sedan", en="who left at least six months ago"),
}

AFTER_BASES = (Base.ENDED, Base.ENROLLED)
"""The bases of a goal that is read after the exit. Without the transferred single people could be worked out."""

AFTER_EVENTS = ("work", "studies", "internship", "job_seeking")
"""What can count after the exit: what a release shows of it one by one."""

UNKNOWN_OUTCOME = ("no_contact",)
"""Headline destinations that say that nobody knows where the person went."""

VAGUE = {
    "förbered": "prepar",
    "nästa steg": "next step",
    "närmare arbetsmarknaden": "closer to the labour market",
    "stärk": "strengthen",
    "anställningsbar": "employab",
    "bättre mående": "feel better",
    "självförsörjande på sikt": "in the long run",
}
"""Beginnings of words without a sign that can be observed: Swedish → English."""

MISSING_WORDS = {
    Missing.NOT_REACHED: Words(
        sv="Den som projektet har tappat kontakten med räknas som att målet inte är nått",
        en="Someone the project has lost contact with counts as not having reached the goal",
    ),
    Missing.LEFT_OUT: Words(
        sv="Den som projektet har tappat kontakten med räknas inte med",
        en="Someone the project has lost contact with is left out",
    ),
    Missing.REACHED: Words(
        sv="Den som projektet har tappat kontakten med räknas som att målet är nått",
        en="Someone the project has lost contact with counts as having reached the goal",
    ),
}

NO_ANSWER_WORDS = {
    Missing.NOT_REACHED: Words(
        sv="Den som inte har svarat räknas som att målet inte är nått",
        en="Someone who has not answered counts as not having reached the goal",
    ),
    Missing.LEFT_OUT: Words(
        sv="Den som inte har svarat räknas inte med", en="Someone who has not answered is left out"
    ),
    Missing.REACHED: Words(
        sv="Den som inte har svarat räknas som att målet är nått",
        en="Someone who has not answered counts as having reached the goal",
    ),
}
"""The same rules where the goal is read after the exit."""


class GoalDefinition(BaseModel):
    """One goal as an executable definition. Frozen; a changed rule is a new version with a new digest.

    `target` is a share 0–1. `events` are destinations, of which one is enough. `on` is the day when `read_at` is
    `date`; with `release` the goal is read on the day of the release that is shown. Raises DefinitionError for codes
    that do not exist (any longer), no event, and words in `name` that no one can observe.

    `apart_from`: headline destinations whose people are left out of the base, so that a goal can be about the others:
    "of those who went neither to work nor to studies". `split`: by what the goal is shown besides for everybody.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    version: int = Field(default=1, ge=1)
    base: Base = Base.ENDED
    events: tuple[str, ...]
    apart_from: tuple[str, ...] = ()
    counted: Counted = Counted.HEADLINE
    read_at: ReadAt = ReadAt.RELEASE
    on: date | None = None
    split: tuple[Dimension, ...] = ()
    target: float = Field(ge=0, le=1)
    missing: Missing = Missing.NOT_REACHED

    @field_validator("events", "apart_from")
    @classmethod
    def _in_order(cls, events: tuple[str, ...]) -> tuple[str, ...]:
        known = [code for code in DESTINATIONS if code in events]
        return (*known, *(code for code in dict.fromkeys(events) if code not in DESTINATIONS))

    @model_validator(mode="after")
    def _one_day(self) -> Self:
        if (self.read_at == ReadAt.DATE) != (self.on is not None):
            raise ValueError("a goal that is read on a date names the date, and no other does")
        return self

    @property
    def digest(self) -> str:
        """SHA-256 over the whole definition; the same as before there was `apart_from` for goals without it."""
        told = self.model_dump(mode="json")
        if not self.apart_from:
            del told["apart_from"]
        content = json.dumps(told, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    def check(self) -> None:
        """Raises DefinitionError, in words that say what to do, when the goal cannot be measured."""
        refuse_vague(self.name)
        if not self.events:
            raise DefinitionError(
                "Välj minst en händelse som räknas, till exempel arbete eller studier.",
                "Choose at least one event that counts, for example work or studies.",
            )
        if unknown := [code for code in (*self.events, *self.apart_from) if code not in DESTINATIONS]:
            told = ", ".join(unknown)
            raise DefinitionError(
                f"Utfallet {told} används inte längre. Välj ett av dem som finns i listan.",
                f"The outcome {told} is no longer in use. Choose one of those in the list.",
            )
        if both := [code for code in self.events if code in self.apart_from]:
            raise DefinitionError(
                f"{_capital(events_in_words(tuple(both), 'sv'))} kan inte både räknas och lämnas utanför. Välj ett.",
                f"{_capital(events_in_words(tuple(both), 'en'))} cannot both count and be left out. Choose one.",
            )
        if self.apart_from and self.counted == Counted.ANY:
            raise DefinitionError(
                "Ett mål som lämnar några utfall utanför räknas på huvudutfallet. Välj det.",
                "A goal that leaves out some outcomes counts the main outcome. Choose that.",
            )
        if not self.after and self.missing == Missing.REACHED:
            raise DefinitionError(
                "Tappad kontakt räknas som nått bara i mål som läses efter avslutet. Välj en annan regel.",
                "Lost contact counts as reached only in goals that are read after the exit. Choose another rule.",
            )
        if self.after:
            self._check_after()

    def _check_after(self) -> None:
        if self.base not in AFTER_BASES:
            raise DefinitionError(
                "Ett mål som läses efter avslutet räknas på alla avslutade eller alla inskrivna. Välj en av dem.",
                "A goal read after the exit counts everyone who ended or everyone enrolled. Choose one of them.",
            )
        if detailed := tuple(code for code in self.events if code not in AFTER_EVENTS):
            raise DefinitionError(
                "Efter avslutet följs arbete, studier, praktik och att söka arbete. Ta bort "
                f"{events_in_words(detailed, 'sv')}, eller läs målet vid avslutet.",
                "After the exit, work, studies, internship and seeking work are followed. Take away "
                f"{events_in_words(detailed, 'en')}, or read the goal at the exit.",
            )
        if self.split:
            raise DefinitionError(
                "Efter avslutet visas målet bara för alla tillsammans, annars går små grupper att räkna ut. Kryssa ur "
                f"{_parts_in_words(self.split, 'sv')} under ”Visa också uppdelat på”, eller välj att läsa målet vid "
                "avslutet: då går det att dela upp.",
                "After the exit the goal is shown for everybody together only, or small groups could be worked out. "
                f"Untick {_parts_in_words(self.split, 'en')} under “Show it also by”, or choose to read the goal at "
                "the exit: then it can be shown by parts.",
            )
        if self.apart_from:
            raise DefinitionError(
                "Efter avslutet räknas alla som ska ha fått frågan, annars går små grupper att räkna ut. Kryssa ur "
                f"{events_in_words(self.apart_from, 'sv')} under ”Räkna inte med dem som gick till”, eller välj att "
                "läsa målet vid avslutet.",
                "After the exit everyone who is to be asked counts, or small groups could be worked out. Untick "
                f"{events_in_words(self.apart_from, 'en')} under “Leave out those who went to”, or choose to read the "
                "goal at the exit.",
            )

    @property
    def after(self) -> str:
        """The kind of follow-up the goal is read from; empty when it is read at the exit."""
        return AFTER.get(self.read_at, "")

    def sentence(self) -> Words:
        """The whole goal in one plain sentence."""
        return Words(sv=_sentence(self, "sv"), en=_sentence(self, "en"))


def refuse_vague(name: str) -> None:
    """Raises DefinitionError when the name of a goal holds words for which there is no sign to observe."""
    for swedish, english in VAGUE.items():
        if swedish in name.lower() or english in name.lower():
            signs = DESTINATION_WORDS
            raise DefinitionError(
                f"”{name}” går inte att mäta: det behövs ett tecken som går att iaktta. Välj ett, till exempel "
                f"{signs['work'].sv.lower()}, {signs['studies'].sv.lower()} eller {signs['internship'].sv.lower()}, "
                "och skriv det i namnet.",
                f"“{name}” cannot be measured: it needs a sign you can observe. Choose one, for example "
                f"{signs['work'].en.lower()}, {signs['studies'].en.lower()} or {signs['internship'].en.lower()}, "
                "and write that in the name.",
            )


def events_in_words(events: tuple[str, ...], language: str) -> str:
    """`arbete, studier eller praktik`."""
    said = [
        _lower(DESTINATION_WORDS[code].in_language(language)) if code in DESTINATION_WORDS else code for code in events
    ]
    last = " or " if language == "en" else " eller "
    return last.join(filter(None, (", ".join(said[:-1]), *said[-1:])))


def _parts_in_words(split: tuple[Dimension, ...], language: str) -> str:
    """`kommun och kön`."""
    said = [_lower(DIMENSION_WORDS[one].in_language(language)) for one in split]
    return (" and " if language == "en" else " och ").join(filter(None, (", ".join(said[:-1]), *said[-1:])))


def base_in_words(base: Base, language: str) -> str:
    """`alla avslutade`, for the middle of a sentence."""
    return _lower(BASE_WORDS[base].name.in_language(language))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def missing_in_words(rule: Missing, after: str, language: str) -> str:
    """The rule for those of whom nothing is known, for the middle of a sentence."""
    return _lower((NO_ANSWER_WORDS if after else MISSING_WORDS)[rule].in_language(language))


def _sentence(goal: GoalDefinition, language: str) -> str:
    share = percent(round(goal.target * 100_000), 100_000)
    who, what = base_in_words(goal.base, language), events_in_words(goal.events, language)
    split = _parts_in_words(goal.split, language)
    missing = missing_in_words(goal.missing, goal.after, language)
    english = language == "en"
    if goal.apart_from:
        others = events_in_words(goal.apart_from, language)
        who += f", apart from those who went to {others}," if english else f", utom dem som gick till {others},"
    shown = (f", shown by {split}" if english else f", uppdelat på {split}") if split else ""
    if goal.after:
        return _sentence_after(goal, language, f"{share}", who, what, shown, missing)
    if english:
        way = "as the main outcome" if goal.counted == Counted.HEADLINE else "as any outcome"
        when = f"on {day_in_words(goal.on, language)}" if goal.on else "on the day of the release"
        return f"At least {share} % of {who} {when} have gone to {what} {way}{shown}; {missing}."
    way = "som huvudutfall" if goal.counted == Counted.HEADLINE else "som något av utfallen"
    when = f"den {day_in_words(goal.on, language)}" if goal.on else "på släppets dag"
    return f"Minst {share} % av {who} har {when} gått till {what} {way}{shown}; {missing}."


def _sentence_after(
    goal: GoalDefinition, language: str, share: str, who: str, what: str, shown: str, missing: str
) -> str:
    later = AFTER_WORDS[goal.after].in_language(language)
    if goal.base == Base.ENDED:
        ago = _AT_LEAST_AGO[goal.after].in_language(language)
        who = f"{'everyone' if language == 'en' else 'alla'} {ago}"
    if language == "en":
        return f"At least {share} % of {who} were in {what} {later}{shown}; {missing}."
    return f"Minst {share} % av {who} var i {what} {later}{shown}; {missing}."
