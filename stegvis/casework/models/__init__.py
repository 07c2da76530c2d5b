from stegvis.casework.models.enrolment import Enrolment, EnrolmentTargetGroup, ExitOutcome, IncomePeriod
from stegvis.casework.models.former_number import FormerNumber
from stegvis.casework.models.participant import ContactWay, Participant
from stegvis.casework.models.participant_import import (
    ImportEffect,
    ImportPart,
    ParticipantImport,
    RememberedChoice,
)
from stegvis.casework.models.protection import EnrolAttempt, NamedViewer, Protection
from stegvis.casework.models.referral import Referral
from stegvis.casework.models.undone_closing import UndoneClosing

__all__ = [
    "ContactWay",
    "EnrolAttempt",
    "Enrolment",
    "EnrolmentTargetGroup",
    "ExitOutcome",
    "FormerNumber",
    "ImportEffect",
    "ImportPart",
    "IncomePeriod",
    "NamedViewer",
    "Participant",
    "ParticipantImport",
    "Protection",
    "Referral",
    "RememberedChoice",
    "UndoneClosing",
]
