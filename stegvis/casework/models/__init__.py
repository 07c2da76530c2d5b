from stegvis.casework.models.activity import Activity, ActivityRoom, ActivitySeries
from stegvis.casework.models.activity_session import ActivityNotice, ActivitySession, InterpreterBooking
from stegvis.casework.models.attainment import Attainment
from stegvis.casework.models.attendance_report import AttendanceReport, AttendanceReportLine
from stegvis.casework.models.booking import Attendance, Booking
from stegvis.casework.models.contact import Contact
from stegvis.casework.models.disclosure import Disclosure, DisclosureConsent
from stegvis.casework.models.due_snooze import DueSnooze
from stegvis.casework.models.enrolment import CoachPeriod, Enrolment, EnrolmentTargetGroup, ExitOutcome, IncomePeriod
from stegvis.casework.models.final_report import FinalReport, ReportHandOver
from stegvis.casework.models.follow_up import ExitOpinion, FollowUp
from stegvis.casework.models.former_number import FormerNumber
from stegvis.casework.models.hand_over import HandOver
from stegvis.casework.models.intake import (
    CoApplicant,
    EntryException,
    ResidencePermit,
    SchoolStatus,
    UvasPeriod,
    VulnerableGroup,
)
from stegvis.casework.models.life_wheel import LifeWheel, LifeWheelScore
from stegvis.casework.models.mapping import Mapping, MappingAnswer, MappingSitting, SensitiveAnswer
from stegvis.casework.models.mapping_form import MappingForm, MappingFormVersion
from stegvis.casework.models.meeting import Meeting
from stegvis.casework.models.merge import Merge
from stegvis.casework.models.need import Need, NeedMove
from stegvis.casework.models.note import Note, NoteMethod, NoteTemplate, NoteText, SensitiveText
from stegvis.casework.models.onward_referral import OnwardMove, OnwardReferral
from stegvis.casework.models.participant import ContactWay, Participant
from stegvis.casework.models.participant_import import (
    ImportEffect,
    ImportPart,
    ParticipantImport,
    RememberedChoice,
)
from stegvis.casework.models.plan import (
    Plan,
    PlanFrame,
    PlanGoal,
    PlanRoute,
    PlanStatement,
    PlanTalk,
    PlanVersion,
)
from stegvis.casework.models.plan_template import PlanTemplate, PlanTemplateStep, Tried
from stegvis.casework.models.protection import EnrolAttempt, NamedViewer, Protection
from stegvis.casework.models.readiness import (
    ReadinessCheck,
    ReadinessCriterion,
    ReadinessList,
    ReadinessRecord,
)
from stegvis.casework.models.referral import Referral, ReferralAttempt, ReferredPerson
from stegvis.casework.models.reminder import CalendarFeed, Reminder, ReminderAgreement
from stegvis.casework.models.rotation import RotationTurn
from stegvis.casework.models.shop import CustomerCount, DisplayChange, ShopItem, ShopTask
from stegvis.casework.models.step import Step, StepMove
from stegvis.casework.models.team import TeamMember
from stegvis.casework.models.team_meeting import MeetingParty, TeamMeeting
from stegvis.casework.models.topic_wish import TopicWish, WishVote
from stegvis.casework.models.undone_closing import UndoneClosing
from stegvis.casework.models.unit_intake import (
    AssistanceBase,
    DelimitationRule,
    EnrolmentStop,
    IntakeRemark,
    LocalTargetGroup,
)
from stegvis.casework.models.word import Word, WordStamp

__all__ = [
    "Activity",
    "ActivityNotice",
    "ActivityRoom",
    "ActivitySeries",
    "ActivitySession",
    "AssistanceBase",
    "Attainment",
    "Attendance",
    "AttendanceReport",
    "AttendanceReportLine",
    "Booking",
    "CalendarFeed",
    "CoApplicant",
    "CoachPeriod",
    "Contact",
    "ContactWay",
    "CustomerCount",
    "DelimitationRule",
    "Disclosure",
    "DisclosureConsent",
    "DisplayChange",
    "DueSnooze",
    "EnrolAttempt",
    "Enrolment",
    "EnrolmentStop",
    "EnrolmentTargetGroup",
    "EntryException",
    "ExitOpinion",
    "ExitOutcome",
    "FinalReport",
    "FollowUp",
    "FormerNumber",
    "HandOver",
    "ImportEffect",
    "ImportPart",
    "IncomePeriod",
    "IntakeRemark",
    "InterpreterBooking",
    "LifeWheel",
    "LifeWheelScore",
    "LocalTargetGroup",
    "Mapping",
    "MappingAnswer",
    "MappingForm",
    "MappingFormVersion",
    "MappingSitting",
    "Meeting",
    "MeetingParty",
    "Merge",
    "NamedViewer",
    "Need",
    "NeedMove",
    "Note",
    "NoteMethod",
    "NoteTemplate",
    "NoteText",
    "OnwardMove",
    "OnwardReferral",
    "Participant",
    "ParticipantImport",
    "Plan",
    "PlanFrame",
    "PlanGoal",
    "PlanRoute",
    "PlanStatement",
    "PlanTalk",
    "PlanTemplate",
    "PlanTemplateStep",
    "PlanVersion",
    "Protection",
    "ReadinessCheck",
    "ReadinessCriterion",
    "ReadinessList",
    "ReadinessRecord",
    "Referral",
    "ReferralAttempt",
    "ReferredPerson",
    "RememberedChoice",
    "Reminder",
    "ReminderAgreement",
    "ReportHandOver",
    "ResidencePermit",
    "RotationTurn",
    "SchoolStatus",
    "SensitiveAnswer",
    "SensitiveText",
    "ShopItem",
    "ShopTask",
    "Step",
    "StepMove",
    "TeamMeeting",
    "TeamMember",
    "TopicWish",
    "Tried",
    "UndoneClosing",
    "UvasPeriod",
    "VulnerableGroup",
    "WishVote",
    "Word",
    "WordStamp",
]
