"""Forms on pages of their own: goal, a step, a frame, a talk. Two people at once are told, and drafts are kept."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.access.actions import drafts
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import frames, looks, plan_talks, plans, steps
from stegvis.casework.models import PlanFrame, PlanTalk, Step
from stegvis.casework.queries import plan_changes
from stegvis.casework.queries import plans as finding
from stegvis.web.shared import meanwhile
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.sides import Part
from stegvis.web.staff import refusals, saving
from stegvis.web.staff.participant_plan import forms
from stegvis.web.staff.participant_plan.views import found


@never_cache
def goal(request, participant_id):
    """The goal in own words, and what belongs to it."""
    person = found(request, participant_id, "change")
    plan = finding.of(request.viewer, person)
    names = ("goal", "occupation", "sustainable", "review_on")
    initial = {name: getattr(plan, name) for name in names} if plan else {}

    def save(form, version):
        plans.change(participant=person, version=version, by=request.viewer, **form.cleaned_data)

    build = lambda posted: [Part(forms.GoalForm(posted, initial=initial))]  # noqa: E731
    version = plan.version if plan else 0
    return _changed(request, person, f"plan-{person.pk}", version, build, save, ("plan", plan), _("The goal"))


@never_cache
def step(request, participant_id, step_id):
    """All facts of one open step."""
    person = found(request, participant_id, "change")
    one = finding.part(request.viewer, Step, person, step_id)
    if not one.open:
        messages.info(request, _("The step is settled. Take it up again to change it."))
        return redirect("participant_plan", person.pk)
    goals = [each for each in finding.whole(request.viewer, person).goals if not each.left_on or each.pk == one.goal_id]
    initial = {name: getattr(one, name) for name in forms.StepForm.base_fields if name != "goal"}
    initial["goal"] = str(one.goal_id or "")

    def save(form, version):
        steps.change(step=one, version=version, by=request.viewer, **form.facts())

    build = lambda posted: [Part(forms.StepForm(posted, initial=initial, goals=goals))]  # noqa: E731
    return _changed(request, person, f"step-{one.pk}", one.version, build, save, ("step", one), _("Change the step"))


@never_cache
def frame(request, participant_id, frame_id):
    """A frame's words and days."""
    person = found(request, participant_id, "change")
    one = finding.part(request.viewer, PlanFrame, person, frame_id)
    if one.ended_at:
        raise Http404
    initial = {name: getattr(one, name) for name in forms.FrameForm.base_fields}

    def save(form, version):
        frames.change(frame=one, version=version, by=request.viewer, **form.cleaned_data)

    build = lambda posted: [Part(forms.FrameForm(posted, initial=initial))]  # noqa: E731
    return _changed(request, person, f"frame-{one.pk}", one.version, build, save, ("frame", one), _("Change the frame"))


def _changed(request, person, key, version, build, save, record, title):
    back = reverse("participant_plan", args=[person.pk])
    both = meanwhile.meet(
        request,
        key,
        version,
        build,
        changes=lambda version, at: plan_changes.since(request.viewer, person, *record, version, at),
        title=person.called,
        back_url=back,
    )
    form = both.forms[0]

    def act():
        save(form, both.version)

    if answer := saving.answered(request, both, act, said=_("The plan is saved."), to=back):
        return answer
    if request.method != "POST":
        looks.note_opened(request.viewer, person)
    context = {"person": person, "form": form, "form_key": key, "kept": both.kept, "both": both, "title": title}
    return render(request, "staff/participant_plan/change.html", context)


@never_cache
def talk(request, participant_id, talk_id):
    """What was said at a talk, and the day of the next one."""
    person = found(request, participant_id, "change")
    one = finding.part(request.viewer, PlanTalk, person, talk_id)
    if one.held_on or one.dropped_at:
        messages.info(request, _("The talk has been taken care of already."))
        return redirect("participant_plan", person.pk)
    key = f"talk-{one.pk}"
    form = forms.HoldForm(request.POST if request.method == "POST" else None)
    kept = restore_draft(form, user=request.user, form_key=key)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            plan_talks.hold(talk=one, text=told["text"], on=told["held_on"], next_on=told["next_on"], by=request.viewer)
        except NotPossible as refusal:
            refusals.show(form, refusal, {"planned_on": "next_on"})
        else:
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, _("The talk is noted."))
            return redirect("participant_plan", person.pk)
    if request.method != "POST":
        looks.note_opened(request.viewer, person)
    context = {"person": person, "form": form, "form_key": key, "kept": kept, "title": _("The plan talk")}
    return render(request, "staff/participant_plan/change.html", context)
