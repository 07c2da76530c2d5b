"""Plan sessions, one by one or in a series; move, change and cancel them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import activity_sessions as changing
from stegvis.casework.queries import activities as known
from stegvis.web.shared import meanwhile
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.sides import Part
from stegvis.web.staff import refusals, saving
from stegvis.web.staff.activities.forms import CancelForm, SeriesForm, SessionForm

#: The rule's names where the form's differ.
_FIELDS = {"starts_at": "clock"}


def plan(request, activity_id):
    """One session."""
    one = _changeable(request, known.find(request.viewer, activity_id))
    form = SessionForm(request.POST or None, activity=one)
    return _plan(request, one, form, "staff/activities/plan.html", changing.plan)


def series(request, activity_id):
    """A session each week."""
    one = _changeable(request, known.find(request.viewer, activity_id))
    form = SeriesForm(request.POST or None, activity=one)
    return _plan(request, one, form, "staff/activities/series.html", changing.plan_series)


def _plan(request, activity, form, template: str, action):
    key = f"plan-{activity.pk}" if action is changing.plan else f"series-{activity.pk}"
    if request.method == "POST" and form.is_valid():
        try:
            made = action(activity=activity, by=request.viewer, **form.facts())
        except NotPossible as refusal:
            refusals.show(form, refusal, _FIELDS)
        else:
            drafts.discard(user=request.user, form_key=key)
            if action is changing.plan:
                messages.success(request, _("The session is planned."))
                return redirect("activity_session", made.pk)
            count = made.sessions.count()
            words = ngettext("%(count)s session is planned.", "%(count)s sessions are planned.", count)
            messages.success(request, words % {"count": count})
            return redirect("activity", activity.pk)
    kept = restore_draft(form, user=request.user, form_key=key)
    context = {"form": form, "form_key": key, "kept": kept, "activity": activity}
    return render(request, template, context)


def change(request, session_id):
    """Move or change one session. Everybody concerned gets a notice."""
    session = known.find_session(request.viewer, session_id)
    _changeable(request, session.activity)
    key, back = f"session-{session.pk}", reverse("activity_session", args=[session.pk])

    def build(posted):
        return [Part(SessionForm(posted, activity=session.activity, session=session), facts={"on": "starts_at"})]

    both = meanwhile.meet(request, key, session.version, build, title=session.activity.name, back_url=back)
    form = both.forms[0]

    def save():
        changing.change(session=session, version=both.version, by=request.viewer, **form.facts())

    if answer := saving.answered(request, both, save, said=_("The changes are saved."), to=back, fields=_FIELDS):
        return answer
    context = {"form": form, "form_key": key, "kept": both.kept, "both": both, "session": session, "back": back}
    return render(request, "staff/activities/session_form.html", context)


def cancel(request, session_id):
    """Ask, then cancel the session."""
    session = known.find_session(request.viewer, session_id)
    _changeable(request, session.activity)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changing.cancel(session=session, reason=form.cleaned_data["reason"], by=request.viewer)
        except NotPossible as refusal:
            messages.info(request, refusal.reason)
        else:
            messages.success(request, _("The session is cancelled."))
        return redirect("activity_session", session.pk)
    return render(request, "staff/activities/cancel.html", {"session": session, "form": form})


def _changeable(request, activity):
    if not known.may_change(request.viewer, activity):
        raise NotAllowed
    return activity
