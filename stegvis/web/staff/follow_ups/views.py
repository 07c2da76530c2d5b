"""The list of who is to be asked, an answer, and a second opinion."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import follow_ups as following
from stegvis.casework.actions import looks
from stegvis.casework.queries import deputies, enrolments, notes, onward
from stegvis.casework.queries import follow_ups as reading
from stegvis.casework.queries.caseload import is_coach
from stegvis.casework.vocabulary import occupations
from stegvis.casework.vocabulary.follow_up import OCCASIONS
from stegvis.web.shared import meanwhile
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.sides import Part
from stegvis.web.staff import key_set, refusals, saving
from stegvis.web.staff.follow_ups.forms import FollowUpForm, OpinionForm

#: Rows of each occasion on one page: more than anybody calls in a week.
MOST = 50
_FEW = 10


@never_cache
def follow_ups(request):
    """To ask now, and the latest answers."""
    viewer, today = request.viewer, timezone.localdate()
    mine = is_coach(viewer) and request.GET.get("whose") != "all"
    to_ask = reading.to_ask(viewer, today, MOST, coach_ids=deputies.coaches_of(viewer) if mine else None)
    answers = reading.visible_to(viewer).select_related("enrolment__participant", "enrolment__project")
    if mine:
        answers = answers.filter(enrolment__coach_id__in=deputies.coaches_of(viewer))
    page = key_set.page(
        answers, ("asked_on", "pk"), after=key_set.row_id(request.GET.get("after")),
        before=key_set.row_id(request.GET.get("before")), latest_first=True,
    )  # fmt: skip
    sick = _sick(viewer, mine)
    people = {each.enrolment.participant_id for each in (*to_ask, *page.rows)} | {each.participant_id for each in sick}
    looks.note_list(viewer, "follow_ups", len(people))
    whose = "&whose=all" if request.GET.get("whose") == "all" else ""
    tried = reading.attempts_since(viewer, [each.enrolment for each in to_ask])
    context = {
        "to_ask": [(each, OCCASIONS.label(each.occasion), tried.get(each.enrolment.pk)) for each in to_ask],
        "may_note": viewer.may("note", "write"),
        "may_write": viewer.may("follow_up", "write"),
        "missed": [(OCCASIONS.label(each), reading.missed(viewer, each, today)) for each in reading.PLANNED],
        "answers": page.rows,
        "next": f"?after={page.after}{whose}" if page.after else "",
        "previous": f"?before={page.before}{whose}" if page.before else "",
        "sick": sick,
        "coach": is_coach(viewer),
        "mine": mine,
        "today": today,
    }
    return render(request, "staff/follow_ups/follow_ups.html", context)


def _sick(viewer, mine: bool) -> list:
    """The latest who left with care or illness; those nobody took over are told apart."""
    rows = onward.left_with_sick_leave(viewer)
    if mine:
        rows = rows.filter(coach_id__in=deputies.coaches_of(viewer))
    return list(rows[:_FEW])


@never_cache
def new(request, enrolment_id):
    """Note what somebody answered, or that nobody did."""
    enrolment = enrolments.find(request.viewer, enrolment_id)
    if not request.viewer.may("follow_up", "write"):
        raise NotAllowed
    if enrolment.state != "closed":
        messages.info(request, _("Only a time that is closed is followed up."))
        return redirect("participant", enrolment.participant_id)
    key = f"follow-up-{enrolment.pk}"
    form = FollowUpForm(
        request.POST or None, ended_on=enrolment.ended_on, occasion=request.GET.get("occasion", ""),
        sealed=enrolment.protected,
    )  # fmt: skip
    kept = None
    if request.method == "POST":
        if form.is_valid() and _note(request, enrolment, form):
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, _("The follow-up is saved."))
            return redirect("participant", enrolment.participant_id)
    else:
        kept = restore_draft(form, user=request.user, form_key=key)
        looks.note_opened(request.viewer, enrolment.participant)
    return _page(request, enrolment, form, key, kept=kept)


def _page(request, enrolment, form, key, **more):
    context = {
        "enrolment": enrolment,
        "person": enrolment.participant,
        "form": form,
        "form_key": key,
        "wrong": [(field, error) for field in form for error in field.errors],
        "occupations": occupations() if "occupation" in form.fields else (),
        "tried": reading.attempts_since(request.viewer, [enrolment]).get(enrolment.pk),
        "may_note": notes.may(request.viewer, "write", enrolment.participant),
    }
    return render(request, "staff/follow_ups/write.html", context | more)


def _note(request, enrolment, form) -> bool:
    return refusals.accepted(form, lambda: following.note(enrolment=enrolment, by=request.viewer, **form.cleaned_data))


@never_cache
def change(request, follow_up_id):
    """Correct an answer."""
    found = reading.find(request.viewer, follow_up_id)
    if not request.viewer.may("follow_up", "write"):
        raise NotAllowed
    key = f"follow-up-change-{found.pk}"
    back = reverse("participant", args=[found.enrolment.participant_id])

    def parts(posted):
        return [Part(FollowUpForm(posted, follow_up=found, sealed=found.protected))]

    both = meanwhile.meet(
        request, key, found.version, parts, title=found.enrolment.participant.called, back_url=back
    )  # fmt: skip
    form = both.forms[0]

    def correct():
        following.correct(follow_up=found, version=both.version, by=request.viewer, **form.cleaned_data)

    if answer := saving.answered(request, both, correct, said=_("The follow-up is saved."), to=back):
        return answer
    if request.method != "POST":
        looks.note_opened(request.viewer, found.enrolment.participant)
    return _page(request, found.enrolment, form, key, kept=both.kept, both=both, follow_up=found)


@never_cache
def opinion(request, enrolment_id):
    """Say what one thinks of an exit reason; the others' words stand above."""
    enrolment = enrolments.find(request.viewer, enrolment_id)
    if not request.viewer.may("follow_up", "write"):
        raise NotAllowed
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            following.say(enrolment=enrolment, by=request.viewer, **form.cleaned_data)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("Your opinion is noted."))
            return redirect("participant", enrolment.participant_id)
    elif request.method != "POST":
        looks.note_opened(request.viewer, enrolment.participant)
    context = {"enrolment": enrolment, "person": enrolment.participant, "form": form}
    context["opinions"] = list(enrolment.exit_opinions.all())
    return render(request, "staff/follow_ups/opinion.html", context)
