"""A mapping form as a document: sections of questions, with the words in three versions and conditions on answers.

It is stored as JSON in a form's version and read here; a published document never changes. `problems` says what keeps
it from being published. A condition points backwards only, so that there are no circles.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _

from stegvis.base.decision import NotPossible
from stegvis.casework.rules import cleaned, known
from stegvis.casework.vocabulary.mapping import INFORMATION_KINDS, QUESTION_KINDS
from stegvis.casework.vocabulary.notes import COMPARTMENTS

#: Longest texts of a form, in characters, and most parts of one.
TITLE, WORDS = 200, 1000
MOST_SECTIONS, MOST_QUESTIONS, MOST_OPTIONS = 30, 40, 30
#: Kinds whose answers a condition can ask for.
ASKABLE = ("one_choice", "several_choices", "scale", "yes_no")
CHOICES = ("one_choice", "several_choices")
SCALE = ("1", "2", "3", "4", "5")
YES_NO = ("yes", "no")
_CODE = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
_LINK = re.compile(r"^https://[^\s<>\"']{4,300}$")


@dataclass(frozen=True)
class Option:
    """A choice: what is stored, and its words."""

    code: str
    sv: str
    en: str = ""


@dataclass(frozen=True)
class Condition:
    """Show a question when the answer to the one with this code has one of the values."""

    code: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question. `easy` is easy Swedish; without one, and without English, the Swedish stands.

    `compartment`: the answer is sensitive and kept apart. `link` and `step` belong to notices: where to read more, and
    a step that can be put into the plan.
    """

    code: str
    kind: str
    sv: str
    en: str = ""
    easy: str = ""
    help_sv: str = ""
    help_en: str = ""
    options: tuple[Option, ...] = ()
    show_if: Condition | None = None
    compartment: str = ""
    link: str = ""
    step_sv: str = ""
    step_en: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        """The values a chosen answer can have; empty for texts and dates."""
        if self.kind in CHOICES:
            return tuple(option.code for option in self.options)
        return {"scale": SCALE, "yes_no": YES_NO}.get(self.kind, ())


@dataclass(frozen=True)
class Section:
    """A page of the form. `optional`: only as needed (obstacles, health). `information`: what a consent would name."""

    code: str
    sv: str
    en: str = ""
    intro_sv: str = ""
    intro_en: str = ""
    information: str = "other"
    optional: bool = False
    questions: tuple[Question, ...] = ()


def read(stored: Mapping | None) -> tuple[Section, ...]:
    """A stored document as sections."""
    return tuple(_section(each) for each in (stored or {}).get("sections", ()))


def stored(sections: Sequence[Section]) -> dict:
    """Sections as they are stored: empty words are left out."""
    return {"sections": [_slim(asdict(section)) for section in sections]}


def questions(sections: Iterable[Section]) -> Iterator[Question]:
    """All questions in the order in which they are asked, notices included."""
    for section in sections:
        yield from section.questions


def words(thing: object, name: str, text: str) -> str:
    """The words of a section, question or option (`name` is "", "help" or "intro") in the version `text`: sv, easy, en.

    Falls back to the ordinary Swedish where there are no others.
    """
    prefix = f"{name}_" if name else ""
    wanted = text if name == "" else text.replace("easy", "sv")
    return getattr(thing, f"{prefix}{wanted}", "") or getattr(thing, f"{prefix}sv", "")


# --- changing a draft -------------------------------------------------------------------------------------------
def checked_section(section: Section) -> Section:
    """The section with its words trimmed. Raises NotPossible for what cannot be stored."""
    known(section.information, INFORMATION_KINDS, "information", empty=False).require()
    return replace(
        section,
        sv=cleaned(section.sv, "sv", TITLE, required=True),
        en=cleaned(section.en, "en", TITLE),
        intro_sv=cleaned(section.intro_sv, "intro_sv", WORDS),
        intro_en=cleaned(section.intro_en, "intro_en", WORDS),
    )


def checked_question(question: Question, earlier: Iterable[Question], *, sensitive: bool) -> Question:
    """The question with its words trimmed, its options and condition right. `earlier` are those asked before it.

    Raises NotPossible with code `required`, `too_long`, `unknown_word`, `options`, `too_late`, `link`.
    """
    known(question.kind, QUESTION_KINDS, "kind", empty=False).require()
    known(question.compartment, COMPARTMENTS, "compartment").require()
    notice = question.kind == "notice"
    if question.link and not _LINK.match(question.link):
        raise NotPossible(_("Write a whole address that begins with https://."), field="link", code="link")
    options = tuple(question.options) if question.kind in CHOICES else ()
    if question.kind in CHOICES:
        _check_options(options)
    _check_condition(question, {each.code: each for each in earlier})
    return replace(
        question,
        **{name: cleaned(getattr(question, name), name, WORDS, required=name == "sv") for name in _WORDS},
        options=options,
        compartment=question.compartment if sensitive and not notice else "",
        link=question.link if notice else "",
        step_sv=cleaned(question.step_sv, "step_sv", TITLE) if notice else "",
        step_en=cleaned(question.step_en, "step_en", TITLE) if notice else "",
    )


