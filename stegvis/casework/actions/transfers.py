"""Move everybody who is left when a project ends into another one, with plan, coach and facts kept (EXT-15)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import enrolments
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import sight
from stegvis.casework.rules import Outcome
from stegvis.organisation.models import Project

#: The destination of whoever goes on in ordinary operation or a following project.
GOES_ON = "transferred"


@dataclass(frozen=True)
class Moved:
    """What became of one: the new enrolment, or the words of why it could not be."""

    enrolment: Enrolment
    later: Enrolment | None
    refusal: str = ""


def transfer(
    *, enrolments_left: Iterable[Enrolment], to: Project, ended_on: dt.date, receiver: str, by: Viewer
) -> list[Moved]:
    """Close each on the day as going on elsewhere, and enrol them in `to` at the same unit from the day after.

    Where `to` begins later than that, they are enrolled from its first day.

    Each is one transaction of its own: one that cannot be moved (wrong age for the new project, say) stays as it was
    and is named with its reason, the others are moved. Plan, notes and bookings belong to the person and stay.
    Raises NotFound, NotAllowed when one of them is beyond the asker's reach: then nothing at all is done.
    """
    left = list(enrolments_left)
    for one in left:
        sight.check_enrolment(by, "enrolment", "transfer", one)
    return [_one(each, to, ended_on, receiver, by) for each in left]


def _one(enrolment: Enrolment, to: Project, ended_on: dt.date, receiver: str, by: Viewer) -> Moved:
    try:
        with whole():
            latest = enrolment.income_periods.filter(until_on=None).last()
            income = latest.source if latest else "unknown"
            groups = enrolment.target_groups.filter(until_on=None).values_list("code", flat=True)
            closed = enrolments.close(
                enrolment=enrolment,
                ended_on=ended_on,
                outcomes=[Outcome(GOES_ON, receiver=receiver)],
                income_at_exit=income,
                by=by,
            )
            later = enrolments.enrol(
                participant=closed.participant,
                project=to,
                unit=closed.unit,
                started_on=max(ended_on + dt.timedelta(days=1), to.starts_on),
                inflow_channel=closed.referral.channel,
                target_groups=list(groups),
                coach=closed.coach,
                employment_status=closed.employment_status,
                employment_status_months=closed.employment_status_months,
                education=closed.education,
                income_source=income,
                stop_exception=None,
                by=by,
            )
    except NotPossible as refusal:
        return Moved(enrolment, None, refusal.reason)
    return Moved(closed, later)
