"""Composed indicators that many projects want, ready to begin from: everything a release can tell of outcomes."""

from stegvis.evaluation.composed.definition import ComposedDefinition, Shown
from stegvis.evaluation.definitions import Base, Dimension
from stegvis.evaluation.goals.definition import Counted

_HEALTH = ("care_or_illness", "social_insurance", "correct_compensation", "pension")
_SUPPORT = ("other_municipal", "coordination_association", "daily_activity", "transferred")

READY: dict[str, ComposedDefinition] = {
    "arbete": ComposedDefinition(name="Till arbete", events=("work",), split=Dimension.MUNICIPALITY),
    "studier": ComposedDefinition(name="Till studier", events=("studies",), split=Dimension.SEX),
    "arbete-eller-studier": ComposedDefinition(
        name="Till arbete eller studier, något av utfallen",
        events=("work", "studies"),
        counted=Counted.ANY,
        split=Dimension.TARGET_GROUP,
    ),
    "vidare": ComposedDefinition(
        name="Vidare till arbete, studier eller praktik",
        events=("work", "studies", "internship"),
        split=Dimension.INFLOW_CHANNEL,
    ),
    "av-alla": ComposedDefinition(
        name="Arbete eller studier av alla inskrivna", base=Base.ENROLLED, events=("work", "studies")
    ),
    "ersattning": ComposedDefinition(name="Till vård eller rätt ersättning", events=_HEALTH),
    "annat-stod": ComposedDefinition(name="Vidare till annat stöd", events=_SUPPORT),
    "tappad-kontakt": ComposedDefinition(
        name="Tappad kontakt", base=Base.ENROLLED, shown=Shown.COUNT, events=("no_contact",)
    ),
    "egen-begaran": ComposedDefinition(name="Slutade på egen begäran", events=("own_request",), split=Dimension.SEX),
}
"""By code, in the order in which they are offered."""
