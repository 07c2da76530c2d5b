"""The closed lists of casework."""

from stegvis.casework.vocabulary.entry import (
    EDUCATION,
    EMPLOYMENT_STATUS,
    INCOME_SOURCES,
    INFLOW_CHANNELS,
    LANGUAGES,
    SEXES,
    TARGET_GROUPS,
)
from stegvis.casework.vocabulary.exits import (
    DESTINATIONS,
    REASONS,
    REPORTING_GROUPS,
    Destination,
    Reason,
    reporting_group,
)
from stegvis.casework.vocabulary.protection import PROTECTION_LEVELS, UNLINKABLE
from stegvis.casework.vocabulary.states import ENROLMENT_MOVES, ENROLMENT_STATES, REFERRAL_STATES, Move

__all__ = [
    "DESTINATIONS",
    "EDUCATION",
    "EMPLOYMENT_STATUS",
    "ENROLMENT_MOVES",
    "ENROLMENT_STATES",
    "INCOME_SOURCES",
    "INFLOW_CHANNELS",
    "LANGUAGES",
    "PROTECTION_LEVELS",
    "REASONS",
    "REFERRAL_STATES",
    "REPORTING_GROUPS",
    "SEXES",
    "TARGET_GROUPS",
    "UNLINKABLE",
    "Destination",
    "Move",
    "Reason",
    "reporting_group",
]
