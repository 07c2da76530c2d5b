"""What can be done to an account. Each asks first in words, then does it and says so."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stegvis.access.actions import accounts, assignments, drafts, users
from stegvis.access.queries import accounts as known
from stegvis.access.queries import users as every
from stegvis.access.rules import NotFound
from stegvis.base.decision import NotPossible
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.staff import refusals
from stegvis.web.staff.accounts import forms
from stegvis.web.staff.accounts.views import place_of


def _asked(request, form, do: Callable[[dict], None], *, done: str, then: tuple, page: dict, key: str = ""):
    """A page with one form: do it when it is sent and right, else show it with what to correct."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            if key:
                drafts.discard(user=request.user, form_key=key)
            messages.success(request, done)
            return redirect(*then)
    kept = restore_draft(form, user=request.user, form_key=key) if key else None
    return render(request, "staff/accounts/form.html", {"form": form, "form_key": key, "kept": kept, **page})


@never_cache
def invite(request):
    """Invite somebody by mail."""
    form = forms.InviteForm(request.POST or None)
    page = {
        "title": _("Invite somebody"),
        "text": _("They get a mail with a link that works once, and choose how to sign in."),
        "submit": _("Send the invitation"),
    }

    def do(given: dict) -> None:
        accounts.invite(**given, by=request.viewer)

    return _asked(
        request, form, do, done=_("The invitation is sent."), then=("accounts",), page=page, key="account-invite"
    )


@never_cache
def role(request, user_id: int):
    """Give somebody one more role."""
    user = known.find(request.viewer, user_id).user
    page = {"title": _("Give a role"), "text": user.full_name, "submit": _("Give the role"), "user_id": user_id}

    def do(given: dict) -> None:
        users.add_membership(user=user, **given, by=request.viewer)

    form = forms.RoleForm(request.POST or None)
    return _asked(request, form, do, done=_("The role is given."), then=("account", user_id), page=page)


@never_cache
def end_role(request, user_id: int, membership_id: int):
    """Let a role end on a day."""
    held = _held(request, user_id, membership_id)
    page = {
        "title": _("End the role"),
        "text": f"{held.user.full_name}: {place_of(held)}",
        "submit": _("End the role"),
        "user_id": user_id,
        "tone": "danger",
    }

    def do(given: dict) -> None:
        users.end_membership(membership=held, ends_on=given["last_day"], by=request.viewer)

    form = forms.LastDayForm(request.POST or None)
    return _asked(request, form, do, done=_("The role has a last day."), then=("account", user_id), page=page)


@never_cache
def move(request, user_id: int, membership_id: int):
    """The same role in another unit from a day."""
    held = _held(request, user_id, membership_id)
    page = {
        "title": _("Move to another unit"),
        "text": f"{held.user.full_name}: {place_of(held)}",
        "submit": _("Move"),
        "user_id": user_id,
        "note": _("The participants stay in the old unit. Its leader is shown whom somebody else must take over."),
    }

    def do(given: dict) -> None:
        accounts.change_unit(membership=held, **given, by=request.viewer)

    form = forms.MoveForm(request.POST or None)
    return _asked(request, form, do, done=_("The move is noted."), then=("account", user_id), page=page)


@never_cache
def leave(request, user_id: int):
    """Let somebody leave on a day."""
    user = known.find(request.viewer, user_id).user
    page = {
        "title": _("Last day at work"),
        "text": user.full_name,
        "submit": _("Note the last day"),
        "user_id": user_id,
        "tone": "danger",
        "note": _(
            "All roles end that day, and nobody can sign in with the account afterwards. The leader of the unit is "
            "shown which participants somebody else must take over."
        ),
    }

    def do(given: dict) -> None:
        accounts.leave(user=user, last_day=given["last_day"], by=request.viewer)

    form = forms.LastDayForm(request.POST or None)
    return _asked(request, form, do, done=_("The last day is noted."), then=("account", user_id), page=page)


def _again(user, by) -> str:
    accounts.invite_again(user=user, by=by)
    return _("A new invitation is sent. The earlier link no longer works.")


def _withdraw(user, by) -> str:
    accounts.withdraw_invitation(user=user, by=by)
    return _("The invitation is withdrawn.")


def _wake(user, by) -> str:
    accounts.reactivate(user=user, by=by)
    return _("The account is open again. Check that its roles are right.")


def _close(user, by) -> str:
    users.not_oneself(user, by)
    users.set_active(user=user, active=False, by=by)
    return _("The account is closed.")


def _forget_second_step(user, by) -> str:
    users.not_oneself(user, by)
    users.remove_second_factor(user=user, by=by)
    return _("The second step is removed. A new one is set up at the next sign-in.")


_ACTS = {
    "invite": _again,
    "withdraw": _withdraw,
    "wake": _wake,
    "close": _close,
    "second-step": _forget_second_step,
}


@never_cache
@require_POST
def act(request, user_id: int):
    """One of the acts that need no further words."""
    user = known.find(request.viewer, user_id).user
    wanted = _ACTS.get(request.POST.get("act", ""))
    if wanted is None:
        return redirect("account", user_id)
    try:
        messages.success(request, wanted(user, request.viewer))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
    return redirect("account", user_id)


@never_cache
def assign(request):
    """Register an evaluator's written assignment."""
    form = forms.AssignmentForm(request.POST or None, users=every.visible_to(request.viewer).filter(is_active=True))
    page = {
        "title": _("Register an assignment"),
        "text": _("An evaluator follows the results of one project, as somebody has decided in writing."),
        "submit": _("Register the assignment"),
        "back": "assignments",
    }

    def do(given: dict) -> None:
        assignments.assign(**given, by=request.viewer)

    return _asked(
        request,
        form,
        do,
        done=_("The assignment is registered and ends by itself."),
        then=("assignments",),
        page=page,
        key="assignment",
    )


def _held(request, user_id: int, membership_id: int):
    one = known.find(request.viewer, user_id)
    held = next((held for held in one.held if held.pk == membership_id), None)
    if held is None:
        raise NotFound
    return held
