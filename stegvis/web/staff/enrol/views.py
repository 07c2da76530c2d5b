"""Enrol somebody new, or somebody who returns."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.access.actions import drafts
from stegvis.base.decision import NotPossible
from stegvis.base.identity_number import InvalidIdentityNumber, parse
from stegvis.casework.actions import attempts, looks
from stegvis.casework.actions import enrolments as enrolling
from stegvis.casework.actions import participants as registering
from stegvis.casework.actions import protections as protecting
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import enrolments, participants, protections
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.staff import refusals
from stegvis.web.staff.enrol.forms import EnrolmentForm, NewPersonForm
from stegvis.web.staff.enrol.way_in import came_by, known_of

DRAFT = "enrol"
_TEMPLATE = "staff/enrol/enrol.html"


def enrol(request):
    """The form for somebody new; `referral`: filled in with what is known since the person was pointed here."""
    came = came_by(request)
    key = f"{DRAFT}-{came.pk}" if came else DRAFT
    if request.method == "POST":
        form = NewPersonForm(request.POST, viewer=request.viewer)
        known = None
        if form.is_valid():
            register = form.cleaned_data["unit"].organisation
            known = participants.same_number(request.viewer, register, form.cleaned_data["identity_number"])
            enrolment = _sent_before(request, form, known)
            if enrolment is None and known is None:
                enrolment = _register_and_enrol(request, form, came)
            if enrolment:
                return _done(request, enrolment, key)
            if known:
                form.add_error("identity_number", _("The person is already in your register."))
        return render(request, _TEMPLATE, {"form": form, "form_key": key, "known": known, "came": came})
    form = NewPersonForm(viewer=request.viewer, initial=known_of(came))
    kept = restore_draft(form, user=request.user, form_key=key)
    context = {"form": form, "form_key": key, "kept": kept, "nowhere": not form.projects, "came": came}
    return render(request, _TEMPLATE, context)


def enrol_again(request, participant_id):
    """The shorter form for somebody who is in the register already."""
    person = participants.find(request.viewer, participant_id)
    key = f"enrol-{person.pk}"
    came = came_by(request)
    form = EnrolmentForm(request.POST or None, viewer=request.viewer, initial=known_of(came))
    kept = restore_draft(form, user=request.user, form_key=key)
    if request.method == "POST" and form.is_valid():
        enrolment = _sent_before(request, form, person) or _enrol(request, form, person, came)
        if enrolment:
            return _done(request, enrolment, key)
    context = {
        "form": form,
        "form_key": key,
        "kept": kept,
        "person": person,
        "came": came,
        "nowhere": not form.projects,
        "running": enrolments.of_participant(request.viewer, person).filter(state="active").exists(),
    }
    return render(request, _TEMPLATE, context)


def _register_and_enrol(request, form, came) -> Enrolment | None:
    ways = []
    if form.cleaned_data["phone"]:
        ways = [
            {
                "kind": "phone",
                "value": form.cleaned_data["phone"],
                "may_leave_message": form.cleaned_data["may_leave_message"],
            }
        ]
    try:
        # one transaction: a person is never registered without the enrolment that the form is about
        with transaction.atomic():
            person = registering.register(
                controller=form.cleaned_data["unit"].organisation,
                contact_ways=ways,
                by=request.viewer,
                **form.person_facts(),
            )
            enrolment = enrolling.enrol(participant=person, referral=came, by=request.viewer, **form.enrolment_facts())
            if facts := form.protection_facts():
                protecting.protect_from_start(participant=person, unit=enrolment.unit, by=request.viewer, **facts)
            return enrolment
    except NotPossible as refusal:
        if refusal.code == "by_hand":
            told = form.cleaned_data
            attempts.note(
                project=told["project"], unit=told["unit"], numbers=[told["identity_number"].value], by=request.viewer
            )
        refusals.show(form, refusal)
        return None


def _enrol(request, form, person: Participant, came) -> Enrolment | None:
    try:
        return enrolling.enrol(participant=person, referral=came, by=request.viewer, **form.enrolment_facts())
    except NotPossible as refusal:
        refusals.show(form, refusal)
        return None


def _sent_before(request, form, person: Participant | None) -> Enrolment | None:
    """The enrolment this very form made a moment ago, when it was sent twice."""
    if person is None:
        return None
    wanted = form.cleaned_data
    same = Enrolment.objects.filter(
        participant=person,
        project=wanted["project"],
        unit=wanted["unit"],
        started_on=wanted["started_on"],
        state="active",
        registered_by=request.viewer.actor_id,
        registered_at__date=timezone.localdate(),
    ).first()
    if same:
        messages.info(request, _("The form was sent twice. The person is enrolled once, as meant."))
    return same


def _done(request, enrolment: Enrolment, form_key: str = DRAFT):
    drafts.discard(user=request.user, form_key=form_key)
    if protections.of(enrolment.participant):
        messages.success(request, _("The person is enrolled and protected. Check who is on the list."))
        return redirect("participant", enrolment.participant_id)
    name = enrolment.participant.called
    messages.success(request, _("%(name)s is enrolled in %(project)s.") % {"name": name, "project": enrolment.project})
    return redirect("participant", enrolment.participant_id)


@require_POST
def check(request):
    """Answers while the form is being written: is the number valid, how old is the person, are they here already?"""
    form = NewPersonForm(request.POST, viewer=request.viewer)
    if not form.units:
        raise PermissionDenied
    context = {"form": form}
    try:
        number = parse(request.POST.get("identity_number", ""))
    except InvalidIdentityNumber as fault:
        return render(request, "staff/enrol/number.html", context | {"fault": fault if fault.code != "empty" else None})
    chosen = {str(each.pk): each for each in (*form.units,)}
    unit = chosen.get(request.POST.get("unit", ""), form.units[0])
    known = participants.same_number(request.viewer, unit.organisation, number)
    looks.note_search(request.viewer, 1 if known else 0)
    return render(request, "staff/enrol/number.html", context | {"number": number, "known": known} | _age(form, number))


def _age(form, number) -> dict:
    """The age on the first day, and whether the project's range leaves it out."""
    projects = {str(each.pk): each for each in form.projects}
    project = projects.get(form.data.get("project", ""), form.projects[0] if form.projects else None)
    try:
        first_day = form.fields["started_on"].clean(form.data.get("started_on", ""))
    except ValidationError:  # an unfinished date while writing: today will do
        first_day = timezone.localdate()
    age = number.age_on(first_day)
    low, high = (project.age_min, project.age_max) if project else (None, None)
    outside = (low is not None and age < low) or (high is not None and age > high)
    return {"age": age, "project": project, "outside": outside}
