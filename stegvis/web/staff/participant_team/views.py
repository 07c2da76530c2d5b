"""The pages of team and sharing: read at a glance, added to in place."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import looks
from stegvis.casework.queries import participants, sight
from stegvis.casework.queries import team as finding
from stegvis.web.staff import refusals
from stegvis.web.staff.participant_team import acts, page


def found(request, participant_id, record: str, verb: str = "read"):
    """The person, if the viewer may do that with the `team` or `disclosure`. Raises NotFound, NotAllowed."""
    person = participants.find(request.viewer, participant_id)
    sight.check_participant(request.viewer, record, verb, person)
    return person


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def team(request, participant_id):
    """Who is in the team, with roles, mandates and ways."""
    return _paged(request, participant_id, "team", acts.TEAM, page.team_context, "participant_team")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request, participant_id):
    """Consents that lift secrecy, and what was handed out."""
    return _paged(request, participant_id, "disclosure", acts.SHARING, page.sharing_context, "participant_sharing")


def _paged(request, participant_id, record, known, context_of, route):
    person = found(request, participant_id, record)
    viewer, template = request.viewer, f"staff/participant_team/{route}.html"
    if request.method != "POST":
        looks.note_opened(viewer, person)
        context = context_of(viewer, person) | {"forms": page.empty_forms(known, viewer, person)}
        return render(request, template, context)
    name = request.POST.get("do", "")
    if name not in known:
        raise BadRequest
    if not finding.may(viewer, record, "change", person):
        raise NotAllowed
    act, form, refusal = known[name], None, None
    if act.form:
        form = page.build(act, name, page.offers(viewer, person), request.POST)
    if form is None or form.is_valid():
        try:
            act.do(acts.Asked(viewer, person, record, request.POST, form))
        except NotPossible as refused:
            refusal = refused
            if form is not None:
                refusals.show(form, refused, dict(act.fields))
        else:
            messages.success(request, str(act.done))
            return redirect(route, person.pk)
    forms = page.empty_forms(known, viewer, person) | ({name: form} if form is not None else {})
    context = {"forms": forms, "opened": name, "opened_id": request.POST.get("id", "")}
    context |= {"refusal": refusal if form is None else None}
    return render(request, template, context_of(viewer, person) | context)
