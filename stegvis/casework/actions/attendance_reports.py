"""Hand out the attendance in what a party ordered: each person gets a line in the register, or stays out."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import disclosures
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import AttendanceReport, AttendanceReportLine, Contact
from stegvis.casework.queries import attendance_reports, sight
from stegvis.casework.queries.attendance_reports import Reported
from stegvis.casework.rules import known
from stegvis.casework.vocabulary.team import GROUNDS
from stegvis.organisation.models import Unit

#: So many are named of those who have not agreed.
_NAMED = 5


def kinds_of(with_reasons: bool) -> list[str]:
    """The kinds of information a report hands out. Why somebody was away tells of health."""
    return ["attendance", "health"] if with_reasons else ["attendance"]


def give(
    *,
    unit: Unit,
    ordered_by: str,
    first_on: dt.date,
    last_on: dt.date,
    contact: Contact,
    way: str,
    ground: str = "consent",
    ground_text: str = "",
    with_reasons: bool = False,
    leave_out: bool = False,
    by: Viewer,
) -> AttendanceReport:
    """Hand out, today, the attendance of everybody the viewer may see in what was ordered, and keep it as it stands.

    On the ground `consent` nobody is in it without one: `leave_out` says that they stay out, otherwise it is refused.
    `with_reasons`: why people were away goes along, as information on health. Sent twice is handed out once.
    Raises NotFound, NotAllowed; NotPossible with code `nobody`, `no_consent`, and as `disclosures.record`.
    """
    today, kinds = timezone.localdate(), kinds_of(with_reasons)
    sight.check_unit(by, "activity", "read", unit)
    known(ground, GROUNDS, "ground", empty=False).require()
    with whole():
        told, _apart = attendance_reports.now(by, unit, ordered_by, first_on, last_on)
        if not told:
            raise NotPossible(_("There is no attendance to report in this period."), code="nobody")
        if ground == "consent":
            told = _those_who_agreed(told, contact, kinds, leave_out)
        text = _("Attendance report %(first)s – %(last)s") % {"first": first_on, "last": last_on}
        handed_out = {"contact": contact, "way": way, "ground": ground, "ground_text": ground_text, "kinds": kinds}
        kept = {}
        for each in told:
            line = disclosures.record(participant=each.participant, text=text, by=by, **handed_out)
            kept[line.pk] = _marks(each, with_reasons)
        facts = {
            "unit": unit, "contact": contact, "ordered_by": ordered_by[:120], "first_on": first_on, "last_on": last_on,
            "with_reasons": with_reasons, "given_on": today,
        }  # fmt: skip
        for same in AttendanceReport.objects.filter(**facts):
            if dict(same.lines.values_list("disclosure", "marks")) == kept:
                return same
        made = AttendanceReport.objects.create(noted_at=timezone.now(), noted_by=by.name[:200], **facts)
        AttendanceReportLine.objects.bulk_create(
            AttendanceReportLine(report=made, disclosure_id=pk, marks=marks) for pk, marks in kept.items()
        )
    return made


def _those_who_agreed(told: list[Reported], contact: Contact, kinds: list[str], leave_out: bool) -> list[Reported]:
    lacking = attendance_reports.without_consent(
        [each.participant for each in told], contact, kinds, timezone.localdate()
    )
    if not lacking:
        return told
    agreed = [each for each in told if each.participant.pk not in lacking]
    if not agreed:
        raise NotPossible(
            _("Nobody has a consent that holds today for this contact. Note the consents first, or another ground."),
            field="ground",
            code="no_consent",
        )
    if leave_out:
        return agreed
    names = [each.participant.called for each in told if each.participant.pk in lacking]
    words = ngettext(
        "%(count)s person has no consent that holds today: %(names)s. Note it first, or leave the person out below.",
        "%(count)s people have no consent that holds today: %(names)s. Note it first, or leave them out below.",
        len(names),
    )
    shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    raise NotPossible(words % {"count": len(names), "names": shown}, field="leave_out", code="no_consent")


def _marks(each: Reported, with_reasons: bool) -> list[dict]:
    return [mark if with_reasons else mark | {"reason": ""} for mark in each.marks]
