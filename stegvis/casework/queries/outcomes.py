"""Destinations at closing as a viewer may read them."""

from dataclasses import dataclass

from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment
from stegvis.casework.queries import sight
from stegvis.casework.rules import COARSE_WORDS, UNKNOWN_AT_IMPORT, coarse_word
from stegvis.casework.vocabulary import DESTINATIONS, INDUSTRIES, REASONS, occupation_words


@dataclass(frozen=True)
class OutcomeView:
    """A destination in words. `coarse`: the viewer sees only the rough word, and no details are given."""

    destination: str
    reason: str = ""
    receiver: str = ""
    receiver_exception: str = ""
    explanation: str = ""
    occupation: str = ""
    industry: str = ""
    coarse: bool = False

    @property
    def label(self) -> str:
        """The destination in the language of the person at the screen."""
        return DESTINATIONS.label(self.destination)

    @property
    def reason_label(self) -> str:
        """The finer reason in the language of the person at the screen, or nothing."""
        return REASONS.label(self.reason) if self.reason else ""

    @property
    def occupation_label(self) -> str:
        """The occupation with its code, or nothing."""
        return occupation_words(self.occupation)

    @property
    def industry_label(self) -> str:
        """The industry in the language of the person at the screen, or nothing."""
        return INDUSTRIES.label(self.industry) if self.industry else ""


def may_read_sensitive(viewer: Viewer, enrolment: Enrolment) -> bool:
    """May the viewer read destinations shown to few (misconduct, imprisonment, care or illness, death)? (EXT-25)"""
    return sight.has_right(viewer, "sensitive_exit", "read", enrolment)


def of(viewer: Viewer, enrolment: Enrolment) -> tuple[OutcomeView, ...]:
    """The enrolment's destinations, each as the viewer may read it.

    Without the right to sensitive exits these stand as other municipal service or other, and *all* destinations with
    those words come without details, so that a missing receiving party gives nothing away.
    """
    stored = enrolment.outcomes.all()
    if may_read_sensitive(viewer, enrolment):
        return tuple(_whole(outcome) for outcome in stored)
    views = (
        OutcomeView(coarse_word(o.destination), coarse=True)
        if coarse_word(o.destination) in COARSE_WORDS
        else _whole(o)
        for o in stored
    )
    return tuple(dict.fromkeys(views))


def _whole(outcome) -> OutcomeView:
    def said(text: str) -> str:
        return "" if text == UNKNOWN_AT_IMPORT else text

    return OutcomeView(
        outcome.destination,
        outcome.reason,
        outcome.receiver,
        said(outcome.receiver_exception),
        said(outcome.explanation),
        outcome.occupation,
        outcome.industry,
    )
