"""The closed lists of casework."""

from stegvis.casework.vocabulary.entry import (
    EDUCATION,
    EMPLOYMENT_STATUS,
    INCOME_SOURCES,
    INFLOW_CHANNELS,
    LANGUAGES,
    SEXES,
    TARGET_GROUPS,
    OwnGroup,
)
from stegvis.casework.vocabulary.exits import (
    DESTINATIONS,
    REASONS,
    REPORTING_GROUPS,
    WITH_REASONS,
    Destination,
    Reason,
    reporting_group,
)
from stegvis.casework.vocabulary.imports import BUSY_STATES, IMPORT_STATES, OPEN_STATES, TAKEN_STATES
from stegvis.casework.vocabulary.notes import (
    ATTEMPT_PARTIES,
    ATTEMPT_RESULTS,
    COACHING_METHODS,
    COMPARTMENTS,
    NOTE_KINDS,
    NOTE_MODES,
)
from stegvis.casework.vocabulary.protection import PROTECTION_LEVELS, UNLINKABLE
from stegvis.casework.vocabulary.states import ENROLMENT_MOVES, ENROLMENT_STATES, REFERRAL_STATES, Move

__all__ = [
    "ATTEMPT_PARTIES",
    "ATTEMPT_RESULTS",
    "BUSY_STATES",
    "COACHING_METHODS",
    "COMPARTMENTS",
    "DESTINATIONS",
    "EDUCATION",
    "EMPLOYMENT_STATUS",
    "ENROLMENT_MOVES",
    "ENROLMENT_STATES",
    "IMPORT_STATES",
    "INCOME_SOURCES",
    "INFLOW_CHANNELS",
    "LANGUAGES",
    "NOTE_KINDS",
    "NOTE_MODES",
    "OPEN_STATES",
    "PROTECTION_LEVELS",
    "REASONS",
    "REFERRAL_STATES",
    "REPORTING_GROUPS",
    "SEXES",
    "TAKEN_STATES",
    "TARGET_GROUPS",
    "UNLINKABLE",
    "WITH_REASONS",
    "Destination",
    "Move",
    "OwnGroup",
    "Reason",
    "reporting_group",
]
