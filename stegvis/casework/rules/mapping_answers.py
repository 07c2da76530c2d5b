"""Which questions show, and what an answer may be. No queries: answers are passed in as {question code: value}.

A value is text as it is stored: a choice's code, several codes on lines of their own, `1` to `5`, `yes` or `no`, a day
as YYYY-MM-DD. A question that does not show counts nowhere, whatever was once answered to it.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.base.decision import NotPossible
from stegvis.casework.rules import cleaned
from stegvis.casework.rules.mapping_form import Question
from stegvis.casework.rules.plans import written

#: Longest answers, in characters.
SHORT, LONG = 500, 10_000


def shown(questions: Iterable[Question], answers: Mapping[str, str]) -> set[str]:
    """The codes of the questions that show, given the answers. One pass: conditions point backwards only."""
    visible: set[str] = set()
    for question in questions:
        condition = question.show_if
        if condition is None or (
            condition.code in visible and set(answers.get(condition.code, "").split("\n")) & set(condition.values)
        ):
            visible.add(question.code)
    return visible


def counted(questions: Iterable[Question], answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that count: given, to questions of the form that show."""
    asked = list(questions)
    visible = shown(asked, answers)
    return {
        each.code: answers[each.code]
        for each in asked
        if each.kind != "notice" and each.code in visible and answers.get(each.code)
    }


def value_of(question: Question, given: Iterable[str]) -> str:
    """What was sent for a question, as it is stored; empty when it is left unanswered.

    Raises NotPossible, at the field with the question's code, for a text that is too long, a choice that is none, or
    a day that cannot be.
    """
    sent = [each for each in given if each.strip()]
    if not sent:
        return ""
    match question.kind:
        case "short_text":
            return cleaned(sent[0], question.code, SHORT)
        case "long_text":
            return written(sent[0], question.code, LONG)
        case "date":
            return _day(question, sent[0])
        case "several_choices":
            chosen = [code for code in question.values if code in sent]
            return "\n".join(chosen) if set(sent) <= set(question.values) else _unknown(question)
        case _:
            return sent[0] if sent[0] in question.values else _unknown(question)


def _day(question: Question, text: str) -> str:
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        reason = _("Write the day as year-month-day, such as 2026-11-23.")
        raise NotPossible(reason, field=question.code, code="not_a_day") from None
    if not 1900 <= day.year <= 2100:
        raise NotPossible(_("Is the year right?"), field=question.code, code="far_away")
    return day.isoformat()


def _unknown(question: Question) -> str:
    raise NotPossible(_("Choose one of the words in the list."), field=question.code, code="unknown_word")


def fingerprint(value: str) -> str:
    """A short digest by which a page remembers what stood when it was opened."""
    return hashlib.blake2b(value.encode(), digest_size=9).hexdigest()


@dataclass(frozen=True)
class Standing:
    """The answer that stands: its value, the page it was last written from, and by whom."""

    value: str = ""
    page: str = ""
    by: str = ""


@dataclass(frozen=True)
class Settled:
    """What becomes of what was sent: what to write, and what somebody else has answered otherwise meanwhile."""

    write: dict[str, str]
    conflicts: dict[str, Standing]


def settle(
    mine: Mapping[str, str], opened: Mapping[str, str], stands: Mapping[str, Standing], page: str,
    keep: Mapping[str, str],
) -> Settled:  # fmt: skip
    """Put together what I sent, what stood when my page was opened (fingerprints), and what stands now.

    What I left as it was stays as the other one has written it. What both have changed is a conflict, unless `keep`
    says `mine` or `theirs` for it, or what stands was written from this very page.
    """
    write: dict[str, str] = {}
    conflicts: dict[str, Standing] = {}
    for code, value in mine.items():
        now = stands.get(code, Standing())
        before = opened.get(code, fingerprint(""))
        if value == now.value or keep.get(code) == "theirs":
            continue
        if fingerprint(now.value) == before or (page and now.page == page) or keep.get(code) == "mine":
            write[code] = value
        elif fingerprint(value) != before:
            conflicts[code] = now
    return Settled(write, conflicts)
