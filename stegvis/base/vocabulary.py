"""Closed lists of words: a code that is stored, and its Swedish and English words.

The same list serves screens, imports (codes or words in either language) and reports.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from stegvis.base.text_keys import search_key


@dataclass(frozen=True)
class Term:
    """One word of a list. `code` is what is stored; `synonyms` are also understood by imports."""

    code: str
    sv: str
    en: str
    synonyms: tuple[str, ...] = ()
    explanation_sv: str = ""
    explanation_en: str = ""

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

    def __str__(self) -> str:
        return self.label


class UnknownWord(ValueError):
    """A text that is neither a code nor a word of the list. `nearest` is the closest word, or None."""

    def __init__(self, text: str, nearest: str | None):
        super().__init__(text)
        self.text = text
        self.nearest = nearest


class Vocabulary:
    """An ordered closed list of terms, looked up by code or by word."""

    def __init__(self, terms: Sequence[Term]):
        self._by_code = {term.code: term for term in terms}
        self._by_word: dict[str, Term] = {}
        for term in terms:
            for word in (term.code, term.code.replace("_", " "), term.sv, term.en, *term.synonyms):
                self._by_word.setdefault(search_key(word), term)

    def __iter__(self) -> Iterator[Term]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __getitem__(self, code: str) -> Term:
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def get(self, code: str) -> Term | None:
        """The term of the code, or None."""
        return self._by_code.get(code)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the order of the list."""
        return tuple(self._by_code)

    def choices(self) -> list[tuple[str, str]]:
        """Pairs of code and word in the present language, for forms."""
        return [(term.code, term.label) for term in self]

    def label(self, code: str) -> str:
        """The word for a stored code; the code itself if it is not (any longer) in the list."""
        term = self._by_code.get(code)
        return term.label if term else code

    def read(self, text: str) -> Term:
        """The term meant by a code, word or synonym in either language.

        Raises UnknownWord, naming the nearest word in the present language.
        """
        key = search_key(text)
        if term := self._by_word.get(key):
            return term
        raise UnknownWord(text, self._nearest(key))

    def _nearest(self, key: str) -> str | None:
        from rapidfuzz import fuzz, process

        hit = process.extractOne(key, list(self._by_word), scorer=fuzz.WRatio, score_cutoff=55)
        return self._by_word[hit[0]].label if hit else None
