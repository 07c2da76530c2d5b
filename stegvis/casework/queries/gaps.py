"""What is not known of an enrolment and should be asked for: shown to the coach, counted on the data-quality page.

`lacking.CONDITIONS` says the same for whole lists, by the same codes.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import outcomes
from stegvis.casework.rules import UNKNOWN_AT_IMPORT
from stegvis.casework.vocabulary import DESTINATIONS, WITH_REASONS


@dataclass(frozen=True)
class Gap:
    """Something missing: a code, the words for the screen, and the destination it is about (if any)."""

    code: str
    label: str
    destination: str = ""


def of(viewer: Viewer, enrolment: Enrolment) -> tuple[Gap, ...]:
    """Everything missing of one enrolment, in the order it would be asked. A voided enrolment has no gaps.

    Gaps of destinations the viewer may not read are left out.
    """
    if enrolment.state == "void":
        return ()
    return (*_at_entry(enrolment), *(_at_exit(viewer, enrolment) if enrolment.state == "closed" else ()))


def _at_entry(enrolment: Enrolment):
    if not enrolment.referral.channel:
        yield Gap("inflow_channel", _("How the person came is not known"))
    if not enrolment.target_groups.all():
        yield Gap("target_groups", _("No target group is chosen"))
    if not enrolment.employment_status:
        yield Gap("employment_status", _("Employment status at the start is not known"))
    elif enrolment.employment_status == "unemployed" and enrolment.employment_status_months is None:
        yield Gap("employment_status_months", _("How long the person had been unemployed is not known"))
    if not enrolment.education:
        yield Gap("education", _("Highest completed education is not known"))
    periods = sorted(enrolment.income_periods.all(), key=lambda period: (period.since_on, period.pk))
    if not periods or periods[0].source == "unknown":
        yield Gap("income_at_start", _("What the person lived on at the start is not known"))


def _at_exit(viewer: Viewer, enrolment: Enrolment):
    sensitive = outcomes.may_read_sensitive(viewer, enrolment)
    for outcome in enrolment.outcomes.all():
        term = DESTINATIONS[outcome.destination]
        if term.sensitive and not sensitive:
            continue
        words = {"destination": term.label}
        if outcome.destination in WITH_REASONS and not outcome.reason:
            yield Gap("reason", _("%(destination)s: the finer reason is not known") % words, outcome.destination)
        documented = outcome.receiver or outcome.receiver_exception not in ("", UNKNOWN_AT_IMPORT)
        if term.receiver_required and not documented:
            yield Gap("receiver", _("%(destination)s: who received the person is not known") % words, term.code)
        if term.job and not (outcome.occupation and outcome.industry):
            yield Gap("job", _("%(destination)s: occupation or industry is not known") % words, term.code)
        if term.text_required and outcome.explanation in ("", UNKNOWN_AT_IMPORT):
            yield Gap("explanation", _("%(destination)s: what it was is not explained") % words, term.code)
    afterwards = [period for period in enrolment.income_periods.all() if period.since_on > enrolment.ended_on]
    if not any(period.source != "unknown" for period in afterwards):
        yield Gap("income_at_exit", _("What the person lives on after the end is not known"))
