from stegvis.access.models.audit import AuditEvent, AuditHead
from stegvis.access.models.draft import Draft
from stegvis.access.models.user import Membership, User

__all__ = ["AuditEvent", "AuditHead", "Draft", "Membership", "User"]
