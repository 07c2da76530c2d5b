"""The parts of the mapping form: which there are, one with its draft, and a section or question of it."""

import hashlib
import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.access.actions import drafts
from stegvis.access.rules import NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import mapping_forms as designing
from stegvis.casework.queries import mapping_forms
from stegvis.casework.rules import mapping_form as document
from stegvis.casework.vocabulary.mapping import INFORMATION_KINDS, QUESTION_KINDS
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.staff import refusals
from stegvis.web.staff.mapping_forms.forms import QuestionForm, SectionForm

NEW = "new"


def parts(request):
    """The common part and the units' own, as far as one keeps them."""
    found = {form.unit_id: form for form in mapping_forms.of(request.viewer)}
    rows = [_line(None, found.get(None))] if mapping_forms.keeps_common(request.viewer) else []
    rows += [_line(unit, found.get(unit.pk)) for unit in mapping_forms.units(request.viewer)]
    return render(request, "staff/mapping_forms/parts.html", {"rows": rows})


def _line(unit, form) -> dict:
    return {
        "unit": unit,
        "form": form,
        "published": mapping_forms.published_of(form),
        "draft": mapping_forms.draft_of(form) if form else None,
    }


@require_POST
def begin(request):
    """Begin a draft of a unit's part, or of the common one."""
    asked = request.POST.get("unit")
    if asked is None:
        return redirect("mapping_forms")
    unit = None
    if asked:
        unit = mapping_forms.units(request.viewer).filter(pk=int(asked) if asked.isdecimal() else 0).first()
        if unit is None:
            raise NotFound
    draft = designing.begin(unit=unit, by=request.viewer)
    return redirect("mapping_form", draft.form_id)


def part(request, form_id: UUID):
    """One part: its draft to work on, or what is used now; `?version=` shows an earlier one."""
    form = mapping_forms.find(request.viewer, form_id)
    draft = mapping_forms.draft_of(form)
    asked = request.GET.get("version", "")
    versions = list(form.versions.all())
    shown = next((each for each in versions if str(each.number) == asked), None)
    shown = shown or draft or mapping_forms.published_of(form)
    if shown is None:
        raise NotFound
    sections = document.read(shown.content)
    context = {
        "form": form,
        "shown": shown,
        "versions": versions,
        "sections": [_shown_section(each, sections, form) for each in sections],
        "editing": shown.state == "draft",
        "draft": draft,
        "problems": document.problems(sections, mapping_forms.before(form)) if shown.state == "draft" else [],
        "empty": not sections,
    }
    return render(request, "staff/mapping_forms/part.html", context)


def _shown_section(section, sections, form) -> dict:
    known = {each.code: each for each in document.questions((*mapping_forms.before(form), *sections))}
    return {
        "section": section,
        "about": INFORMATION_KINDS.label(section.information),
        "questions": [
            {"question": each, "kind": QUESTION_KINDS.label(each.kind), "condition": _condition(each, known)}
            for each in section.questions
        ],
    }


def _condition(question, known) -> str:
    asked = known.get(question.show_if.code) if question.show_if else None
    return _("Shows after an answer to: %(question)s") % {"question": asked.sv} if asked else ""


