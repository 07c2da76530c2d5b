from stegvis.access.models.audit import AuditEvent, AuditHead
from stegvis.access.models.draft import Draft
from stegvis.access.models.sign_in import ElectronicIdentity, Invitation
from stegvis.access.models.standing_in import Assignment, Deputyship
from stegvis.access.models.token import AccessToken, SentOnce
from stegvis.access.models.user import Membership, User

__all__ = [
    "AccessToken",
    "Assignment",
    "AuditEvent",
    "AuditHead",
    "Deputyship",
    "Draft",
    "ElectronicIdentity",
    "Invitation",
    "Membership",
    "SentOnce",
    "User",
]
