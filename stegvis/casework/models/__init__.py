from stegvis.casework.models.enrolment import Enrolment, EnrolmentTargetGroup, ExitOutcome, IncomePeriod
from stegvis.casework.models.participant import ContactWay, Participant
from stegvis.casework.models.participant_import import (
    ImportEffect,
    ImportPart,
    ParticipantImport,
    RememberedChoice,
)
from stegvis.casework.models.referral import Referral
from stegvis.casework.models.undone_closing import UndoneClosing

__all__ = [
    "ContactWay",
    "Enrolment",
    "EnrolmentTargetGroup",
    "ExitOutcome",
    "ImportEffect",
    "ImportPart",
    "IncomePeriod",
    "Participant",
    "ParticipantImport",
    "Referral",
    "RememberedChoice",
    "UndoneClosing",
]
