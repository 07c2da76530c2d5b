"""The plan as a Word file or a PDF for the participant: the same words as the printed page, in the report's forms."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.casework.models import Participant
from stegvis.casework.vocabulary.plan import FRAME_KINDS
from stegvis.reporting.report import FORMS
from stegvis.reporting.report.content import Report
from stegvis.web.shared.words import day, day_full
from stegvis.web.staff.participant_plan import page

#: The forms a plan can be fetched in.
OFFERED = ("docx", "pdf")


def document(viewer: Viewer, person: Participant, form: str) -> bytes:
    """The file. Raises KeyError for a form that is not offered, PangoMissing, NotFound, NotAllowed."""
    return FORMS[form].write(content(page.context(viewer, person)))


def content(shown: dict) -> Report:
    """What the file says, from what the page shows."""
    plan, whole, contact = shown["plan"], shown["whole"], shown["contact"]
    cover = [(_("Written out"), day(timezone.localdate()))]
    if whole.agreed and plan.agreed:
        cover.append((_("Agreed"), day(whole.agreed.agreed_on)))
    if contact:
        cover.append((_("My contact"), contact.name))
    report = Report(
        title=_("My plan"),
        name=_("My plan"),
        kind=shown["person"].called,
        cover=tuple(cover),
        language=(get_language() or "sv")[:2],
        made_at=timezone.now(),
    )
    report.heading(_("This is my goal"))
    report.text(plan.goal if plan and plan.goal else _("We have not written it yet."))
    _lines(report, _("Small goals on the way"), [(goal.text, goal.reached_on) for goal in shown["goals"]])
    report.heading(_("This is what we do now"))
    for line in shown["open_lines"]:
        report.text(" · ".join(filter(None, (line.step.text, line.who, line.when))))
    if not shown["open_lines"]:
        report.text(_("We decide the next step together."))
    done = [line for line in shown["settled_lines"] if line.step.state != "changed"]
    if done:
        report.heading(_("This we have done"))
    for line in done:
        learnt = f"{_('What we learnt')}: {line.learnt}" if line.learnt else ""
        report.text(" · ".join(filter(None, (line.step.text, line.when, learnt))))
    if shown["standing"]:
        lines = [(line.text, line.met_on) for line in shown["standing"].lines]
        _lines(report, _("What is asked for before the next step"), lines)
    if shown["frames"]:
        report.heading(_("What others have decided"))
    for frame, _past in shown["frames"]:
        until = f"{_('until')} {day(frame.until_on)}" if frame.until_on else ""
        report.text(" · ".join(filter(None, (FRAME_KINDS.label(frame.kind), frame.text, until))))
    _meetings(report, plan, whole)
    return report


def _lines(report: Report, heading: str, lines: list) -> None:
    if lines:
        report.heading(heading)
    for text, since in lines:
        report.text(f"{text} – {_('in place')} {day(since)}" if since else text)


def _meetings(report: Report, plan, whole) -> None:
    report.heading(_("When we meet"))
    if whole.next_talk:
        report.text(_("Next talk on the plan: %(on)s") % {"on": day_full(whole.next_talk.planned_on)})
    else:
        report.text(_("No talk is booked."))
    if plan and plan.review_on:
        report.text(_("We look at the plan again: %(on)s") % {"on": day_full(plan.review_on)})
    if not (plan and plan.agreed):
        report.text(_("I agree to this plan. I can change my mind."))
