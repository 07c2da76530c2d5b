"""One meeting of the team: what was agreed, and the letter or the plan on paper."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.casework.actions import looks, team_meetings
from stegvis.casework.models import TeamMeeting
from stegvis.casework.queries import enrolments, team
from stegvis.web.shared import meanwhile
from stegvis.web.shared.sides import Part
from stegvis.web.staff import saving
from stegvis.web.staff.participant_plan.page import contact_of
from stegvis.web.staff.participant_team.forms import RecordForm
from stegvis.web.staff.participant_team.views import found


@never_cache
def meeting(request, participant_id, team_meeting_id):
    """Note what was agreed, or correct it."""
    person = found(request, participant_id, "team", "change")
    one = _one(request, person, team_meeting_id)
    parties = list(one.parties.select_related("contact"))
    sip, key = one.kind == "sip", f"team-meeting-{one.pk}"
    initial = {name: getattr(one, name) for name in RecordForm.base_fields if name != "attended"}
    initial["attended"] = [str(each.contact_id) for each in parties if each.attended is not False]
    contacts = [each.contact for each in parties]
    both = meanwhile.meet(
        request,
        key,
        one.version,
        lambda posted: [Part(RecordForm(posted, initial=initial, contacts=contacts, sip=sip))],
        changes=lambda version, at: [],
        title=person.called,
        back_url=reverse("participant_team", args=[person.pk]),
    )
    form = both.forms[0]

    def hold():
        team_meetings.hold(meeting=one, version=both.version, by=request.viewer, **form.facts())

    to = reverse("participant_team", args=[person.pk])
    if answer := saving.answered(request, both, hold, said=_("The meeting is noted."), to=to):
        return answer
    if request.method != "POST":
        looks.note_opened(request.viewer, person)
    context = {"person": person, "one": one, "form": form, "form_key": key, "kept": both.kept, "both": both}
    return render(request, "staff/participant_team/meeting.html", context)


@never_cache
@require_safe
def printed(request, participant_id, team_meeting_id):
    """The invitation on paper, or what was agreed once the meeting has been held."""
    person = found(request, participant_id, "team")
    one = _one(request, person, team_meeting_id)
    looks.note_opened(request.viewer, person)
    times = enrolments.of_participant(request.viewer, person).exclude(state="void")
    context = {
        "person": person,
        "one": one,
        "parties": list(one.parties.select_related("contact")),
        "coach": contact_of(list(times.prefetch_related("coach_periods__coach"))),
    }
    return render(request, "staff/participant_team/printed.html", context)


def _one(request, person, team_meeting_id) -> TeamMeeting:
    one = team.part(request.viewer, "team", TeamMeeting, person, team_meeting_id)
    if one.dropped_at:
        raise Http404
    return one
