"""The cast, and people enrolled with them."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from stegvis.casework.actions import enrolments, participants
from tests.factories import EnrolmentFactory, cast, identity_number, viewer

START = dt.date(2021, 3, 1)


@pytest.fixture
def stage(db):
    """The cast with Amina's, Carin's and other viewers, and short ways to register, enrol and close."""
    return make_stage()


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def person(stage):
    """Somebody whom Amina coaches."""
    people = stage.cast
    return EnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina,
        participant__controller=people.monsteras,
    ).participant  # fmt: skip


def make_stage(**cast_choices):
    """As the fixture, for tests that bring their own database manners."""
    people = cast(**cast_choices)
    amina = viewer(people.amina)

    def register(nth=0, by=None, **fields):
        by = by or amina
        return participants.register(
            **{
                "controller": people.monsteras,
                "identity_number": identity_number(nth),
                "given_name": "Åsa",
                "family_name": "Öberg",
                "by": by,
                **fields,
            }
        )

    def enrol(participant=None, by=None, **fields):
        return enrolments.enrol(
            **{
                "participant": participant or register(),
                "project": people.project,
                "unit": people.monsteras_unit,
                "started_on": START,
                "inflow_channel": "income_support",
                "target_groups": ["youth"],
                "by": by or amina,
                **fields,
            }
        )

    def close(enrolment, by=None, **fields):
        return enrolments.close(
            **{
                "enrolment": enrolment,
                "ended_on": dt.date(2021, 9, 1),
                "outcomes": [enrolments.Outcome("work", receiver="Bageriet")],
                "by": by or amina,
                **fields,
            }
        )

    return SimpleNamespace(cast=people, amina=amina, register=register, enrol=enrol, close=close)
