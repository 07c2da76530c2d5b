"""Lists of words: a code that is stored, and its Swedish and English words.

The same list serves screens, imports (codes or words in either language) and reports. A list is what the program
brings; an installation may have words of its own laid over it (`live`): other labels, another order, words retired
with a day, and in some lists words added. `read_words_from` says where these come from.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import local

from django.utils import timezone
from django.utils.translation import get_language

from stegvis.base.text_keys import search_key


@dataclass(frozen=True)
class Term:
    """One word of a list. `code` is what is stored and never changes; `synonyms` are also understood by imports.

    `retired_on`: from that day the word is not chosen for anything new. `added`: a word of the installation's own.
    """

    code: str
    sv: str
    en: str
    synonyms: tuple[str, ...] = ()
    explanation_sv: str = ""
    explanation_en: str = ""
    retired_on: dt.date | None = field(default=None, kw_only=True)
    added: bool = field(default=False, kw_only=True)

    @property
    def label(self) -> str:
        """The word in the language of the person at the screen."""
        return self.en if (get_language() or "sv").startswith("en") else self.sv

    @property
    def explanation(self) -> str:
        """One sentence on when the word is used, in the language of the person at the screen."""
        return self.explanation_en if (get_language() or "sv").startswith("en") else self.explanation_sv

    def label_in(self, language: str) -> str:
        """The word in the named language (`sv` or `en`)."""
        return self.en if language == "en" else self.sv

    def in_use(self, on: dt.date | None = None) -> bool:
        """May the word be chosen for something of that day (default: today)?"""
        return self.retired_on is None or (on or timezone.localdate()) < self.retired_on

    def __str__(self) -> str:
        return self.label


class UnknownWord(ValueError):
    """A text that is neither a code nor a word of the list."""

    def __init__(self, text: str, nearest: Callable[[], str | None]):
        super().__init__(text)
        self.text = text
        self._nearest = nearest

    @property
    def nearest(self) -> str | None:
        """The closest word in the present language, or None. It is sought only when somebody asks: that is slow."""
        return self._nearest()


@dataclass(frozen=True)
class _Reading:
    """A list as it is now, ready to be looked up."""

    by_code: dict[str, Term]
    by_word: dict[str, Term]

    @classmethod
    def of(cls, terms: Sequence[Term], builtin: Sequence[Term] = ()) -> "_Reading":
        """Words in use win over retired ones with the same word; the program's own words are always understood."""
        by_word: dict[str, Term] = {}
        by_code = {term.code: term for term in terms}
        for term in sorted(terms, key=lambda each: each.retired_on is not None):
            for word in (term.code, term.code.replace("_", " "), term.sv, term.en, *term.synonyms):
                by_word.setdefault(search_key(word), term)
        for term in builtin:
            for word in (term.sv, term.en, *term.synonyms):
                by_word.setdefault(search_key(word), by_code[term.code])
        return cls(by_code, by_word)


@dataclass(frozen=True)
class Source:
    """Where the installation's words come from.

    `stamp()` names the present state of all words (one small query; empty when none was ever changed). `lists()` gives
    the whole present lists that differ from the program's, by name (one query, asked only after the stamp changed).
    """

    stamp: Callable[[], str]
    lists: Callable[[], Mapping[str, Sequence[Term]]]


@dataclass(frozen=True)
class _Words:
    """The installation's words as they were at a stamp, and the readings made of them so far."""

    stamp: str
    lists: Mapping[str, Sequence[Term]]
    readings: dict[str, _Reading]


_NO_WORDS = _Words("", {}, {})


class _Live:
    """The source, the words last read (replaced as a whole), and whether this thread must ask for the stamp anew."""

    source: Source | None = None
    words: _Words = _NO_WORDS
    thread = local()


def read_words_from(source: Source | None) -> None:
    """Name the source (once, at start). Nothing is read until `begin` has said that a piece of work begins."""
    _Live.source = source
    forget()


def begin(**_signal) -> None:
    """A request, command or job begins: the next look-up asks whether any word has changed since (one query)."""
    _Live.thread.due = True


def rest(**_signal) -> None:
    """The piece of work is over: nothing more is asked of the database until the next one."""
    _Live.thread.due = False


def forget() -> None:
    """Use the program's own words until the next piece of work begins."""
    _Live.words = _NO_WORDS
    rest()


def catch_up() -> None:
    """Ask now rather than at the first look-up: for pages that look words up for some rows and not for others."""
    _words()


def _words() -> _Words:
    if _Live.source is not None and getattr(_Live.thread, "due", False):
        _Live.thread.due = False
        stamp = _Live.source.stamp()
        if stamp != _Live.words.stamp:
            _Live.words = _Words(stamp, _Live.source.lists(), {}) if stamp else _NO_WORDS
    return _Live.words


class Vocabulary:
    """An ordered list of terms, looked up by code or by word.

    With `live` (the list's name) the installation's words are laid over the program's. Iteration, `codes`, `label`
    and `read` know retired words too; `choices` offers only those in use. `fixed_codes`, `original` and
    `original_label` are what the program brings, whatever the installation has made of it: for constraints and for
    frozen results.
    """

    def __init__(self, terms: Sequence[Term], *, live: str = ""):
        self._builtin = tuple(terms)
        self._fixed = _Reading.of(self._builtin)
        self.live = live

    @property
    def _now(self) -> _Reading:
        if not self.live:
            return self._fixed
        words = _words()
        if self.live not in words.lists:
            return self._fixed
        if self.live not in words.readings:
            words.readings[self.live] = _Reading.of(words.lists[self.live], self._builtin)
        return words.readings[self.live]

    def __iter__(self) -> Iterator[Term]:
        return iter(self._now.by_code.values())

    def __len__(self) -> int:
        return len(self._now.by_code)

    def __getitem__(self, code: str) -> Term:
        return self._now.by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._now.by_code

    def get(self, code: str) -> Term | None:
        """The term of the code, or None."""
        return self._now.by_code.get(code)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the order of the list, retired ones included."""
        return tuple(self._now.by_code)

    @property
    def fixed_codes(self) -> tuple[str, ...]:
        """The codes the program brings: those that constraints, indicators and funders' reports rest on."""
        return tuple(self._fixed.by_code)

    def original(self, code: str) -> Term | None:
        """The term as the program brings it, or None."""
        return self._fixed.by_code.get(code)

    def original_label(self, code: str) -> str:
        """The program's own word for a code, as frozen results use it; the code itself if it is none of them."""
        term = self._fixed.by_code.get(code)
        return term.label if term else code

    def choices(self, *, on: dt.date | None = None, keep: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Pairs of code and word in the present language, for forms: words in use on the day, and those to `keep`."""
        return [(term.code, term.label) for term in self if term.in_use(on) or term.code in keep]

    def label(self, code: str) -> str:
        """The word for a stored code; the code itself if it is not (any longer) in the list."""
        term = self._now.by_code.get(code)
        return term.label if term else code

    def read(self, text: str) -> Term:
        """The term meant by a code, word or synonym in either language; also a retired one (see `Term.in_use`).

        Raises UnknownWord, naming the nearest word in the present language.
        """
        key = search_key(text)
        if term := self._now.by_word.get(key):
            return term
        raise UnknownWord(text, lambda: self._nearest(key))

    def _nearest(self, key: str) -> str | None:
        from rapidfuzz import fuzz, process

        by_word = self._now.by_word
        hit = process.extractOne(key, list(by_word), scorer=fuzz.WRatio, score_cutoff=55)
        return by_word[hit[0]].label if hit else None
