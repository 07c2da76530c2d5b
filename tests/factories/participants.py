"""Participants with invented names and test-range identity numbers."""

import factory
from factory.django import DjangoModelFactory

from stegvis.casework.models import Participant
from tests.factories.numbers import identity_number
from tests.factories.places import OrganisationFactory

GIVEN = ("Åsa", "Östen", "Ärla", "Yara", "Zoran", "Hodan", "Rahel", "Ivar", "Signe", "Olena")
FAMILY = ("Ångström", "Öberg", "Ärlig", "Aalto", "Zetterlund", "Warsame", "Tesfay", "Ekvall", "Åkesson", "Bondar")


class ParticipantFactory(DjangoModelFactory):
    """A participant of a controller; `sex` ("F" or "M") fits the number, `born` sets the birthday."""

    class Meta:
        model = Participant

    class Params:
        sex = factory.Iterator(("F", "M"))
        born = None
        nth = factory.Sequence(lambda n: n)

    controller = factory.SubFactory(OrganisationFactory)
    identity_number = factory.LazyAttribute(
        lambda p: identity_number(p.nth % 10 if p.born else p.nth, sex=p.sex, born=p.born)
    )
    given_name = factory.Iterator(GIVEN)
    family_name = factory.Sequence(lambda n: f"{FAMILY[n * 7 % 10]}")
    legal_sex = factory.SelfAttribute("sex")
