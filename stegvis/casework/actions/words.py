"""Change the words of a list, add words of the installation's own, retire them. Nothing is ever taken away.

The codes that the program brings, and what law and the funder's reports rest on (reporting group, who must receive,
what is shown to few), are not touched by any of these.
"""

import datetime as dt
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotFound, Viewer
from stegvis.base import vocabulary
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.base.text_keys import search_key
from stegvis.casework.models import Word, WordStamp
from stegvis.casework.queries import words
from stegvis.casework.queries.words import WordList
from stegvis.casework.rules import cleaned
from stegvis.casework.vocabulary import DESTINATIONS, TARGET_GROUPS

#: The facts of a word that can be changed; a code, and what a word is `under`, cannot.
CHANGEABLE = frozenset({"sv", "en", "synonyms", "explanation_sv", "explanation_en", "position", "retired_on"})
MOST_SYNONYMS = 30
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)


def change(*, list_name: str, code: str, version: int | None = None, by: Viewer, **facts) -> Word:
    """Change some of CHANGEABLE of one word. The log keeps what stood there and what stands there now.

    `version` is the version the asker has seen (0: as the program brings it). Raises TypeError for another fact;
    NotAllowed, NotFound; ChangedMeanwhile; NotPossible with code `unknown_word`, `required`, `too_long`,
    `word_taken`, `must_stay`, `position`.
    """
    if unknown := set(facts) - CHANGEABLE:
        raise TypeError(f"change() got facts it does not know: {', '.join(sorted(unknown))}")
    one = words.find(by, list_name)
    with _changing():
        word = _present(one, code)
        if version is not None and version != (word.version if word.pk else 0):
            raise ChangedMeanwhile
        new = _checked(one, word, facts)
        before = {name: _plain(getattr(word, name)) for name in new}
        changed = {name: value for name, value in new.items() if getattr(word, name) != value}
        if changed:
            for name, value in changed.items():
                setattr(word, name, value)
            if word.pk:
                word.version += 1
            word.save()
            _log(by, "change", word, {name: [before[name], _plain(value)] for name, value in changed.items()})
    return word


def add(*, list_name: str, code: str, sv: str, en: str, under: str = "", by: Viewer, **facts) -> Word:
    """Add a word of the installation's own to an open list. Its code is for ever.

    `under`: the destination of a finer reason (required there), or the built-in target group a local one is counted
    as in every figure (empty: it is counted in none). Raises as `change`, and NotPossible with code `fixed_list`,
    `bad_code`, `code_taken`, `under`.
    """
    one = words.find(by, list_name)
    if not one.open:
        raise NotPossible(str(one.why_fixed), code="fixed_list")
    _check_under(list_name, under)
    if not _CODE.fullmatch(code):
        raise NotPossible(
            _("A code is made of small letters a–z, digits and underscores, and begins with a letter."),
            field="code",
            code="bad_code",
        )
    with _changing():
        if code in one.words.fixed_codes or Word.objects.filter(list_name=list_name, code=code).exists():
            raise NotPossible(_("There is a word with this code already."), field="code", code="code_taken")
        word = Word(list_name=list_name, code=code, under=under, added=True)
        for name, value in _checked(one, word, {"sv": sv, "en": en, **facts}).items():
            setattr(word, name, value)
        word.save(force_insert=True)
        _log(by, "create", word, {"sv": word.sv, "en": word.en, "under": under})
    return word


@dataclass(frozen=True)
class TakenIn:
    """What a file of words led to. With `faults` (line, what is wrong) nothing at all was written."""

    changed: int
    added: int
    faults: tuple[tuple[int, str], ...]


def take_in(*, rows: Sequence[tuple[int, dict[str, str]]], by: Viewer) -> TakenIn:
    """Change and add words as the lines of a file say (texts by the columns of `importing.word_files`); all or nothing.

    Columns that are not in the file are left alone. Raises NotAllowed.
    """
    words.lists(by)
    before, faults = Word.objects.filter(added=True).count(), []
    events = AuditEvent.objects.filter(record="word").count()
    try:
        with transaction.atomic():
            for line, texts in rows:
                try:
                    _take_in_one(texts, by)
                except NotPossible as refused:
                    faults.append((line, refused.reason))
                except NotFound:
                    faults.append((line, _("There is no list with that name.")))
            if faults:
                raise _Undone
            added = Word.objects.filter(added=True).count() - before
            changed = AuditEvent.objects.filter(record="word").count() - events - added
    except _Undone:
        return TakenIn(0, 0, tuple(faults))
    return TakenIn(changed, added, ())


class _Undone(Exception):
    pass


def _take_in_one(texts: dict[str, str], by: Viewer) -> None:
    list_name, code = texts.get("list", ""), texts.get("code", "")
    one = words.find(by, list_name)
    facts = {name: texts[name] for name in ("sv", "en", "explanation_sv", "explanation_en") if name in texts}
    if "synonyms" in texts:
        facts["synonyms"] = texts["synonyms"].split(";")
    if "retired_on" in texts:
        facts["retired_on"] = _day(texts["retired_on"])
    if code in one.words.fixed_codes or Word.objects.filter(list_name=list_name, code=code).exists():
        place = _place(texts.get("position", ""))
        # the place that the list gave it is no wish to have it there for ever
        if place is not None and [*words.present(one)].index(code) != place:
            facts["position"] = place
        change(list_name=list_name, code=code, by=by, **facts)
    else:
        add(list_name=list_name, code=code, under=texts.get("under", ""), by=by, **{"sv": "", "en": ""} | facts)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise NotPossible(_("Write the day as YYYY-MM-DD."), field="retired_on", code="bad_day") from None


