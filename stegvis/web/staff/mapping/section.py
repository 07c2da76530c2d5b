"""Strengths and wishes on the page of a participant, above everything else, and the way to the mapping."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import mapping_forms, mappings
from stegvis.casework.rules import mapping_answers, mapping_form
from stegvis.web.staff.mapping.forms import value_words
from stegvis.web.staff.participant.section import Section

#: Sections of the form whose answers stand first (MAP-06); as many answers of them.
LEADING = ("strengths", "influence")
SHOWN = 4


def strengths(viewer: Viewer, person: Participant, enrolments: Sequence[Enrolment]) -> Section | None:
    """What the person is good at and wants, from the latest mapping; None for who may not read mappings."""
    if not viewer.may("mapping", "read"):
        return None
    mapping = mappings.latest(viewer, person)
    facts = {
        "person": person,
        "mapping": mapping,
        "answers": [],
        "chips": [],
        "may_write": viewer.may("mapping", "write"),
    }
    if mapping:
        whole = mapping_forms.whole(mapping)
        given = {code: row.value for code, row in mappings.standing(mapping).items()}
        counted = mapping_answers.counted(whole.questions, given)
        facts |= {"answers": _leading(whole, counted)[:SHOWN], "chips": _chips(whole, counted)}
    return Section("staff/mapping/section.html", "top", 20, facts)


def _chips(whole: mapping_forms.Whole, counted: dict[str, str]) -> list[str]:
    """What colleagues look for first: unfinished schooling (priority, INT-05), SFI and driving licence."""
    text = _text()
    chips = []
    if "incomplete" in (counted.get("compulsory_school"), counted.get("upper_secondary")):
        chips.append(_("Unfinished schooling: comes first"))
    if counted.get("sfi_status", "not_relevant") != "not_relevant":
        state = value_words(whole.by_code["sfi_status"], counted["sfi_status"], text)
        chips.append(_("SFI: %(state)s") % {"state": state})
    if "licence" in counted:
        state = value_words(whole.by_code["licence"], counted["licence"], text)
        chips.append(_("Driving licence: %(state)s") % {"state": state})
    return chips


def _text() -> str:
    return "en" if (get_language() or "").startswith("en") else "sv"


def _leading(whole: mapping_forms.Whole, counted: dict[str, str]) -> list[dict]:
    """The answers about strengths and wishes, in words, in the form's order."""
    text = _text()
    return [
        {
            "question": mapping_form.words(question, "", text),
            "words": value_words(question, counted[question.code], text),
        }
        for section in whole.sections
        if section.information in LEADING
        for question in section.questions
        if question.code in counted and question.kind in ("short_text", "long_text")
    ]
