"""Open referrals written straight to the tables, for tests of what reads them. Tests of writing use the actions."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from stegvis.casework.models import Referral, ReferredPerson
from tests.factories.places import ProjectFactory, UnitFactory, take_part


class OpenReferralFactory(DjangoModelFactory):
    """Somebody not in the register, pointed here `days` ago (3); `name` and `reach` may be said."""

    class Meta:
        model = Referral
        skip_postgeneration_save = True

    class Params:
        days = 3

    unit = factory.SubFactory(UnitFactory)
    project = factory.SubFactory(ProjectFactory)
    channel = "income_support"
    received_on = factory.LazyAttribute(lambda each: timezone.localdate() - dt.timedelta(days=each.days))
    state = "waiting"

    @factory.post_generation
    def name(referral, create, name, **_more):
        take_part(referral.project, referral.unit)
        if referral.participant_id is None and referral.state in ("waiting", "start_booked", "waiting_list"):
            ReferredPerson.objects.create(referral=referral, name=name or "Ny Person", reach="070-174 06 01")
