"""Test data, made where it is used: organisations, units, a project, the fixed cast, participants and enrolments.

`cast()` gives the house's fixed cast with their memberships; `viewer(user)` the viewer behind one of them.
"""

from tests.factories.activities import ActivityFactory, ActivitySessionFactory, AttendanceFactory, BookingFactory
from tests.factories.cast import Cast, cast, proved_just_now, second_factor, viewer
from tests.factories.enrolments import ClosedEnrolmentFactory, EnrolmentFactory, ReferralFactory
from tests.factories.notes import NoteFactory
from tests.factories.numbers import identity_number
from tests.factories.participants import ParticipantFactory
from tests.factories.places import OrganisationFactory, ProjectFactory, UnitFactory, take_part
from tests.factories.referrals import OpenReferralFactory
from tests.factories.tokens import token_of
from tests.factories.users import MembershipFactory, UserFactory

__all__ = [
    "ActivityFactory",
    "ActivitySessionFactory",
    "AttendanceFactory",
    "BookingFactory",
    "Cast",
    "ClosedEnrolmentFactory",
    "EnrolmentFactory",
    "MembershipFactory",
    "NoteFactory",
    "OpenReferralFactory",
    "OrganisationFactory",
    "ParticipantFactory",
    "ProjectFactory",
    "ReferralFactory",
    "UnitFactory",
    "UserFactory",
    "cast",
    "identity_number",
    "proved_just_now",
    "second_factor",
    "take_part",
    "token_of",
    "viewer",
]
