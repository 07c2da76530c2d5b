"""Design mapping forms: a draft is changed piece by piece and published; a published version never changes."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import yaml
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.models import MappingForm, MappingFormVersion
from stegvis.casework.queries import mapping_forms, sight
from stegvis.casework.rules import mapping_form as document
from stegvis.casework.rules.mapping_form import MOST_QUESTIONS, MOST_SECTIONS, Question, Section
from stegvis.organisation.models import Unit

_SHIPPED = Path(__file__).parent.parent / "shipped" / "common_mapping.yaml"


def common_part() -> MappingFormVersion:
    """The common part as it is used now; the one the product brings is put in when there is none yet."""
    if newest := mapping_forms.newest_common():
        return newest
    try:
        with transaction.atomic():
            form = MappingForm.objects.filter(is_common=True).first() or MappingForm.objects.create(is_common=True)
            return MappingFormVersion.objects.create(
                form=form,
                number=1,
                state="published",
                content=document.stored(shipped()),
                published_at=timezone.now(),
                published_by="Stegvis",
            )
    except IntegrityError:  # somebody else was quicker
        newest = mapping_forms.newest_common()
        if newest is None:
            raise
        return newest


def shipped() -> tuple[Section, ...]:
    """The common part as the product brings it."""
    return document.read(yaml.safe_load(_SHIPPED.read_text(encoding="utf-8")))


def begin(*, unit: Unit | None, by: Viewer) -> MappingFormVersion:
    """A draft of a unit's own part, or of the common part (no unit): a copy of what is used now, or empty.

    The draft that is there already is given back. Raises NotFound, NotAllowed.
    """
    with transaction.atomic():
        if unit is None:
            form = common_part().form
        else:
            sight.check_unit(by, "mapping_form", "change", unit)
            form = MappingForm.objects.get_or_create(unit=unit)[0]
        form = MappingForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
        mapping_forms.check_keeping(by, form)
        if draft := mapping_forms.draft_of(form):
            return draft
        newest = mapping_forms.published_of(form)
        draft = MappingFormVersion.objects.create(
            form=form, number=newest.number + 1 if newest else 1, content=newest.content if newest else {}
        )
        _log(by, form, {"change": "draft", "number": draft.number})
        return draft


def put_section(*, draft: MappingFormVersion, section: Section, version: int | None = None, by: Viewer) -> Section:
    """Change the words of a section, or add one at the end (a section without a code). Its questions stay.

    Raises NotFound, NotAllowed, ChangedMeanwhile; NotPossible with code `required`, `too_long`, `unknown_word`,
    `published`, `too_many`, `gone`.
    """
    with transaction.atomic():
        draft, sections = _opened(by, draft, version)
        made = document.checked_section(section)
        if made.code:
            at = _place(sections, made.code)
            sections[at] = replace(made, questions=sections[at].questions)
        else:
            if len(sections) >= MOST_SECTIONS:
                raise _too_many(MOST_SECTIONS)
            made = replace(made, code=_next_code(draft.form, "s"), questions=())
            sections.append(made)
        _keep(by, draft, sections)
        return made


def put_question(
    *, draft: MappingFormVersion, section: str, question: Question, version: int | None = None, by: Viewer
) -> Question:
    """Change a question, or add one at the end of the section of that code (a question without a code).

    Raises as `put_section`, and `options`, `too_late`, `link`; `needed_later` when another question shows on an answer
    that would be gone.
    """
    with transaction.atomic():
        draft, sections = _opened(by, draft, version)
        at = _place(sections, section)
        asked = list(sections[at].questions)
        place = next((n for n, each in enumerate(asked) if each.code == question.code), len(asked))
        if not question.code:
            if len(asked) >= MOST_QUESTIONS:
                raise _too_many(MOST_QUESTIONS)
            question = replace(question, code=_next_code(draft.form, "q"))
        elif place == len(asked):
            raise _gone()
        earlier = [
            *document.questions(mapping_forms.before(draft.form)),
            *document.questions(sections[:at]),
            *asked[:place],
        ]
        made = document.checked_question(question, earlier, sensitive=True)
        asked[place : place + 1] = [made]
        sections[at] = replace(sections[at], questions=tuple(asked))
        _keep(by, draft, sections)
        return made


def move(*, draft: MappingFormVersion, code: str, up: bool, version: int | None = None, by: Viewer) -> None:
    """Move a section or a question one place. A question leaves its section for the next one at its edge.

    Raises as `put_section`, and `needed_later` when a question would come before the one whose answer it shows on.
    """
    with transaction.atomic():
        draft, sections = _opened(by, draft, version)
        if any(section.code == code for section in sections):
            sections = _moved(sections, _place(sections, code), up)
        else:
            sections = _question_moved(sections, code, up)
        _keep(by, draft, sections)


def remove(*, draft: MappingFormVersion, code: str, version: int | None = None, by: Viewer) -> None:
    """Take a section or question out of the draft. Answers given to it in earlier versions stay.

    Raises as `put_section`, and `needed_later`.
    """
    with transaction.atomic():
        draft, sections = _opened(by, draft, version)
        kept = [
            replace(section, questions=tuple(each for each in section.questions if each.code != code))
            for section in sections
            if section.code != code
        ]
        _keep(by, draft, kept)


def publish(*, draft: MappingFormVersion, version: int | None = None, by: Viewer) -> MappingFormVersion:
    """Make the draft the version that new mappings are filled in with. Mappings that go on keep theirs.

    Raises NotFound, NotAllowed, ChangedMeanwhile; NotPossible with code `problems`, `published`.
    """
    with transaction.atomic():
        draft, sections = _opened(by, draft, version)
        if wrong := document.problems(sections, mapping_forms.before(draft.form)):
            raise NotPossible(" ".join(wrong), code="problems")
        draft.state, draft.published_at, draft.published_by = "published", timezone.now(), by.name[:200]
        draft.version += 1
        draft.save()
        _log(by, draft.form, {"change": "published", "number": draft.number})
        return draft


def discard(*, draft: MappingFormVersion, by: Viewer) -> None:
    """Throw the draft away; what is published stays as it is. Raises NotFound, NotAllowed, NotPossible."""
    with transaction.atomic():
        draft, _sections = _opened(by, draft, None)
        _log(by, draft.form, {"change": "discarded", "number": draft.number})
        draft.delete()


def _opened(by: Viewer, draft: MappingFormVersion, version: int | None) -> tuple[MappingFormVersion, list[Section]]:
    found = (
        MappingFormVersion.objects.select_for_update(of=("self",))
        .select_related("form__unit")
        .filter(pk=draft.pk)
        .first()
    )
    if found is None:
        raise _gone()
    mapping_forms.check_keeping(by, found.form)
    if found.state != "draft":
        raise NotPossible(_("This version is published and never changes. Begin a new draft."), code="published")
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found, list(document.read(found.content))


def _keep(by: Viewer, draft: MappingFormVersion, sections: Sequence[Section]) -> None:
    _still_in_order(sections, mapping_forms.before(draft.form))
    draft.content = document.stored(sections)
    draft.version += 1
    draft.save(update_fields=["content", "version"])
    _log(by, draft.form, {"change": "words", "number": draft.number})


def _still_in_order(sections: Sequence[Section], before: Sequence[Section]) -> None:
    for question in document.questions(sections):
        if question.show_if and not document.asks_for(question.show_if, question, (*before, *sections)):
            raise NotPossible(
                _("“%(question)s” shows on an answer that would then not be asked for before it. Change that first.")
                % {"question": question.sv},
                code="needed_later",
            )


def _moved(things: Sequence, at: int, up: bool) -> list:
    moved = list(things)
    to = at - 1 if up else at + 1
    if 0 <= to < len(moved):
        moved[at], moved[to] = moved[to], moved[at]
    return moved


def _question_moved(sections: list[Section], code: str, up: bool) -> list[Section]:
    for at, section in enumerate(sections):
        place = next((n for n, each in enumerate(section.questions) if each.code == code), None)
        if place is None:
            continue
        to = at - 1 if up else at + 1
        inside = place > 0 if up else place < len(section.questions) - 1
        if inside:
            sections[at] = replace(section, questions=tuple(_moved(section.questions, place, up)))
        elif 0 <= to < len(sections):
            question = section.questions[place]
            there = sections[to].questions
            rest = tuple(each for each in section.questions if each.code != code)
            sections[at] = replace(section, questions=rest)
            sections[to] = replace(sections[to], questions=(*there, question) if up else (question, *there))
        return sections
    raise _gone()


def _place(sections: Sequence[Section], code: str) -> int:
    place = next((n for n, section in enumerate(sections) if section.code == code), None)
    if place is None:
        raise _gone()
    return place


def _next_code(form: MappingForm, letter: str) -> str:
    form.last_code += 1
    form.save(update_fields=["last_code"])
    return f"{letter}{form.last_code}" if form.unit_id is None else f"u{form.unit_id}_{letter}{form.last_code}"


def _too_many(most: int) -> NotPossible:
    return NotPossible(_("There is room for %(most)s here.") % {"most": most}, code="too_many")


def _gone() -> NotPossible:
    return NotPossible(_("Somebody else has taken this away."), code="gone")


def _log(by: Viewer, form: MappingForm, facts: dict) -> None:
    audit.record(
        by=by,
        verb="change",
        record="mapping_form" if form.unit_id else "common_mapping_form",
        record_id=form.pk,
        organisation_id=form.unit.organisation_id if form.unit_id else None,
        facts=facts,
    )
