"""How a file's own headings and words are matched with ours: what is known, what is suggested, what was chosen.

A word is named by its column, its context (for a reason: the destination it stands beside) and its folded text.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from stegvis.base.text_keys import search_key
from stegvis.base.vocabulary import Term, UnknownWord, Vocabulary
from stegvis.casework.importing import columns
from stegvis.casework.vocabulary import DESTINATIONS, INFLOW_CHANNELS, REASONS, TARGET_GROUPS

#: What a word may be said to mean besides one of ours: nothing (a gap to fill), or that its rows are not taken in.
GAP = ""
REFUSED = "-"
#: A column of the file that is left out.
LEFT_OUT = ""
#: Most different unknown words that are counted: a file with more has a wrong column.
MOST_WORDS = 400
#: So many different texts of a file are remembered at a time.
MOST_MET = 5000
_LONGEST = 120


@dataclass(frozen=True)
class Word:
    """A word of the file: where it stands, beside which destination (only for reasons), and its folded text."""

    column: str
    context: str
    key: str

    @classmethod
    def of(cls, column: str, text: str, context: str = "") -> "Word":
        """The word as written in a cell."""
        return cls(column, context, search_key(text)[:_LONGEST])


@dataclass(frozen=True)
class Choices:
    """What was chosen for the file's own words: a code of ours, GAP or REFUSED (for places: the id of a unit).

    `only_unit`: the unit the whole file is about, when it has no column for it.
    """

    words: Mapping[Word, str] = field(default_factory=dict)
    only_unit: int | None = None
    _met: dict | None = field(default=None, compare=False, repr=False)

    def for_one_file(self) -> "Choices":
        """The same, remembering what each text of the file turned out to mean: a file says few words, many times.

        For one piece of work only: lists of words, and the language of the refusals, may change before the next.
        """
        return replace(self, _met={})

    def once(self, text: tuple, work: Callable[[], Any]) -> Any:
        """What `work` answers for a text, asked once in a file."""
        if self._met is None:
            return work()
        if text not in self._met:
            if len(self._met) >= MOST_MET:
                self._met.clear()
            self._met[text] = work()
        return self._met[text]

    def read(self, text: str, column: str, vocabulary: Vocabulary, context: str = "") -> Term | None:
        """The term a word means: by the vocabulary, else as chosen. None for a gap. Raises UnknownWord."""
        try:
            return vocabulary.read(text)
        except UnknownWord:
            chosen = self.words.get(Word.of(column, text, context), REFUSED)
            if chosen == GAP:
                return None
            if chosen in vocabulary:
                return vocabulary[chosen]
            raise

    def unit_of(self, text: str) -> int | None:
        """The unit that was chosen for a place the project does not know."""
        chosen = self.words.get(Word.of("kommun", text), REFUSED)
        return int(chosen) if chosen.isdigit() else None


NO_CHOICES = Choices()


def vocabulary_of(column: str, context: str = "") -> Vocabulary:
    """The words that fit a column; for a reason those of its destination."""
    if column == "orsak":
        return Vocabulary([reason for reason in REASONS if reason.destination == context])
    return {"inflöde": INFLOW_CHANNELS, "målgrupper": TARGET_GROUPS, "utfall": DESTINATIONS}[column]


def may_be_gap(column: str) -> bool:
    """May a word of the column be left as a gap to fill? A place and an outcome are needed."""
    return column in ("inflöde", "målgrupper", "orsak")


def suggested(text: str, column: str, context: str = "") -> str:
    """The code of the nearest of our words, or "" when none is near enough to be worth a look."""
    vocabulary = vocabulary_of(column, context)
    try:
        return vocabulary.read(text).code
    except UnknownWord as unknown:
        return vocabulary.read(unknown.nearest).code if unknown.nearest else ""


def place_columns(headings: Iterable[str], remembered: Mapping[str, str]) -> dict[int, str]:
    """Which of our columns each place of the file is, "" for left out; a place nobody knows is not in the answer.

    `remembered`: column names by folded heading. Each of our columns is taken once, by the first heading that fits:
    one that is known beyond doubt, else one that was chosen before.
    """
    headings = list(headings)
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        name = columns.known(heading)
        if name and name not in found.values():
            found[place] = name
        elif columns.is_added(heading):
            found[place] = LEFT_OUT
    for place, heading in enumerate(headings):
        name = remembered.get(columns.key(heading)) if place not in found else None
        if name is not None and (name == LEFT_OUT or (name in columns.BY_NAME and name not in found.values())):
            found[place] = name
    return found


def guessed(headings: Iterable[str], placed: Mapping[int, str]) -> dict[int, str]:
    """For places nobody knows: our column that the heading is nearly spelt as, each suggested once."""
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        if place in placed:
            continue
        name = columns.nearest(heading)
        if name and name not in placed.values() and name not in found.values():
            found[place] = name
    return found


class Unknown:
    """Counts the words of a file that mean nothing yet: by word, the number of rows and how it is first written."""

    def __init__(self):
        self.rows: Counter[Word] = Counter()
        self.written: dict[Word, str] = {}

    def add(self, words: Iterable[tuple[Word, str]]) -> None:
        """Count the words of one row, each once."""
        for word, text in dict(words).items():
            if word in self.written or len(self.written) < MOST_WORDS:
                self.rows[word] += 1
                self.written.setdefault(word, text.strip()[:_LONGEST])

    def listed(self) -> list[tuple[Word, str, int]]:
        """Word, text and number of rows, most rows first."""
        return [(word, self.written[word], count) for word, count in self.rows.most_common()]
