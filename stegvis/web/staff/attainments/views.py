"""What a participant does and gets on the way."""

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import attainments as noting
from stegvis.casework.actions import looks
from stegvis.casework.queries import attainments as reading
from stegvis.casework.queries import participants, plans, sight
from stegvis.casework.vocabulary.attainments import OPEN_RESULTS
from stegvis.web.staff import refusals
from stegvis.web.staff.attainments.forms import AnswerForm, NoteForm

#: So many lines a page shows; who has more is told.
MOST = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attainments(request, participant_id):
    """The lines, what they sum to, and the form for a new one."""
    person = participants.find(request.viewer, participant_id)
    sight.check_participant(request.viewer, "plan", "read", person)
    if request.method != "POST":
        looks.note_opened(request.viewer, person)
        return _page(request, person)
    if not plans.may(request.viewer, "change", person):
        raise NotAllowed
    act = {"note": _note, "answer": _answer, "strike": _strike}.get(request.POST.get("do", ""))
    if act is None:
        raise BadRequest
    refused = act(request, person)
    if refused:
        return _page(request, person, **refused)
    messages.success(request, _("It is noted."))
    return redirect("attainments", person.pk)


def _page(request, person, form=None, answered=None, answer_form=None):
    lines = list(reading.of(request.viewer, person)[: MOST + 1])
    may_change = plans.may(request.viewer, "change", person)
    shown = [
        {
            "one": each,
            "form": _answer_form(each, answered, answer_form) if may_change and each.result in OPEN_RESULTS else None,
            "opened": each.pk == answered,
        }
        for each in lines[:MOST]
    ]
    context = {
        "person": person,
        "lines": shown,
        "more": len(lines) > MOST,
        "sums": reading.sums(lines[:MOST]),
        "form": form or NoteForm(prefix="note"),
        "may_change": may_change,
    }
    return render(request, "staff/attainments/attainments.html", context)


def _answer_form(one, answered, form):
    if one.pk == answered:
        return form
    return AnswerForm(prefix="answer", kind=one.kind, auto_id=f"id-{one.pk}-%s")


def _note(request, person) -> dict | None:
    """Note a new line; what the page shows when it could not be."""
    form = NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return {"form": form}
    try:
        noting.note(participant=person, by=request.viewer, **form.facts())
    except NotPossible as refusal:
        refusals.show(form, refusal, {"kind": "what", "result": "what"})
        return {"form": form}
    return None


def _answer(request, person) -> dict | None:
    one = _one(request, person)
    form = AnswerForm(request.POST, prefix="answer", kind=one.kind)
    if form.is_valid():
        try:
            noting.answer(attainment=one, by=request.viewer, **form.cleaned_data)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            return None
    return {"answered": one.pk, "answer_form": form}


def _strike(request, person) -> None:
    noting.strike(attainment=_one(request, person), by=request.viewer)


def _one(request, person):
    try:
        return reading.find(request.viewer, person, request.POST.get("id", ""))
    except (ValueError, ValidationError) as odd:
        raise Http404 from odd