def _place(text: str) -> int | None:
    if text and not text.isdecimal():
        raise NotPossible(_("Write a place from 0 to 999."), field="position", code="position")
    return _position(int(text)) if text else None


@contextmanager
def _changing() -> Iterator[None]:
    """One transaction that also tells every process to read the words anew."""
    try:
        with transaction.atomic():
            # the stamp's row is the lock: one change of words at a time
            WordStamp.objects.get_or_create(pk=1, defaults={"token": secrets.token_hex(16)})
            WordStamp.objects.select_for_update().get(pk=1)
            yield
            WordStamp.objects.filter(pk=1).update(token=secrets.token_hex(16))
            transaction.on_commit(vocabulary.begin)
    except IntegrityError as clash:
        raise ChangedMeanwhile from clash


def _present(one: WordList, code: str) -> Word:
    """The installation's row for a word, or a new one that says what the program says. Raises NotPossible."""
    word = Word.objects.filter(list_name=one.name, code=code).first()
    if word:
        return word
    term = one.words.original(code)
    if term is None:
        raise NotPossible(_("There is no word with this code in the list."), code="unknown_word")
    return Word(
        list_name=one.name,
        code=code,
        sv=term.sv,
        en=term.en,
        synonyms=list(term.synonyms),
        explanation_sv=term.explanation_sv,
        explanation_en=term.explanation_en,
    )


def _checked(one: WordList, word: Word, facts: dict) -> dict:
    new: dict = {}
    for name, most in (("sv", 120), ("en", 120)):
        if name in facts:
            new[name] = cleaned(facts[name], name, most, required=True)
    for name in ("explanation_sv", "explanation_en"):
        if name in facts:
            new[name] = cleaned(facts[name], name, 300)
    if "synonyms" in facts:
        new["synonyms"] = _synonyms(facts["synonyms"])
    if "position" in facts:
        new["position"] = _position(facts["position"])
    if "retired_on" in facts:
        _may_retire(one, word.code, facts["retired_on"])
        new["retired_on"] = facts["retired_on"]
    _check_free(one, word, new)
    return new


def _synonyms(given: Iterable[str]) -> list[str]:
    said = list(dict.fromkeys(filter(None, (cleaned(each, "synonyms", 120) for each in given))))
    if len(said) > MOST_SYNONYMS:
        raise NotPossible(
            _("At most %(most)s other words.") % {"most": MOST_SYNONYMS}, field="synonyms", code="too_long"
        )
    return said


def _position(given: int | None) -> int | None:
    if given is not None and not 0 <= given <= 999:
        raise NotPossible(_("Write a place from 0 to 999."), field="position", code="position")
    return given


def _may_retire(one: WordList, code: str, day: dt.date | None) -> None:
    """Some words must stay: without them something could not be said at all."""
    needed = {"languages": {"sv"}, "income_sources": {"unknown"}, "destinations": {"other", "transferred"}}
    if day is not None and code in needed.get(one.name, ()):
        raise NotPossible(
            _("This word must stay: without it the program could not say what is not known or goes on."),
            field="retired_on",
            code="must_stay",
        )


def _check_free(one: WordList, word: Word, new: dict) -> None:
    """No two words of a list may mean the same to somebody who reads them or to an import."""
    said = {name: new.get(name, getattr(word, name)) for name in ("sv", "en", "synonyms")}
    mine = {search_key(text) for text in (said["sv"], said["en"], *said["synonyms"])}
    others = {each.code: each for each in Word.objects.filter(list_name=one.name).exclude(code=word.code)}
    for term in words.laid_over(one, list(others.values())):
        same = term.code != word.code and mine & {search_key(text) for text in (term.sv, term.en, *term.synonyms)}
        # finer reasons may be called alike under different destinations
        if same and getattr(term, "destination", "") == _under(one, word):
            field = "synonyms" if not same & {search_key(said["sv"]), search_key(said["en"])} else "sv"
            raise NotPossible(
                _("“%(word)s” has that word already. Two words that read alike cannot be told apart.")
                % {"word": term.label},
                field=field,
                code="word_taken",
            )


def _under(one: WordList, word: Word) -> str:
    if one.name != "reasons":
        return ""
    original = one.words.original(word.code)
    return original.destination if original else word.under


def _check_under(list_name: str, under: str) -> None:
    allowed = {"reasons": DESTINATIONS.codes, "target_groups": ("", *TARGET_GROUPS.fixed_codes)}.get(list_name, ("",))
    if under not in allowed:
        raise NotPossible(_("Choose one of the words in the list."), field="under", code="under")


def _plain(value):
    return value.isoformat() if isinstance(value, dt.date) else value


def _log(by: Viewer, verb: str, word: Word, facts: dict) -> None:
    audit.record(by=by, verb=verb, record="word", record_id=f"{word.list_name}.{word.code}", facts=facts)
