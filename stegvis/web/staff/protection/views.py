"""Set, change and lift a protected identity, and decide who sees the person.

Whoever sits down at an open screen must not learn who sees the person, nor change it: a sign-in that is not recent is
asked for again, and what was sent meanwhile goes on from there.
"""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import attempts, looks
from stegvis.casework.actions import protections as protecting
from stegvis.casework.queries import participants, protections
from stegvis.web.staff import refusals
from stegvis.web.staff.protection.forms import DecisionForm, NameForm, ProtectForm, ReasonForm


@never_cache
def protection(request, participant_id):
    """The page of one person's protection. What was sent says what to do: protect, change, name, unname or lift."""
    request.viewer = request.viewer.at("protection")  # also when it goes on from the page that asked again
    person = participants.find(request.viewer, participant_id)
    if not protections.may(request.viewer, "set", person):
        raise NotAllowed
    raise_if_reauthentication_required(request, app="stegvis")
    held = protections.of(person)
    forms = _forms(request, person, held)
    if request.method == "POST":
        done = _done(request, person, held, forms)
        if done:
            messages.success(request, done)
            return redirect("protection" if _still_seen(request, person) else "participants", *_place(request, person))
    else:
        looks.note_opened(request.viewer, person)
    context = {
        "person": person,
        "held": held,
        "named": list(protections.named_for(person)),
        "gone": list(protections.history_of(person)),
        "lasting": protections.lasting(protections.named_for(person)),
        **forms,
    }
    return render(request, "staff/protection/protection.html", context)


@require_POST
def settle(request, participant_id, attempt_id: int):
    """Somebody has taken care of an attempt to enrol the person."""
    attempts.settle(attempt_id=attempt_id, by=request.viewer)
    messages.success(request, _("Noted that it is taken care of."))
    return redirect("participant", participant_id)


def _forms(request, person, held) -> dict:
    """The page's forms; the one that was sent is filled with what was sent."""
    sent = request.POST.get("do", "") if request.method == "POST" else ""

    def posted(do: str):
        return request.POST if sent == do else None

    nameable = protections.nameable(request.viewer, person)
    if held is None:
        first = [user.pk for user in nameable if user.pk == request.viewer.user_id or user.pk in _coaches(person)]
        return {"protect_form": ProtectForm(posted("protect"), nameable=nameable, initial={"named": first})}
    stored = {name: getattr(held, name) for name in DecisionForm.base_fields}
    return {
        "decision_form": DecisionForm(posted("change"), initial=stored),
        "name_form": NameForm(posted("name"), nameable=nameable),
        "unname_form": ReasonForm(posted("unname"), prefix="unname"),
        "lift_form": ReasonForm(posted("lift"), prefix="lift"),
        "unnaming": request.POST.get("user", "") if sent == "unname" else "",
    }


def _coaches(person) -> set:
    return set(person.enrolments.filter(state="active").values_list("coach_id", flat=True))


def _done(request, person, held, forms: dict) -> str:
    """Do what was asked; the words to show, or nothing when it could not be done (the form then says why)."""
    name, act = {
        "protect": ("protect_form", _protect),
        "change": ("decision_form", _change),
        "name": ("name_form", _name),
        "unname": ("unname_form", _unname),
        "lift": ("lift_form", _lift),
    }.get(request.POST.get("do", ""), ("", None))
    form = forms.get(name)
    if form is None or not form.is_valid():
        return ""
    try:
        return act(request, person, form)
    except NotPossible as refusal:
        refusals.show(form, refusal)
        return ""


def _protect(request, person, form) -> str:
    protecting.protect(participant=person, by=request.viewer, **form.cleaned_data)
    return _("The identity is protected. Only those on the list see the person now.")


def _change(request, person, form) -> str:
    protecting.change(participant=person, by=request.viewer, **form.cleaned_data)
    return _("The changes are saved.")


def _name(request, person, form) -> str:
    protecting.name(participant=person, by=request.viewer, **form.cleaned_data)
    return _("%(name)s is on the list.") % {"name": form.cleaned_data["user"]}


def _unname(request, person, form) -> str:
    sent = request.POST.get("user", "")
    listed = next((one for one in protections.named_for(person) if str(one.user_id) == sent), None)
    if listed is None:
        raise NotPossible(_("This user is not on the list."), code="not_named")
    protecting.unname(participant=person, user=listed.user, by=request.viewer, **form.cleaned_data)
    return _("%(name)s is off the list.") % {"name": listed.user}


def _lift(request, person, form) -> str:
    protecting.lift(participant=person, by=request.viewer, **form.cleaned_data)
    return _("The protection is lifted. Everybody at the unit who may see its participants sees the person again.")


def _still_seen(request, person) -> bool:
    """Whoever takes their own name away, or never was on the list, has no page to come back to."""
    return participants.may(request.viewer, "read", person)


def _place(request, person) -> list:
    return [person.pk] if _still_seen(request, person) else []
