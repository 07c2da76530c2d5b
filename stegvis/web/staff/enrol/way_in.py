"""Enrolment of somebody who was pointed here: what is known since then stands in the form already."""

from django.http import HttpRequest

from stegvis.casework.models import Referral
from stegvis.casework.queries import referrals
from stegvis.web.staff import key_set


def came_by(request: HttpRequest) -> Referral | None:
    """The open referral the address names; None without one, or when it has been settled meanwhile."""
    asked = key_set.row_id(request.GET.get("referral"))
    if asked is None:
        return None
    found = referrals.find(request.viewer, asked, "change")
    return found if found.open else None


def known_of(came: Referral | None) -> dict:
    """What the form begins with. The name is divided at its last space, as most names are."""
    if came is None:
        return {}
    told = {
        "project": came.project_id,
        "unit": came.unit_id,
        "inflow_channel": came.channel,
        "referred_by": came.referred_by,
    }
    if came.participant_id or not came.called:
        return told
    given, _space, family = came.person.name.rpartition(" ")
    told |= {"given_name": given or family, "family_name": family if given else ""}
    digits = "".join(char for char in came.person.reach if char.isdigit())
    if len(digits) >= 5 and not any(char.isalpha() for char in came.person.reach):
        told |= {"phone": came.person.reach, "may_leave_message": came.person.may_leave_message}
    return told
