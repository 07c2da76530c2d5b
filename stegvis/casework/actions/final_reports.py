"""Write a person's final report, note to whom it was given, and that it was fetched as a file."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import disclosures
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Contact, Enrolment, FinalReport, ReportHandOver
from stegvis.casework.queries import final_reports, sight
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules.final_report import may_give
from stegvis.casework.rules.plans import written
from stegvis.casework.vocabulary.final_report import REPORT_PARTS


def write(
    *,
    enrolment: Enrolment,
    parts: Iterable[str],
    summary: str = "",
    own_words: str = "",
    remains: str = "",
    version: int | None = None,
    by: Viewer,
) -> FinalReport:
    """Keep which parts the report holds, and what is written in it. The same again changes nothing.

    `version`: what the asker has seen (0: that nothing was written). Raises NotFound, NotAllowed, ChangedMeanwhile;
    NotPossible with code `void`, `unknown_word`, `too_long`.
    """
    chosen = set(parts)
    for code in sorted(chosen):
        known(code, REPORT_PARTS, "parts", empty=False).require()
    facts = {
        "parts": [code for code in REPORT_PARTS.codes if code in chosen],
        "summary": written(summary, "summary"),
        "own_words": written(own_words, "own_words"),
        "remains": written(remains, "remains"),
    }
    with whole():
        sight.check_enrolment(by, "final_report", "write", enrolment)
        held = Enrolment.objects.select_for_update(of=("self",)).select_related("unit").get(pk=enrolment.pk)
        if held.state == "void":
            raise NotPossible(_("This enrolment was registered by mistake and has been taken away."), code="void")
        found = FinalReport.objects.filter(enrolment=held).first()
        if version is not None and version != (found.version if found else 0):
            raise ChangedMeanwhile
        if found and all(getattr(found, name) == value for name, value in facts.items()):
            return found
        report = found or FinalReport(enrolment=held, version=0)
        for name, value in facts.items():
            setattr(report, name, value)
        report.version += 1
        report.changed_at, report.changed_by = timezone.now(), by.actor_id[:64]
        report.save()
        _log(by, "change" if found else "create", held, report, {"version": report.version})
    return report


def give(
    *,
    report: FinalReport,
    receiver: str,
    given_on: dt.date,
    given: dict,
    contact: Contact | None = None,
    consent: bool | None = None,
    ground: str = "",
    way: str = "secure_mail",
    basis: str = "",
    by: Viewer,
) -> ReportHandOver:
    """Note that the report was given to the participant, or to another party and on what basis (PRV-05).

    `given`: the report as it reads now, kept as it is. What goes to another party stands in the register of
    disclosures too: with consent (`consent`) there must be one that holds that day for final reports, without it is
    told on which `ground`. The same twice is once. Raises NotFound, NotAllowed; NotPossible with code `unknown_word`,
    `in_future`, `required`, `consent_missing`, `ground_missing`, `basis_missing`, `too_long`, `no_consent`,
    `far_away`, `other_controller`.
    """
    words = cleaned(basis, "basis", 500)
    may_give(
        receiver,
        known_party=contact is not None,
        consent=consent,
        ground=ground,
        basis=words,
        given_on=given_on,
        today=timezone.localdate(),
    ).require()
    theirs = receiver == "participant"
    facts = {
        "receiver": receiver,
        "receiver_name": "" if theirs else str(contact)[:200],
        "given_on": given_on,
        "consent": None if theirs else consent,
        "basis": "" if theirs else words,
    }
    with whole():
        enrolment = Enrolment.objects.select_related("unit", "participant").get(pk=report.enrolment_id)
        final_reports.of(by, enrolment, "write")
        held = FinalReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if same := held.hand_overs.filter(report_version=held.version, **facts).first():
            return same
        if not theirs:
            facts["disclosure"] = disclosures.record(
                participant=enrolment.participant, contact=contact, kinds=["report"], text=_("Final report"), way=way,
                ground="consent" if consent else ground, ground_text="" if consent else words, disclosed_on=given_on,
                by=by,
            )  # fmt: skip
        made = ReportHandOver.objects.create(
            report=held, report_version=held.version, noted_by=by.name[:200], given=given, **facts
        )
        _log(by, "hand_over", enrolment, held, {"receiver": receiver, "consent": facts["consent"]})
    return made


def note_fetched(*, report: FinalReport, form: str, language: str, by: Viewer) -> None:
    """The report left as a file of this form."""
    enrolment = report.enrolment
    _log(by, "export", enrolment, report, {"format": form, "language": language, "version": report.version})


def _log(by: Viewer, verb: str, enrolment: Enrolment, report: FinalReport, facts: dict) -> None:
    log_about(by, verb, "final_report", report.pk, enrolment.participant, facts)
