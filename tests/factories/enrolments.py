"""Enrolments written straight to the tables, for tests of what reads them. Tests of writing use the actions."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from stegvis.casework.models import Enrolment, EnrolmentTargetGroup, ExitOutcome, IncomePeriod, Referral
from tests.factories.participants import ParticipantFactory
from tests.factories.places import ProjectFactory, UnitFactory, take_part


class ReferralFactory(DjangoModelFactory):
    """The way in, already taken."""

    class Meta:
        model = Referral

    participant = factory.SubFactory(ParticipantFactory, controller=factory.SelfAttribute("..unit.organisation"))
    unit = factory.SubFactory(UnitFactory)
    project = factory.SubFactory(ProjectFactory)
    channel = "income_support"
    received_on = dt.date(2021, 3, 1)
    state = "enrolled"


class EnrolmentFactory(DjangoModelFactory):
    """An active enrolment; participant, unit and project are made to fit each other.

    `channel="…"` sets the inflow channel, `target_groups=[…]` and `income="…"` write the dated facts.
    """

    class Meta:
        model = Enrolment
        skip_postgeneration_save = True

    class Params:
        channel = "income_support"

    unit = factory.SubFactory(UnitFactory)
    participant = factory.SubFactory(ParticipantFactory, controller=factory.SelfAttribute("..unit.organisation"))
    project = factory.SubFactory(ProjectFactory)
    referral = factory.SubFactory(
        ReferralFactory,
        participant=factory.SelfAttribute("..participant"),
        project=factory.SelfAttribute("..project"),
        unit=factory.SelfAttribute("..unit"),
        received_on=factory.SelfAttribute("..started_on"),
        channel=factory.SelfAttribute("..channel"),
    )
    started_on = dt.date(2021, 3, 1)
    registered_by = "test"
    sex_at_enrolment = factory.SelfAttribute("participant.legal_sex")
    age_at_start = factory.LazyAttribute(lambda e: e.participant.number.age_on(e.started_on))
    employment_status = "unemployed"
    employment_status_months = 14
    education = "upper_secondary"

    @factory.post_generation
    def taking_part(enrolment, create, *_args, **_more):
        take_part(enrolment.project, enrolment.unit)

    @factory.post_generation
    def target_groups(enrolment, create, codes, **_more):
        for code in codes or []:
            EnrolmentTargetGroup.objects.create(enrolment=enrolment, code=code, since_on=enrolment.started_on)

    @factory.post_generation
    def income(enrolment, create, source, **_more):
        if source:
            IncomePeriod.objects.create(enrolment=enrolment, source=source, since_on=enrolment.started_on)


class ClosedEnrolmentFactory(EnrolmentFactory):
    """A closed enrolment; `outcomes=["work", "studies"]` are its destinations (work unless said)."""

    state = "closed"
    ended_on = factory.LazyAttribute(lambda e: e.started_on + dt.timedelta(days=200))
    closed_at = factory.LazyFunction(timezone.now)
    closed_by = "test"

    @factory.post_generation
    def outcomes(enrolment, create, destinations, **_more):
        for code in ["work"] if destinations is None else destinations:
            ExitOutcome.objects.create(enrolment=enrolment, destination=code, receiver="Mottagaren AB")
