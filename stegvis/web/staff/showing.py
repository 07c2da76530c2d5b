"""How an enrolment's destinations read on a page."""

from dataclasses import dataclass

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import outcomes
from stegvis.casework.rules import headline


@dataclass(frozen=True)
class ShownOutcome:
    """A destination in words, its details, and whether it is the one that counts in reports."""

    words: str
    detail: str
    headline: bool


def shown_outcomes(viewer: Viewer, enrolment: Enrolment) -> list[ShownOutcome]:
    """The destinations as the viewer may read them; none while the enrolment goes on."""
    if enrolment.state != "closed":
        return []
    views = outcomes.of(viewer, enrolment)
    first = headline([view.destination for view in views], enrolment.project.headline_order)
    return [
        ShownOutcome(
            f"{view.label}: {view.reason_label}" if view.reason else view.label,
            " · ".join(filter(None, (view.receiver, view.receiver_exception, view.explanation))),
            view.destination == first,
        )
        for view in views
    ]
