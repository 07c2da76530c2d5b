"""Activities, their sessions, bookings and attendance written straight to the tables."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from stegvis.casework.models import Activity, ActivitySession, Attendance, Booking
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.places import UnitFactory


class ActivityFactory(DjangoModelFactory):
    """A health activity for ten, an hour long."""

    class Meta:
        model = Activity

    unit = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda n: f"Friskvård {n}")
    track = "health"
    kind = "wellness"
    aim = "Må bättre"


class ActivitySessionFactory(DjangoModelFactory):
    """A session at ten o'clock, today unless `days` (from today) says otherwise."""

    class Meta:
        model = ActivitySession

    class Params:
        days = 0

    activity = factory.SubFactory(ActivityFactory)
    on = factory.LazyAttribute(lambda s: timezone.localdate() + dt.timedelta(days=s.days))
    starts_at = factory.LazyAttribute(lambda s: timezone.make_aware(dt.datetime.combine(s.on, dt.time(10))))
    ends_at = factory.LazyAttribute(lambda s: s.starts_at + dt.timedelta(minutes=s.activity.minutes))
    capacity = factory.SelfAttribute("activity.capacity")
    mode = factory.SelfAttribute("activity.mode")


class BookingFactory(DjangoModelFactory):
    """A place of somebody enrolled at the activity's unit."""

    class Meta:
        model = Booking

    session = factory.SubFactory(ActivitySessionFactory)
    enrolment = factory.SubFactory(EnrolmentFactory, unit=factory.SelfAttribute("..session.activity.unit"))
    participant = factory.SelfAttribute("enrolment.participant")
    booked_at = factory.LazyFunction(timezone.now)
    booked_by = "test"


class AttendanceFactory(DjangoModelFactory):
    """Somebody was there the whole time."""

    class Meta:
        model = Attendance

    session = factory.SubFactory(ActivitySessionFactory)
    enrolment = factory.SubFactory(EnrolmentFactory, unit=factory.SelfAttribute("..session.activity.unit"))
    participant = factory.SelfAttribute("enrolment.participant")
    on = factory.SelfAttribute("session.on")
    state = "present"
    minutes = factory.LazyAttribute(lambda a: a.session.minutes if a.state == "present" else 0)
    noted_at = factory.LazyFunction(timezone.now)
    noted_by = "test"
