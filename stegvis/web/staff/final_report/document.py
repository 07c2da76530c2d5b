"""The final report of one person, put together from what is known: the same content as page, Word file and PDF.

Nothing says when it was fetched: the same report and facts give the same file. No address, no way to reach the person
and no word of a note is ever in it; of a protected person neither number, unit nor who took over.
"""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.casework.models import FinalReport
from stegvis.casework.queries.dose import Dose
from stegvis.casework.queries.final_reports import Told
from stegvis.casework.vocabulary import NOTE_KINDS
from stegvis.casework.vocabulary.plan import TRACKS, TRIED_RESULTS
from stegvis.reporting.report import FORMS
from stegvis.reporting.report.content import Report
from stegvis.web.shared.words import day, decimal

#: The forms it can be fetched in, and the languages of its headings.
OFFERED, LANGUAGES = ("pdf", "docx"), ("sv", "en")


def document(report: FinalReport, told: Told, form: str, language: str) -> bytes:
    """The file. Raises KeyError for a form that is not offered, PangoMissing when PDF cannot be made here."""
    return FORMS[form].write(content(report, told, language))


def content(report: FinalReport, told: Told, language: str, *, masked: bool = False) -> Report:
    """What the report says, with headings in the language (`sv`, `en`); texts stand as they were written.

    `masked`: the identity number without its last digits, for the screen.
    """
    with translation.override(language):
        made = Report(
            title=_("Final report"),
            name=_("Final report"),
            kind=told.enrolment.participant.called,
            cover=_cover(report, told, masked),
            language=language,
            made_at=report.changed_at,
        )
        _written(made, _("Summary"), report.summary)
        for part, write in _PARTS.items():
            if part in report.parts:
                write(made, told)
        if "remains" in report.parts:
            _remains(made, report, told)
        _written(made, _("In the participant's own words"), report.own_words)
        return made


def hours(minutes: int) -> str:
    """`12.5 hours`; nothing for no time."""
    return _("%(number)s hours") % {"number": decimal(minutes / 60)} if minutes else ""


def _cover(report: FinalReport, told: Told, masked: bool) -> tuple[tuple[str, str], ...]:
    enrolment = told.enrolment
    until = day(enrolment.ended_on) if enrolment.ended_on else _("going on")
    number = ""
    if "number" in report.parts and not enrolment.protected:
        number = enrolment.participant.number.masked if masked else enrolment.participant.number.formatted
    facts = (
        (_("Identity number"), number),
        (_("Project"), enrolment.project.name),
        (_("Unit"), "" if enrolment.protected else enrolment.unit.name),
        (_("Time in the project"), f"{day(enrolment.started_on)} – {until}"),
        (_("Coach"), enrolment.coach.full_name if enrolment.coach else ""),
        (_("Written"), day(report.changed_at)),
    )
    return tuple((name, value) for name, value in facts if value)


def _goal(made: Report, told: Told) -> None:
    if told.plan and told.plan.goal:
        _written(made, _("The goal in own words"), told.plan.goal)
        made.facts([(_("Wished occupation"), told.plan.occupation), (_("What makes work last"), told.plan.sustainable)])


def _tried(made: Report, told: Told) -> None:
    if told.tried:
        made.heading(_("What was tried and what worked"))
    for line in told.tried:
        how = TRIED_RESULTS.label(line.result)
        made.facts([(f"{TRACKS.label(line.track)}, {_time(line)}", f"{line.text.rstrip('.')}. {how}.")])
        _paragraphs(made, line.what_worked)


def _time(line) -> str:
    if line.until_on:
        return f"{day(line.since_on)} – {day(line.until_on)}"
    return _("since %(day)s") % {"day": day(line.since_on)}


def _steps(made: Report, told: Told) -> None:
    if told.settled:
        made.heading(_("What has been done and learnt"))
    for step in told.settled:
        made.facts([(day(step.done_on), step.text)])
        if step.learnt:
            _paragraphs(made, f"{_('What we learnt')}: {step.learnt}")


def _activities(made: Report, told: Told) -> None:
    if told.dose.activities:
        made.heading(_("Activities"))
        made.facts([(each.name, _times(each)) for each in told.dose.activities])
        made.facts([(_("All together"), hours(told.dose.activity_minutes))])


def _times(each) -> str:
    there = ngettext("%(count)s time", "%(count)s times", each.times) % {"count": each.times}
    return ", ".join(filter(None, (there, hours(each.minutes))))


def _support(made: Report, told: Told) -> None:
    if told.dose.contacts:
        made.heading(_("Support"))
        made.facts(support_facts(told.dose))


def support_facts(dose: Dose) -> list[tuple[str, str]]:
    """Contacts and hours by kind, then all together."""
    lines = [(NOTE_KINDS.label(each.kind), _contacts(each.contacts, each.minutes)) for each in dose.kinds]
    return [*lines, (_("All together"), _contacts(dose.contacts, dose.minutes))] if len(lines) > 1 else lines


def _contacts(count: int, minutes: int) -> str:
    told = ngettext("%(count)s contact", "%(count)s contacts", count) % {"count": count}
    return ", ".join(filter(None, (told, hours(minutes))))


def _readiness(made: Report, told: Told) -> None:
    if told.ready:
        made.heading(_("Ready for the next step"))
        made.facts([(_("Ready since"), day(told.ready.ready_on)), (_("Next step"), told.ready.next_step)])


def _outcome(made: Report, told: Told) -> None:
    if told.outcomes:
        made.heading(_("Where the person went"))
    for each in told.outcomes:
        words = f"{each.label}: {each.reason_label}" if each.reason else each.label
        known = [(_("Goes to"), words)]
        if not told.enrolment.protected:
            known += [(_("Who takes over"), each.receiver), (_("Occupation"), each.occupation_label)]
            known.append((_("Industry"), each.industry_label))
        made.facts(known)


def _remains(made: Report, report: FinalReport, told: Told) -> None:
    if not report.remains and not told.remaining:
        return
    made.heading(_("What remains"))
    _paragraphs(made, report.remains)
    for step in told.remaining:
        made.text(step.text)


_PARTS = {
    "goal": _goal,
    "tried": _tried,
    "steps": _steps,
    "activities": _activities,
    "support": _support,
    "readiness": _readiness,
    "outcome": _outcome,
}


def _written(made: Report, heading: str, text: str) -> None:
    if text:
        made.heading(heading)
        _paragraphs(made, text)


def _paragraphs(made: Report, text: str) -> None:
    for line in text.splitlines():
        made.text(line.strip())
