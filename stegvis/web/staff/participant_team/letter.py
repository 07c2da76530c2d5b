"""The letter to whom a participant is referred: on paper, as a Word file or a PDF; who takes over gets the plan along.

There is none where nothing was handed out: then the participant makes the contact.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.base.decision import NotPossible
from stegvis.casework.actions import looks, onward
from stegvis.casework.models import OnwardReferral, Participant
from stegvis.casework.queries import enrolments, team
from stegvis.casework.vocabulary.onward import ONWARD_WISHES
from stegvis.casework.vocabulary.team import GROUNDS
from stegvis.reporting.report import FORMS
from stegvis.reporting.report.content import Report
from stegvis.web.shared.words import day
from stegvis.web.staff.final_report import frozen
from stegvis.web.staff.participant_plan.kept import sections
from stegvis.web.staff.participant_plan.page import contact_of
from stegvis.web.staff.participant_team.page import kinds_words
from stegvis.web.staff.participant_team.views import found
from stegvis.web.staff.results.files import attachment

#: The forms it can be fetched in.
OFFERED = ("pdf", "docx")


@never_cache
@require_safe
def letter(request, participant_id, onward_id):
    """The letter for the eye and for paper."""
    person, one = _asked(request, participant_id, onward_id)
    looks.note_opened(request.viewer, person)
    shown = frozen.shown(frozen.kept(content(request.viewer, person, one, masked=True)))
    context = {"person": person, "one": one, "content": shown}
    return render(request, "staff/participant_team/letter.html", context)


@never_cache
@require_safe
def fetched(request, participant_id, onward_id):
    """The letter as a file (`?format=pdf|docx`), with the whole identity number. The file's name tells nothing."""
    person, one = _asked(request, participant_id, onward_id)
    form = request.GET.get("format", "pdf")
    if form not in OFFERED:
        raise Http404
    try:
        made = FORMS[form].write(content(request.viewer, person, one))
    except NotPossible as refusal:  # PDF cannot be made on every machine
        messages.error(request, refusal.reason)
        return redirect("onward_letter", person.pk, one.pk)
    onward.note_fetched(referral=one, form=form, by=request.viewer)
    return attachment(made, FORMS[form].media_type, f"brev.{form}")


def _asked(request, participant_id, onward_id) -> tuple[Participant, OnwardReferral]:
    person = found(request, participant_id, "team")
    one = team.part(request.viewer, "team", OnwardReferral, person, onward_id)
    if one.disclosure_id is None or one.disclosure.struck_at:
        raise Http404
    return person, one


def content(viewer, person: Participant, one: OnwardReferral, *, masked: bool = False) -> Report:
    """What the letter says. Of a protected person it tells neither number nor unit."""
    times = list(
        enrolments.of_participant(viewer, person).exclude(state="void").prefetch_related("coach_periods__coach")
    )
    coach, latest = contact_of(times), next((each for each in times if each.state == "active"), None)
    hidden = person.protected
    number = "" if hidden else person.number.masked if masked else person.number.formatted
    made = Report(
        title=ONWARD_WISHES.label(one.wish),
        name=ONWARD_WISHES.label(one.wish),
        kind=person.called,
        cover=tuple(
            (name, value)
            for name, value in (
                (_("To"), str(one.contact)),
                (_("From"), "" if hidden or latest is None else latest.unit.name),
                (_("Coach"), coach.name if coach else ""),
                (_("Name"), person.called),
                (_("Identity number"), number),
                (_("Day"), day(one.sent_on)),
                (_("Answer by"), day(one.answer_by)),
            )
            if value
        ),
        language=(get_language() or "sv")[:2],
        made_at=one.made_at,
    )
    made.heading(_("What we ask for"))
    made.text(one.reason)
    _ground(made, one)
    if one.plan_version:
        made.heading(_("The plan as it was %(day)s") % {"day": day(one.sent_on)})
        for heading, lines in sections(one.plan_version.content):
            made.heading(heading, 2)
            for line in lines:
                made.text(line)
    return made


def _ground(made: Report, one: OnwardReferral) -> None:
    line = one.disclosure
    made.heading(_("What goes along, and why it may"))
    made.facts([
        (_("Kinds of information"), kinds_words(line.kinds)),
        (_("Ground"), ": ".join(filter(None, (GROUNDS.label(line.ground), line.ground_text)))),
        (_("The consent holds until"), day(line.consent.until_on) if line.consent else ""),
    ])  # fmt: skip
