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
    sealed: bool = False


def shown_outcomes(viewer: Viewer, enrolment: Enrolment, *, sealed: bool = False) -> list[ShownOutcome]:
    """The destinations as the viewer may read them; none while the enrolment goes on.

    `sealed`, for a protected person: who received them says where they are, and stands only on the page of contacts.
    """
    if enrolment.state != "closed":
        return []
    views = outcomes.of(viewer, enrolment)
    first = headline([view.destination for view in views], enrolment.project.headline_order)
    return [_shown(view, view.destination == first, sealed) for view in views]


def _shown(view: outcomes.OutcomeView, headline_one: bool, sealed: bool) -> ShownOutcome:
    words = f"{view.label}: {view.reason_label}" if view.reason else view.label
    said = (view.receiver, view.receiver_exception, view.occupation_label, view.industry_label, view.explanation)
    detail = " · ".join(filter(None, said))
    return ShownOutcome(words, "" if sealed else detail, headline_one, bool(sealed and detail))
