"""Book a meeting; look at it, move it; say how it went."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework import jobs
from stegvis.casework.actions import looks
from stegvis.casework.queries import meetings as reading
from stegvis.casework.queries import participants
from stegvis.casework.vocabulary.meetings import MEETING_KINDS
from stegvis.web.shared import meanwhile
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.sides import Part
from stegvis.web.staff import key_set, refusals, saving
from stegvis.web.staff.meetings.forms import MeetingForm

_FIELDS = {"starts_at": "on"}


@never_cache
def new(request, participant_id):
    """Book one: day, time, done."""
    person = participants.find(request.viewer, participant_id)
    if not reading.may_write(request.viewer, person):
        raise NotAllowed
    key = f"meeting-{person.pk}"
    form = MeetingForm(request.POST or None, viewer=request.viewer, person=person, asked=request.GET)
    kept = None
    if request.method == "POST":
        if form.is_valid() and _book(request, person, form):
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, _("The meeting is booked."))
            return redirect("participant", person.pk)
    else:
        kept = None if request.GET else restore_draft(form, user=request.user, form_key=key)
        looks.note_opened(request.viewer, person)
    return _page(request, person, form, key, kept=kept)


def _page(request, person, form, key, **more):
    wrong = [(field, error) for field in form for error in field.errors]
    context = {"person": person, "form": form, "form_key": key, "wrong": wrong}
    return render(request, "staff/meetings/write.html", context | more)


def _book(request, person, form) -> bool:
    return refusals.accepted(
        form, lambda: jobs.book_meeting(participant=person, by=request.viewer, **form.facts()), _FIELDS
    )


@never_cache
def meeting(request, meeting_id):
    """One meeting: while it is booked it can be moved."""
    found = reading.find(request.viewer, meeting_id)
    person, may_write = found.participant, reading.may_write(request.viewer, found.participant)
    if found.state != "planned" or not may_write:
        if request.method == "POST" and not may_write:
            raise NotAllowed
        if request.method == "POST":
            messages.warning(request, _("The meeting has been taken care of already."))
            return redirect("meeting", found.pk)
        looks.note_opened(request.viewer, person)
        context = {"meeting": found, "person": person, "may_write": may_write, "come": True}
        return render(request, "staff/meetings/meeting.html", context)
    key = f"meeting-change-{found.pk}"
    both = meanwhile.meet(
        request, key, found.version,
        lambda posted: [Part(MeetingForm(posted, viewer=request.viewer, person=person, meeting=found))],
        title=person.called, back_url=reverse("participant", args=[person.pk]),
    )  # fmt: skip
    form = both.forms[0]

    def change():
        jobs.change_meeting(meeting=found, version=both.version, by=request.viewer, **form.facts())

    to = reverse("participant", args=[person.pk])
    if answer := saving.answered(request, both, change, said=_("The meeting is saved."), to=to, fields=_FIELDS):
        return answer
    if request.method != "POST":
        looks.note_opened(request.viewer, person)
    come = timezone.localdate(found.starts_at) <= timezone.localdate()
    return _page(request, person, form, key, kept=both.kept, both=both, meeting=found, come=come)


@require_POST
def settle(request, meeting_id):
    """Held, did not come, or cancelled. Held leads to the note, not come to the attempt, both filled in."""
    found = reading.find(request.viewer, meeting_id)
    state = request.POST.get("state", "")
    try:
        done = jobs.settle_meeting(meeting=found, state=state, by=request.viewer)
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return redirect("meeting", found.pk)
    if state == "cancelled":
        messages.success(request, _("The meeting is cancelled."))
        return redirect("participant", found.participant_id)
    return redirect(_note_address(done))


def _note_address(done) -> str:
    address = reverse("note_new", args=[done.participant_id])
    kind = MEETING_KINDS[done.kind].note if done.state == "held" else "attempt"
    return f"{address}?{urlencode({'kind': kind, 'meeting': done.pk})}"


@require_POST
def reminders(request, participant_id):
    """The person wants reminders, or no longer."""
    person = participants.find(request.viewer, participant_id)
    wanted = request.POST.get("wanted") == "yes"
    jobs.agree_to_reminders(participant=person, wanted=wanted, by=request.viewer)
    messages.success(request, _("Noted: the person gets reminders.") if wanted else _("Noted: no reminders."))
    return redirect("participant", person.pk)


@never_cache
def sent(request):
    """Messages to one's own people with what became of them, the latest first."""
    page = key_set.page(
        reading.messages_of(request.viewer), ("send_after", "pk"), after=key_set.row_id(request.GET.get("after")),
        before=key_set.row_id(request.GET.get("before")), latest_first=True,
    )  # fmt: skip
    looks.note_list(request.viewer, "reminders", len({each.participant_id for each in page.rows}))
    context = {
        "rows": page.rows,
        "next": f"?after={page.after}" if page.after else "",
        "previous": f"?before={page.before}" if page.before else "",
    }
    return render(request, "staff/meetings/sent.html", context)
