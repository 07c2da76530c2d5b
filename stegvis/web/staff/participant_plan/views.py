"""The page of a plan: read, added to and settled in place; its versions; and the page for the participant."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import looks, plan_versions
from stegvis.casework.queries import participants, plan_content, plans, sight
from stegvis.reporting.report import FORMS
from stegvis.web.shared.words import day
from stegvis.web.staff import refusals
from stegvis.web.staff.participant_plan import document, page
from stegvis.web.staff.participant_plan.acts import ACTS, Asked
from stegvis.web.staff.participant_plan.kept import PARTS
from stegvis.web.staff.results.files import attachment

#: Acts that change the list of steps: htmx then gets that part of the page alone.
IN_PLACE = ("step", "settle")


def found(request, participant_id, verb: str = "read"):
    """The person, if the viewer may `read` or `change` the plan. Raises NotFound, NotAllowed."""
    person = participants.find(request.viewer, participant_id)
    sight.check_participant(request.viewer, "plan", verb, person)
    return person


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, participant_id):
    """Everything of the plan on one page; what is sent here is one of ACTS."""
    person = found(request, participant_id)
    if request.method != "POST":
        looks.note_opened(request.viewer, person)
        context = page.with_forms(page.context(request.viewer, person), request.user)
        return render(request, "staff/participant_plan/plan.html", context)
    if request.POST.get("do", "") not in ACTS:
        raise BadRequest
    if not plans.may(request.viewer, "change", person):
        raise NotAllowed
    return _act(request, person)


def _act(request, person):
    name = request.POST["do"]
    act = ACTS[name]
    form = act.form(request.POST, prefix=name) if act.form else None
    refusal = None
    if form is None or form.is_valid():
        try:
            act.do(Asked(request.viewer, person, request.POST, form))
        except NotPossible as refused:
            refusal = refused
            if form is not None:
                refusals.show(form, refused, dict(act.fields))
        else:
            return _done(request, person, name, act)
    return _again(request, person, name, form, refusal)


def _done(request, person, name: str, act):
    step = request.POST.get("id", "") if name == "settle" else ""
    drafts.discard(user=request.user, form_key=page.draft_key(name, person, step))
    if request.htmx and name in IN_PLACE:
        context = page.with_forms(page.context(request.viewer, person), request.user) | {"said": act.done}
        if name == "step":  # the next one can be typed at once
            context["forms"]["step"].fields["text"].widget.attrs["autofocus"] = True
        return render(request, "staff/participant_plan/in_place.html", context)
    messages.success(request, str(act.done))
    return redirect("participant_plan", person.pk)


def _again(request, person, name: str, form, refusal):
    """The page once more, with what was typed and what is wrong."""
    context = page.with_forms(page.context(request.viewer, person), request.user)
    forms = context["forms"]
    context["kept"].pop(name, None)  # what was sent stands there now
    if form is not None and not isinstance(refusal, ChangedMeanwhile):
        forms[name] = form  # else the page shows what stands there now, to be looked at and agreed on anew
    loose = refusal is not None and (form is None or refusal.field is None)
    context |= {"opened": context["opened"] | {name}, "refusal": refusal if loose else None}
    if name == "settle":
        context |= {"wrong_step": request.POST.get("id", ""), "typed": request.POST}
    if request.htmx and name in IN_PLACE:
        return render(request, "staff/participant_plan/in_place.html", context)
    return render(request, "staff/participant_plan/plan.html", context)


@never_cache
@require_safe
def versions(request, participant_id):
    """What was kept, by whom, and two versions side by side."""
    person = found(request, participant_id)
    looks.note_opened(request.viewer, person)
    kept = list(plans.versions(request.viewer, person))
    plan_now = plans.of(request.viewer, person)
    now = plan_content.of(plan_now) if plan_now else {}
    contents = {str(each.pk): (each, each.content) for each in kept} | {"now": (None, now)}
    earlier = request.GET.get("earlier") or (str(kept[0].pk) if kept else "now")
    later = request.GET.get("later") or "now"
    if earlier not in contents or later not in contents:
        raise Http404
    context = {
        "person": person,
        "kept": kept,
        "earlier": earlier,
        "later": later,
        "choices": [(key, _version_words(one)) for key, (one, _content) in contents.items()],
        "earlier_words": _version_words(contents[earlier][0]),
        "later_words": _version_words(contents[later][0]),
        "differences": [
            (PARTS[each.part], each) for each in plan_content.compare(contents[earlier][1], contents[later][1])
        ],
    }
    return render(request, "staff/participant_plan/versions.html", context)


def _version_words(version) -> str:
    if version is None:
        return _("As it stands now")
    return _("Version %(number)s, %(day)s") % {"number": version.number, "day": day(version.kept_at)}


@never_cache
@require_safe
def printed(request, participant_id):
    """The plan for the participant: plain, with large letters, for paper."""
    person = found(request, participant_id)
    looks.note_opened(request.viewer, person)
    context = page.context(request.viewer, person) | {"printed_on": timezone.localdate()}
    return render(request, "staff/participant_plan/printed.html", context)


@never_cache
@require_safe
def fetched(request, participant_id, kind):
    """The plan as a Word file or a PDF, for the participant. The file's name tells nothing of the person."""
    person = found(request, participant_id)
    if kind not in document.OFFERED:
        raise Http404
    try:
        made = document.document(request.viewer, person, kind)
    except NotPossible as refusal:  # PDF cannot be made on every machine
        messages.error(request, refusal.reason)
        return redirect("plan_print", person.pk)
    plan_versions.note_fetched(participant=person, form=kind, by=request.viewer)
    return attachment(made, FORMS[kind].media_type, f"plan.{kind}")
