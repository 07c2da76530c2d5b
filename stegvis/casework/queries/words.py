"""The words of the lists as this installation uses them, and the history of their changes."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound, Viewer
from stegvis.base import kept_queries
from stegvis.base.vocabulary import Source, Term, Vocabulary
from stegvis.casework import vocabulary
from stegvis.casework.models import Word, WordStamp
from stegvis.casework.models.word import OPEN_LISTS
from stegvis.casework.vocabulary import Destination, OwnGroup, Reason


@dataclass(frozen=True)
class WordList:
    """A list whose words can be edited. `why_fixed` says why no codes can be added; empty where they can."""

    name: str
    words: Vocabulary
    title: str
    why_fixed: str = ""

    @property
    def open(self) -> bool:
        """May words of the installation's own be added?"""
        return self.name in OPEN_LISTS


_COUNTED = _("Indicators and reports to the funder count by these codes. A new one would fall outside every figure.")
_ATTENDED = _("Attendance reports count by these codes.")
_SURVEYED = _("The funder's reports ask for exactly these answers.")

LISTS: dict[str, WordList] = {
    each.name: each
    for each in (
        WordList("inflow_channels", vocabulary.INFLOW_CHANNELS, _("Ways in"), _COUNTED),
        WordList("target_groups", vocabulary.TARGET_GROUPS, _("Target groups")),
        WordList("employment_status", vocabulary.EMPLOYMENT_STATUS, _("Work situation"), _SURVEYED),
        WordList("education", vocabulary.EDUCATION, _("Highest completed education"), _SURVEYED),
        WordList("income_sources", vocabulary.INCOME_SOURCES, _("Income sources"), _SURVEYED),
        WordList("destinations", vocabulary.DESTINATIONS, _("Exit destinations"), _COUNTED),
        WordList("reasons", vocabulary.REASONS, _("Finer exit reasons")),
        WordList("coaching_methods", vocabulary.COACHING_METHODS, _("Conversation methods")),
        WordList("languages", vocabulary.LANGUAGES, _("Languages")),
        WordList("absence_reasons", vocabulary.ABSENCE_REASONS, _("Reasons for absence"), _ATTENDED),
    )
}


def lists(viewer: Viewer) -> list[WordList]:
    """Every list the viewer may edit. Raises NotAllowed without that task."""
    _check(viewer)
    return list(LISTS.values())


def find(viewer: Viewer, list_name: str) -> WordList:
    """A list by its name. Raises NotAllowed, NotFound."""
    _check(viewer)
    if list_name not in LISTS:
        raise NotFound
    return LISTS[list_name]


def stored(viewer: Viewer, list_name: str) -> dict[str, Word]:
    """What this installation has changed or added in a list, by code."""
    find(viewer, list_name)
    return {word.code: word for word in Word.objects.filter(list_name=list_name)}


def present(one: WordList) -> dict[str, Term]:
    """The list as the database has it at this moment, also inside a transaction that is changing it."""
    return {term.code: term for term in laid_over(one, list(Word.objects.filter(list_name=one.name)))}


def history(viewer: Viewer, list_name: str) -> QuerySet[AuditEvent]:
    """Who changed which word of the list, and when, newest first."""
    find(viewer, list_name)
    return AuditEvent.objects.filter(record="word", record_id__startswith=f"{list_name}.").order_by("-number")


def _check(viewer: Viewer) -> None:
    if not viewer.may("word", "change"):
        raise NotAllowed


# --- what the vocabularies read ---------------------------------------------------------------------------------
def _stamp() -> str:
    return next(iter(kept_queries.rows(_tokens)), "")


def _tokens() -> QuerySet:
    return WordStamp.objects.filter(pk=1).values_list("token", flat=True)


def _lists() -> dict[str, Sequence[Term]]:
    changed: dict[str, list[Word]] = {}
    for word in Word.objects.all():
        changed.setdefault(word.list_name, []).append(word)
    return {name: laid_over(LISTS[name], words) for name, words in changed.items() if name in LISTS}


def laid_over(one: WordList, words: Sequence[Word]) -> list[Term]:
    """The program's terms with the installation's words over them, in the installation's order."""
    builtin = [one.words.original(code) for code in one.words.fixed_codes]
    by_code = {word.code: word for word in words}
    # a word without a position keeps the program's; the installation's own come last
    placed = []
    for number, term in enumerate(builtin):
        word = by_code.get(term.code)
        place = number if word is None or word.position is None else word.position
        placed.append((place, number, _changed(term, word) if word else term))
    for number, word in enumerate((each for each in words if each.added), start=len(builtin)):
        placed.append((number if word.position is None else word.position, number, _new(one.name, word)))
    return [term for _place, _number, term in sorted(placed, key=lambda each: each[:2])]


def _texts(word: Word) -> dict:
    names = ("sv", "en", "explanation_sv", "explanation_en", "retired_on", "added")
    return {name: getattr(word, name) for name in names} | {"synonyms": tuple(word.synonyms)}


def _changed(term: Term, word: Word) -> Term:
    return replace(term, **_texts(word))


def _new(list_name: str, word: Word) -> Term:
    if list_name == "reasons":
        return Reason(word.code, destination=word.under, **_texts(word))
    if list_name == "target_groups":
        return OwnGroup(word.code, counted_as=word.under, **_texts(word))
    return Term(word.code, **_texts(word))


def under_of(term: Term) -> str:
    """The destination of a finer reason, or the built-in target group a local one is counted as; else nothing."""
    if isinstance(term, Reason):
        return term.destination
    return term.counted_as if isinstance(term, OwnGroup) else ""


def locked_facts(term: Term) -> list[str]:
    """What no installation can change about a destination, in words."""
    if not isinstance(term, Destination):
        return []
    known = {field.name for field in fields(Destination)}
    words = {
        "receiver_required": _("Needs a receiving party"),
        "sensitive": _("Shown to few"),
        "text_required": _("Must be explained in words"),
        "coarsened_to": _("Counted as “%(word)s” in all figures")
        % {"word": vocabulary.DESTINATIONS.label(term.coarsened_to)},
    }
    said = [str(text) for name, text in words.items() if name in known and getattr(term, name)]
    group = vocabulary.REPORTING_GROUPS.label(term.group)
    return [*said, str(_("Reported under “%(group)s”") % {"group": group})]


SOURCE = Source(stamp=_stamp, lists=_lists)
