"""What is chosen for one import: which column is which, and what the file's own words mean. Kept as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from stegvis.casework.importing import columns
from stegvis.casework.importing.matching import GAP, LEFT_OUT, REFUSED, Choices, Word, may_be_gap


@dataclass
class Chosen:
    """`placed`: our column (or LEFT_OUT) by the place it stands in the file; a place without an answer waits for one.

    `words`: column, context, key, how it is written and what was chosen. `others`: sheets of the file that are not
    read. `samples`: some cells of each place, identity numbers masked.
    """

    headings: list[str] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)
    others: int = 0
    placed: dict[int, str] = field(default_factory=dict)
    only_unit: int | None = None
    words: list[list[str]] = field(default_factory=list)

    @classmethod
    def from_json(cls, text: str) -> "Chosen":
        """From what `as_json` wrote; empty from an empty text."""
        if not text:
            return cls()
        kept = json.loads(text)
        return cls(**{**kept, "placed": {int(place): name for place, name in kept["placed"].items()}})

    def as_json(self) -> str:
        """As text."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def places(self) -> dict[str, int]:
        """Where each of our columns stands."""
        return {name: place for place, name in self.placed.items() if name != LEFT_OUT}

    @property
    def waiting(self) -> list[int]:
        """Places with a heading or content for which nothing is chosen yet."""
        filled = (place for place, heading in enumerate(self.headings) if heading.strip() or any(self.samples[place]))
        return [place for place in filled if place not in self.placed]

    @property
    def missing(self) -> list[str]:
        """Columns that are needed and not found."""
        found = set(self.places) | ({"kommun"} if self.only_unit else set())
        return [name for name in columns.REQUIRED if name not in found]

    @property
    def settled(self) -> bool:
        """Can the rows be read?"""
        return not self.waiting and not self.missing

    def choices(self, remembered: Mapping[Word, str]) -> Choices:
        """What the words mean: as chosen for this file, else as remembered."""
        words = {word: target for word, target in remembered.items() if target != GAP or may_be_gap(word.column)}
        words |= {Word(column, context, key): target for column, context, key, _written, target in self.words}
        return Choices(words, self.only_unit)

    def choose_word(self, word: Word, written: str, target: str) -> None:
        """Say what a word means; a later choice replaces an earlier one."""
        self.words = [kept for kept in self.words if kept[:3] != [word.column, word.context, word.key]]
        self.words.append([word.column, word.context, word.key, written, target])

    def to_remember(self) -> list[list[str]]:
        """The words worth remembering: not those whose rows are refused this time."""
        return [kept for kept in self.words if kept[4] != REFUSED]
