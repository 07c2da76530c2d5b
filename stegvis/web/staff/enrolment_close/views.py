"""Close, look at what was closed, take the closing back, take a wrong registration away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import endings, looks
from stegvis.casework.actions import enrolments as closing
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import changes, enrolments, notes, open_matters
from stegvis.casework.vocabulary import DESTINATIONS, occupations
from stegvis.web.shared import meanwhile
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.sides import Part, words_of
from stegvis.web.staff import refusals
from stegvis.web.staff.enrolment_close.forms import MOST, CloseForm, OutcomeFormSet, ReasonForm
from stegvis.web.staff.showing import shown_outcomes


def close(request, enrolment_id):
    """The closing form. Sent twice it closes once, and says so."""
    enrolment = _find(request.viewer, enrolment_id, "close")
    key = f"close-{enrolment.pk}"
    if enrolment.state != "active":
        return _already(request, enrolment, key)
    posted = request.POST or None
    open_ones = open_matters.before_closing(request.viewer, enrolment)
    form = CloseForm(posted, last_day=enrolment.project.ends_on, steps=open_ones.steps)
    outcomes = OutcomeFormSet(posted, prefix="outcome")
    if posted and not outcomes.management_form.is_valid():
        # a bent form, or one cut short on its way: nothing can be read of its destinations, so they are asked anew
        outcomes = OutcomeFormSet(prefix="outcome")
    outcomes.forms[0].empty_permitted = False
    kept = restore_draft(form, user=request.user, form_key=key)
    for part in outcomes.forms:
        restore_draft(part, user=request.user, form_key=key)
    # both are asked, so that every fault shows at once
    if (
        request.method == "POST"
        and all([form.is_valid(), outcomes.is_valid()])
        and _close(request, enrolment, form, outcomes)
    ):
        drafts.discard(user=request.user, form_key=key)
        return redirect("enrolment_closed", enrolment.pk)
    context = {
        "enrolment": enrolment,
        "form": form,
        "outcomes": outcomes,
        "wrong": _wrong(form, outcomes),
        "form_key": key,
        "kept": kept,
        "headline_order": [DESTINATIONS[code].label for code in enrolment.project.headline_order or DESTINATIONS.codes][
            :4
        ],
        "most": MOST,
        "occupations": occupations(),
        "open": open_ones,
        "attempts": open_matters.attempts(request.viewer, enrolment),
        "may_note": notes.may(request.viewer, "write", enrolment.participant),
    }
    return render(request, "staff/enrolment_close/close.html", context)


def _find(viewer, enrolment_id, verb: str) -> Enrolment:
    """The enrolment, if the viewer may do `verb` on it. Raises NotFound, NotAllowed."""
    enrolment = enrolments.find(viewer, enrolment_id)
    if not enrolments.may(viewer, verb, enrolment):
        raise NotAllowed
    return enrolment


def _close(request, enrolment: Enrolment, form, outcomes) -> bool:
    told = [part for part in outcomes.forms if part.has_changed() and part.cleaned_data]
    try:
        endings.end(
            enrolment=enrolment,
            ended_on=form.cleaned_data["ended_on"],
            outcomes=[part.outcome() for part in told],
            income_at_exit=form.cleaned_data["income_at_exit"],
            steps=form.cleaned_data["steps"] or "pause",
            by=request.viewer,
        )
    except NotPossible as refusal:
        refusals.show(_part_with_fault(refusal, form, told or outcomes.forms), refusal, {"outcomes": "destination"})
        return False
    return True


def _part_with_fault(refusal: NotPossible, form, parts):
    """The part of the page a refusal is about: the closing itself, or the destination that lacks something."""
    if refusal.field in form.fields or refusal.field is None:
        return form
    for part in parts:
        term = DESTINATIONS.get(part.cleaned_data.get("destination", ""))
        lacks_receiver = not (part.cleaned_data.get("receiver") or part.cleaned_data.get("receiver_exception"))
        if refusal.code == "receiver_missing" and term and term.receiver_required and lacks_receiver:
            return part
        if refusal.code == "explanation_missing" and term and term.text_required:
            return part
        if refusal.code == "no_job" and term and not term.job and part.cleaned_data.get(refusal.field):
            return part
        if refusal.code == "reason_elsewhere" and part.cleaned_data.get("reason") and refusal.reason.count(term.label):
            return part
    return parts[0]


def _wrong(form, outcomes) -> list:
    """Every faulty field of the page, for one summary at the top: (field, words)."""
    if not form.is_bound:
        return []
    return [(field, error) for part in (form, *outcomes.forms) for field in part for error in field.errors]


def _already(request, enrolment: Enrolment, key: str):
    """Somebody has closed it, or it is gone. What this person had written about the end is shown beside it."""
    mine = _written(request.POST, enrolment) if request.method == "POST" else []
    if mine and enrolment.state == "closed" and not _same(request.POST, enrolment):
        drafts.save(user=request.user, form_key=key, content=_draft_of(request.POST))
        context = {
            "enrolment": enrolment,
            "mine": mine,
            "outcomes": shown_outcomes(request.viewer, enrolment),
            "income": _income_after(enrolment),
            "changes": changes.since(request.viewer, enrolment, enrolment.version - 1, enrolment.closed_at),
            "may_reopen": enrolments.may(request.viewer, "reopen", enrolment),
        }
        return render(request, "staff/enrolment_close/meanwhile.html", context, status=409)
    if enrolment.state == "closed":
        messages.info(request, _("This enrolment is closed already. Nothing was changed."))
        return redirect("enrolment_closed", enrolment.pk)
    messages.info(request, _("This enrolment was registered by mistake and has been taken away."))
    return redirect("participant", enrolment.participant_id)


def _draft_of(posted) -> dict:
    """What was sent, as a draft keeps it: it comes back when the closing form is opened again."""
    return {name: values for name, values in posted.lists() if name not in ("csrfmiddlewaretoken", "opened")}


def _same(posted, enrolment: Enrolment) -> bool:
    """Was the very same closing sent twice?"""
    sent = {value for name, value in posted.items() if name.endswith("-destination") and value}
    stored = set(enrolment.outcomes.values_list("destination", flat=True))
    return posted.get("ended_on") == enrolment.ended_on.isoformat() and sent == stored


def _written(posted, enrolment: Enrolment) -> list[tuple[str, str]]:
    """What the person had written in the closing form, as (what, words); empty fields left out."""
    form = CloseForm(posted, last_day=enrolment.project.ends_on)
    outcomes = OutcomeFormSet(posted, prefix="outcome")
    parts = outcomes.forms if outcomes.management_form.is_valid() else []
    said = [(bound.label, words_of(bound.field, bound.data)) for part in (form, *parts) for bound in part if bound.data]
    return said if any(part.has_changed() for part in parts) else []


def _income_after(enrolment: Enrolment):
    return enrolment.income_periods.filter(since_on__gt=enrolment.ended_on).order_by("since_on").last()


def closed(request, enrolment_id):
    """What was registered at the closing, and the way to take it back."""
    enrolment = enrolments.find(request.viewer, enrolment_id)
    if enrolment.state != "closed":
        return redirect("participant", enrolment.participant_id)
    looks.note_opened(request.viewer, enrolment.participant)
    context = {
        "enrolment": enrolment,
        "outcomes": shown_outcomes(request.viewer, enrolment, sealed=enrolment.protected),
        "income": _income_after(enrolment),
        "became": open_matters.after_closing(request.viewer, enrolment),
        "may_fill_in": enrolments.may(request.viewer, "change", enrolment),
        "may_reopen": enrolments.may(request.viewer, "reopen", enrolment),
    }
    return render(request, "staff/enrolment_close/closed.html", context)


def reopen(request, enrolment_id):
    """Take a closing back, with a reason."""
    enrolment = _find(request.viewer, enrolment_id, "reopen")
    words = {
        "title": _("Undo the closing"),
        "text": _(
            "The enrolment goes on as if it had not been closed. The last day and the destinations are taken away; "
            "that they stood there is kept in the history."
        ),
        "submit": _("Undo the closing"),
        "done": _("The closing is undone. The enrolment goes on."),
        "again": _("The enrolment is open already. Nothing was changed."),
    }
    return _ask(request, enrolment, closing.reopen, words, wanted_state="closed", reached="active")


def void(request, enrolment_id):
    """Take away an enrolment that should never have been registered, with a reason."""
    enrolment = _find(request.viewer, enrolment_id, "void")
    words = {
        "title": _("Undo a wrong registration"),
        "text": _(
            "The enrolment is no longer counted anywhere and no longer stands on the person's page as a time in the "
            "project. This cannot be undone; the person can be enrolled anew. That it was taken away, by whom and why, "
            "is kept."
        ),
        "submit": _("Take the enrolment away"),
        "done": _("The wrong registration is taken away."),
        "again": _("The enrolment is taken away already. Nothing was changed."),
        "tone": "danger",
    }
    return _ask(request, enrolment, closing.void, words, wanted_state=None, reached="void")


def _ask(request, enrolment: Enrolment, action, words: dict, *, wanted_state: str | None, reached: str):
    if enrolment.state == reached:
        messages.info(request, words["again"])
        return redirect("participant", enrolment.participant_id)
    if wanted_state and enrolment.state != wanted_state:
        raise NotAllowed
    key = f"{reached}-{enrolment.pk}"
    both = meanwhile.meet(
        request,
        key,
        enrolment.version,
        lambda posted: [Part(ReasonForm(posted))],
        changes=lambda version, at: changes.since(request.viewer, enrolment, version, at),
    )
    form = both.forms[0]
    # what is to be taken back is not what the person saw: look first, then send again; the reason stays
    unseen = bool(both.changes) and not both.stale_draft
    if request.method == "POST" and not unseen and form.is_valid():
        try:
            action(enrolment=enrolment, reason=form.cleaned_data["reason"], version=both.version, by=request.viewer)
        except ChangedMeanwhile:
            return both.again()
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, words["done"])
            return redirect("participant", enrolment.participant_id)
    context = {
        "enrolment": enrolment, "form": form, "words": words, "both": both, "unseen": unseen, "form_key": key,
        "kept": both.kept, "outcomes": shown_outcomes(request.viewer, enrolment),
    }  # fmt: skip
    return render(request, "staff/enrolment_close/ask.html", context, status=409 if unseen else 200)
