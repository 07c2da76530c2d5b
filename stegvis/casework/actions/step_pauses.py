"""Pause the open steps of a person when a time in a project ends, and let them go on when the closing is undone."""

import datetime as dt

from stegvis.access.rules import Viewer
from stegvis.casework.actions import steps
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import open_matters, plans


def pause(*, enrolment: Enrolment, by: Viewer) -> int:
    """Pause the steps that go on in a time that was just closed, from its last day; return how many.

    Inside the transaction of the caller, who closed it. Steps that the viewer may not change stay as they are.
    """
    found = open_matters.next_steps(by, enrolment, "change")
    for step in found:
        steps.settle(step=step, state="paused", on=enrolment.ended_on, because="closing", by=by)
    return len(found)


def go_on(*, enrolment: Enrolment, ended_on: dt.date, by: Viewer) -> int:
    """Let the steps go on that were paused with the closing on that day, as they stood before; return how many.

    A step that somebody has settled or taken up since stays as it is. Inside the transaction of the caller.
    """
    if not plans.may(by, "change", enrolment.participant):
        return 0
    moves = open_matters.pauses(enrolment, ended_on)
    for move in moves:
        steps.settle(step=move.step, state=move.source, because="reopening", by=by)
    return len(moves)