_WORDS = ("sv", "en", "easy", "help_sv", "help_en")


def options_from(text: str, english: str, present: Sequence[Option]) -> tuple[Option, ...]:
    """Options from lines, one each; English from the line beside it. An option keeps its code while its words stand
    or its place among as many does, so that answers and conditions go on pointing at it.

    Raises NotPossible with code `options` when there are more English lines than Swedish ones.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    beside = [line.strip() for line in english.splitlines() if line.strip()]
    if len(beside) > len(lines):
        raise NotPossible(_("There are more choices in English than in Swedish."), field="options_en", code="options")
    same = {option.sv: option.code for option in present}
    taken = {option.code for option in present}
    made = []
    for place, line in enumerate(lines[: MOST_OPTIONS + 1]):
        code = same.get(line) or (present[place].code if len(present) == len(lines) else "")
        if not code or code in {option.code for option in made}:
            code = next(f"o{n}" for n in range(1, 500) if f"o{n}" not in taken)
        taken.add(code)
        made.append(Option(code, line, beside[place] if place < len(beside) else ""))
    return tuple(made)


def problems(sections: Sequence[Section], before: Sequence[Section] = ()) -> list[str]:
    """What keeps the form from being published, in words; `before` is the part asked earlier. Empty: all is well."""
    found = []
    given_up = bool(before) and not sections  # a unit may give its own part up
    if not given_up and not any(question.kind != "notice" for question in questions(sections)):
        found.append(_("There is no question yet."))
    if sections and sections[0].optional and not before:
        found.append(_("The first section must be one that everybody meets: strengths and wishes come first."))
    earlier = {question.code: question for question in questions(before)}
    for section in sections:
        if not section.questions:
            found.append(_("The section “%(title)s” has no question.") % {"title": section.sv})
        for question in section.questions:
            if question.code in earlier:
                found.append(_("Two questions have the same code: %(code)s.") % {"code": question.code})
            if question.show_if and not _met_by(question.show_if, question, earlier):
                found.append(
                    _("“%(question)s” shows on an answer that is not asked for before it.") % {"question": question.sv}
                )
            earlier[question.code] = question
    return found


def asks_for(condition: Condition, asking: Question, sections: Iterable[Section]) -> bool:
    """Is the answer that the condition wants asked for before the asking question, among these sections?"""
    earlier: dict[str, Question] = {}
    for question in questions(sections):
        if question.code == asking.code:
            break
        earlier[question.code] = question
    return _met_by(condition, asking, earlier)


def _check_options(options: Sequence[Option]) -> None:
    if not 2 <= len(options) <= MOST_OPTIONS:
        reason = _("Write between 2 and %(most)s choices, one on each line.") % {"most": MOST_OPTIONS}
        raise NotPossible(reason, field="options", code="options")
    if len({option.sv for option in options}) != len(options):
        raise NotPossible(_("Two choices have the same words."), field="options", code="options")
    for option in options:
        cleaned(option.sv, "options", TITLE, required=True)
        cleaned(option.en, "options_en", TITLE)


def _check_condition(question: Question, earlier: Mapping[str, Question]) -> None:
    if question.show_if and not _met_by(question.show_if, question, earlier):
        raise NotPossible(
            _(
                "A question can only show on an answer to one that is asked before it, and on a sensitive answer only "
                "when it is sensitive itself."
            ),
            field="show_if",
            code="too_late",
        )


def _met_by(condition: Condition, asking: Question, earlier: Mapping[str, Question]) -> bool:
    asked = earlier.get(condition.code)
    if asked is None or asked.kind not in ASKABLE or not condition.values:
        return False
    # what shows on a sensitive answer tells it: it must be kept apart as well
    return set(condition.values) <= set(asked.values) and (not asked.compartment or bool(asking.compartment))


def _section(stored: Mapping) -> Section:
    asked = tuple(_question(each) for each in stored.get("questions", ()))
    return Section(**{**stored, "questions": asked})


def _question(stored: Mapping) -> Question:
    condition = stored.get("show_if")
    return Question(
        **{
            **stored,
            "options": tuple(Option(**each) for each in stored.get("options", ())),
            "show_if": Condition(condition["code"], tuple(condition["values"])) if condition else None,
        }
    )


def _slim(thing: object) -> object:
    if isinstance(thing, dict):
        return {name: _slim(value) for name, value in thing.items() if value not in ("", None, (), [], False)}
    if isinstance(thing, list | tuple):
        return [_slim(each) for each in thing]
    return thing
