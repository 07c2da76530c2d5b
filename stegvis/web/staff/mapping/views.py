"""A person's mappings: the overview, beginning and sitting down, reading all answers, being done."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import looks, steps
from stegvis.casework.actions import mappings as writing
from stegvis.casework.queries import life_wheels, mapping_forms, mappings, participants
from stegvis.casework.rules import mapping_answers, mapping_form
from stegvis.casework.vocabulary.mapping import PRESENT
from stegvis.web.staff import refusals
from stegvis.web.staff.life_wheel.views import drawn
from stegvis.web.staff.mapping.forms import SittingForm, value_words

#: Kinds of information that are no needs: what the person is good at, and how they want to have a say.
NO_NEEDS = ("strengths", "influence")


@never_cache
def mapping(request, participant_id):
    """A person's mappings with their sittings."""
    person = participants.find(request.viewer, participant_id)
    if not mappings.may(request.viewer, "read", person):
        raise NotAllowed
    looks.note_opened(request.viewer, person)
    rows = [{"mapping": each, "sittings": sittings(each)} for each in mappings.of_participant(request.viewer, person)]
    context = {
        "person": person,
        "rows": rows,
        "open": next((row["mapping"] for row in rows if row["mapping"].state == "open"), None),
        "may_write": mappings.may(request.viewer, "write", person),
        **drawn(list(life_wheels.of_participant(request.viewer, person)[:2])),
    }
    return render(request, "staff/mapping/mapping.html", context)


def sittings(one) -> list[dict]:
    """The sittings of a mapping, the first first, with who was there in words."""
    return [
        {"sitting": each, "present": ", ".join(PRESENT.label(code) for code in each.present)}
        for each in one.sittings.all()
    ]


@never_cache
def begin(request, participant_id):
    """Begin a mapping, or go on with the one that is open."""
    person = participants.find(request.viewer, participant_id)
    if not mappings.may(request.viewer, "write", person):
        raise NotAllowed
    form = _sitting_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.begin(participant=person, by=request.viewer, **form.cleaned_data)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            return _to_first(made.mapping)
    return render(request, "staff/mapping/sitting.html", {"person": person, "form": form})


@never_cache
def sitting(request, mapping_id):
    """Sit down with a mapping anew."""
    found = mappings.find(request.viewer, mapping_id, "write")
    form = _sitting_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            writing.sit(mapping=found, by=request.viewer, **form.cleaned_data)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            return _to_first(found)
    context = {"person": found.participant, "form": form, "mapping": found}
    return render(request, "staff/mapping/sitting.html", context)


def _sitting_form(request) -> SittingForm:
    return SittingForm(request.POST or None, initial={"mode": "on_site", "present": ["participant"]})


def _to_first(found):
    """The first section without an answer; the first of all when everything has one."""
    answers = mappings.counted(found)
    sections = mapping_forms.whole(found).sections
    waiting = [s for s in sections if not s.optional and not any(q.code in answers for q in s.questions)]
    return redirect("mapping_fill", found.pk, (waiting or sections)[0].code)


@never_cache
def show(request, mapping_id):
    """All answers of a mapping, with what was answered before. Posting opens what is kept apart, with a line in the
    log."""
    found = mappings.find(request.viewer, mapping_id)
    person = found.participant
    looks.note_opened(request.viewer, person)
    may_open = mappings.may(request.viewer, "read", person, sensitive=True)
    opened = {}
    if request.method == "POST":
        if not may_open:
            raise NotAllowed
        opened = writing.open_sensitive(mapping=found, by=request.viewer)
    may_write = mappings.may(request.viewer, "write", person)
    context = {
        "mapping": found,
        "person": person,
        "sections": _sections(found, opened),
        "sittings": sittings(found),
        "may_open": may_open,
        "opened": request.method == "POST",
        "may_write": may_write,
        "newer": may_write and found.state == "open" and mappings.newer_form(found, mappings.unit_of(found)),
    }
    return render(request, "staff/mapping/show.html", context)


def _sections(found, opened: dict) -> list[dict]:
    text = _text()
    whole = mapping_forms.whole(found)
    rows = {**mappings.standing(found), **opened}
    former = mappings.former(found)
    given = {code: row.value for code, row in rows.items()}
    counted = mapping_answers.counted(whole.questions, given)
    shown = mapping_answers.shown(whole.questions, given)
    return [
        {
            "code": section.code,
            "title": mapping_form.words(section, "", text),
            "optional": section.optional,
            "apart": any(each.compartment for each in section.questions),
            "answers": [
                _answer(found, question, rows[question.code], former.get(question.code, ()), text)
                | {"may_be_need": section.information not in NO_NEEDS and _in_own_words(question)}
                for question in section.questions
                if question.code in counted
            ],
            "notices": [
                {
                    "code": each.code,
                    "words": mapping_form.words(each, "", text),
                    "link": each.link,
                    "step": mapping_form.words(each, "step", text),
                }
                for each in section.questions
                if each.kind == "notice" and each.code in shown and each.show_if
            ],
        }
        for section in whole.sections
    ]


def _in_own_words(question) -> bool:
    """Is it answered in words that are not kept apart?"""
    return question.kind in ("short_text", "long_text") and not question.compartment


def _text() -> str:
    return "en" if (get_language() or "").startswith("en") else "sv"


def _answer(found, question, row, former, text: str) -> dict:
    return {
        "question": mapping_form.words(question, "", text),
        "words": value_words(question, row.value, text),
        "row": row,
        "later": bool(found.done_at and row.written_at > found.done_at),
        "former": [{"row": each, "words": value_words(question, each.value, text)} for each in former],
    }


@require_POST
def done(request, mapping_id):
    """Done for now."""
    found = writing.finish(mapping=mappings.find(request.viewer, mapping_id, "write"), by=request.viewer)
    messages.success(request, _("The mapping is done. You can go on with it whenever something new shows."))
    return redirect("mapping_show", found.pk)


@require_POST
def step(request, mapping_id):
    """Put the step that a notice proposes into the plan."""
    found = mappings.find(request.viewer, mapping_id, "write")
    notice = mapping_forms.whole(found).by_code.get(request.POST.get("code", ""))
    words = mapping_form.words(notice, "step", _text()) if notice else ""
    if words:
        try:
            steps.add(participant=found.participant, text=words, by=request.viewer)
        except NotPossible as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, _("The step is in the plan: %(step)s") % {"step": words})
    return redirect("mapping_show", found.pk)


@require_POST
def newest(request, mapping_id):
    """Go on with the newest form."""
    found = mappings.find(request.viewer, mapping_id, "write")
    try:
        writing.take_newest(mapping=found, by=request.viewer)
    except ChangedMeanwhile as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("You go on with the newest form. All answers are still there."))
    return redirect("mapping_show", found.pk)
