"""End a time in a project together with what is still open in it: steps and talks of the plan, places in activities."""

import datetime as dt
from collections.abc import Sequence

from stegvis.access.rules import Viewer
from stegvis.casework.actions import enrolments, plan_talks, step_pauses
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import Enrolment
from stegvis.casework.rules import Outcome, known
from stegvis.casework.vocabulary.plan import STEPS_AT_CLOSING


def end(
    *,
    enrolment: Enrolment,
    ended_on: dt.date,
    outcomes: Sequence[Outcome],
    income_at_exit: str = "unknown",
    steps: str = "pause",
    version: int | None = None,
    by: Viewer,
) -> Enrolment:
    """Close, and with `steps="pause"` pause the steps that go on, from the last day; with `"keep"` they stay open.

    Places in coming activities end as `enrolments.close` says, and the waiting list moves up; booked plan talks are
    cancelled unless another time goes on. All or nothing; undoing the closing lets the paused steps go on and books the
    talks again. Raises as `enrolments.close`; NotPossible with `unknown_word` for another
    word in `steps`.
    """
    known(steps, STEPS_AT_CLOSING, "steps", empty=False).require()
    with whole():
        closed = enrolments.close(
            enrolment=enrolment, ended_on=ended_on, outcomes=outcomes, income_at_exit=income_at_exit, version=version,
            by=by,
        )  # fmt: skip
        if steps == "pause":
            step_pauses.pause(enrolment=closed, by=by)
        plan_talks.end_with(enrolment=closed, by=by)
    return closed
