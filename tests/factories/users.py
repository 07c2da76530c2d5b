"""Users and their memberships."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from stegvis.access.models import Membership, User
from tests.factories.places import OrganisationFactory

PASSWORD = "granen-susar-i-motvind-7"


class UserFactory(DjangoModelFactory):
    """Somebody who signs in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    full_name = factory.Sequence(lambda n: f"Provanvändare {n}")
    email = factory.Sequence(lambda n: f"prov{n}@example.org")

    @classmethod
    def _create(cls, model_class, *args, **fields):
        fields.setdefault("password", PASSWORD)
        return model_class.objects.create_user(**fields)


class MembershipFactory(DjangoModelFactory):
    """A role held since before any test's day, without an end. The organisation is the unit's when a unit is given."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    unit = None
    organisation = factory.Maybe(
        "unit", factory.SelfAttribute("unit.organisation"), factory.SubFactory(OrganisationFactory)
    )
    role = "coach"
    starts_on = dt.date(2020, 1, 1)
    ends_on = None
