"""A participant's needs on one page: noted, ordered, settled and put into the plan in place."""

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import looks
from stegvis.casework.actions import needs as noting
from stegvis.casework.queries import mapping_forms, mappings, participants, plans, sight
from stegvis.casework.queries import needs as reading
from stegvis.casework.vocabulary.needs import NEED_PRIORITIES
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.staff import refusals
from stegvis.web.staff.needs.forms import ChangeForm, NewNeedForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def needs(request, participant_id):
    """The needs by what comes first, those settled, and the form for a new one.

    A GET with `mapping` and `question` begins a need with the words of that answer.
    """
    person = participants.find(request.viewer, participant_id)
    sight.check_participant(request.viewer, "mapping", "read", person)
    may_write = mappings.may(request.viewer, "write", person)
    if request.method != "POST":
        looks.note_opened(request.viewer, person)
        return _page(request, person, may_write)
    if not may_write:
        raise NotAllowed
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise BadRequest
    refused = act(request, person)
    if refused:
        return _page(request, person, may_write, **refused)
    messages.success(request, _("It is noted."))
    return redirect("needs", person.pk)


def _page(request, person, may_write: bool, form=None, changed=None, change_form=None, refusal=""):
    every = list(reading.of(request.viewer, person).prefetch_related("moves"))
    moves = {need.pk: list(need.moves.all()) for need in every}
    ordered = [need for need in reading.first_things_first(request.viewer, person) if need.pk in moves]
    key = f"need-{person.pk}"
    kept = None
    if form is None:
        form = NewNeedForm(prefix="need", initial=_from_answer(request, person))
        kept = restore_draft(form, user=request.user, form_key=key) if may_write else None
    shown = [
        {
            "one": need,
            "moves": moves[need.pk],
            "opened": need.pk == changed,
            "form": change_form if need.pk == changed else _change_form(need),
        }
        for need in ordered
    ]
    context = {
        "person": person,
        "groups": [
            (term, lines)
            for term in NEED_PRIORITIES
            if (lines := [line for line in shown if line["one"].priority == term.code])
        ],
        "settled": [(need, moves[need.pk]) for need in every if need.state != "open"],
        "form": form,
        "source": request.GET if "question" in request.GET else request.POST,
        "may_write": may_write,
        "may_plan": plans.may(request.viewer, "change", person),
        "form_key": key,
        "kept": kept,
        "refusal": refusal,
    }
    return render(request, "staff/needs/needs.html", context)


def _change_form(need) -> ChangeForm:
    initial = {name: getattr(need, name) for name in ("text", "priority", "area", "version")}
    return ChangeForm(prefix="change", initial=initial, auto_id=f"id-{need.pk}-%s")


def _from_answer(request, person) -> dict:
    """What a new need begins with: the words and the area of the answer it comes from."""
    mapping, question = _answer(request.GET, request.viewer, person)
    if mapping is None:
        return {}
    given = mappings.standing(mapping).get(question.code)
    whole = mapping_forms.whole(mapping)
    area = next((section.information for section in whole.sections if question in section.questions), "")
    text = given.value if given and question.kind in ("short_text", "long_text") else ""
    return {"text": " ".join(text.split())[: noting.LONGEST], "area": area}


def _answer(sent, viewer, person):
    """The mapping and the question a need comes from, as far as they are this person's; else (None, None)."""
    try:
        mapping = mappings.of_participant(viewer, person).filter(pk=sent.get("mapping") or None).first()
    except ValidationError:
        mapping = None
    question = mapping_forms.whole(mapping).by_code.get(sent.get("question", "")) if mapping else None
    return (mapping, question) if question and not question.compartment else (None, None)


def _note(request, person) -> dict | None:
    form = NewNeedForm(request.POST, prefix="need")
    mapping, question = _answer(request.POST, request.viewer, person)
    if form.is_valid():
        try:
            noting.note(
                participant=person, mapping=mapping, question=question.code if question else "", by=request.viewer,
                **form.cleaned_data,
            )  # fmt: skip
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            drafts.discard(user=request.user, form_key=f"need-{person.pk}")
            return None
    return {"form": form}


def _change(request, person) -> dict | None:
    need = _one(request, person)
    form = ChangeForm(request.POST, prefix="change", auto_id=f"id-{need.pk}-%s")
    if form.is_valid():
        try:
            noting.change(need=need, by=request.viewer, **form.cleaned_data)
        except ChangedMeanwhile as refusal:
            # mine stays beside what stands there now; sent again it is written over that
            again = request.POST.copy()
            again["change-version"] = str(need.version)
            form = ChangeForm(again, prefix="change", auto_id=f"id-{need.pk}-%s")
            form.full_clean()
            refusals.show(form, refusal)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            return None
    return {"changed": need.pk, "change_form": form}


def _settle(request, person) -> dict | None:
    try:
        noting.settle(need=_one(request, person), state=request.POST.get("state", ""), by=request.viewer)
    except NotPossible as refusal:
        return {"refusal": refusal.reason}
    return None


def _plan(request, person) -> None:
    noting.put_into_plan(need=_one(request, person), by=request.viewer)


def _one(request, person):
    try:
        return reading.find(request.viewer, person, request.POST.get("id", ""))
    except (ValueError, ValidationError) as odd:
        raise Http404 from odd
    except NotFound as gone:
        raise Http404 from gone


_ACTS = {"note": _note, "change": _change, "settle": _settle, "plan": _plan}