@require_POST
def act(request, form_id: UUID):
    """Move, remove, publish, throw away: `do`, and `code` for what it is about."""
    form = mapping_forms.find(request.viewer, form_id)
    draft = mapping_forms.draft_of(form)
    if draft is None:
        messages.error(request, _("The draft is no longer there."))
        return redirect("mapping_forms")
    do, code = request.POST.get("do", ""), request.POST.get("code", "")
    seen = request.POST.get("version", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 9 else None
    try:
        match do:
            case "up" | "down":
                designing.move(draft=draft, code=code, up=do == "up", by=request.viewer)
            case "remove":
                designing.remove(draft=draft, code=code, by=request.viewer)
            case "publish":
                designing.publish(draft=draft, version=version, by=request.viewer)
                messages.success(request, _("Published. New mappings are filled in with this version."))
                return redirect("mapping_forms")
            case "discard":
                designing.discard(draft=draft, by=request.viewer)
                messages.success(request, _("The draft is thrown away. What is published stays."))
                return redirect("mapping_forms")
    except ChangedMeanwhile:
        messages.error(request, _("Somebody else has changed the draft meanwhile. Look at it once more, then publish."))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
    to = redirect("mapping_form", form_id)
    to["Location"] += f"#{code}" if do in ("up", "down") and code.isidentifier() else ""
    return to


def _draft(request, form_id: UUID):
    form = mapping_forms.find(request.viewer, form_id)
    draft = mapping_forms.draft_of(form)
    if draft is None:
        raise Http404
    return form, draft, list(document.read(draft.content))


def section(request, form_id: UUID, section: str):
    """The words of a section; `new` adds one."""
    form, draft, sections = _draft(request, form_id)
    present = next((each for each in sections if each.code == section), None)
    if present is None and section != NEW:
        raise Http404
    initial = {name: getattr(present, name) for name in SectionForm.base_fields} if present else {}
    key = f"mapping-section-{form.pk}-{section}"
    asked = SectionForm(request.POST or None, initial=initial)
    kept = restore_draft(asked, user=request.user, form_key=key)
    mark = _mark(present)
    if request.method == "POST" and asked.is_valid() and _unchanged(request, asked, mark):
        try:
            designing.put_section(
                draft=draft, section=asked.section(present.code if present else ""), by=request.viewer
            )
        except NotPossible as refusal:
            refusals.show(asked, refusal)
        else:
            return _back(request, form, key)
    title = _("Change the section") if present else _("A new section")
    context = {"form": asked, "part": form, "title": title, "form_key": key, "kept": kept, "mark": mark}
    return render(request, "staff/mapping_forms/change.html", context)


def question(request, form_id: UUID, section: str, question: str):
    """A question of a section; `new` adds one."""
    form, draft, sections = _draft(request, form_id)
    place = next((n for n, each in enumerate(sections) if each.code == section), None)
    if place is None:
        raise Http404
    there = sections[place].questions
    at = next((n for n, each in enumerate(there) if each.code == question), None)
    if at is None and question != NEW:
        raise Http404
    present = there[at] if at is not None else None
    before = [*document.questions(mapping_forms.before(form)), *document.questions(sections[:place])]
    earlier = [*before, *(there if at is None else there[:at])]
    key = f"mapping-question-{form.pk}-{section}-{question}"[:120]
    asked = QuestionForm(request.POST or None, earlier=earlier, question=present)
    kept = restore_draft(asked, user=request.user, form_key=key)
    mark = _mark(present)
    if request.method == "POST" and asked.is_valid() and _unchanged(request, asked, mark):
        try:
            designing.put_question(draft=draft, section=section, question=asked.asked(), by=request.viewer)
        except NotPossible as refusal:
            refusals.show(asked, refusal, {"show_if": "show_code"})
        else:
            return _back(request, form, key)
    title = _("Change the question") if present else _("A new question")
    context = {"form": asked, "part": form, "title": title, "form_key": key, "kept": kept, "mark": mark}
    return render(request, "staff/mapping_forms/change.html", context)


def _mark(thing) -> str:
    """A digest of what stands in the draft now, so that a page notices when somebody else has changed it."""
    return hashlib.blake2b(json.dumps(repr(thing)).encode(), digest_size=8).hexdigest()


def _unchanged(request, form, mark: str) -> bool:
    if request.POST.get("mark") in (None, mark):
        return True
    form.add_error(None, _("Somebody else has changed this meanwhile. What you have written is here; save again."))
    return False


def _back(request, form, key: str):
    drafts.discard(user=request.user, form_key=key)
    messages.success(request, _("The draft is saved. Nobody sees it until you publish."))
    return redirect("mapping_form", form.pk)
