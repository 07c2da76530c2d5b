"""Organisations, their units, and projects they take part in."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from stegvis.organisation.models import Organisation, Project, ProjectUnit, Unit


class OrganisationFactory(DjangoModelFactory):
    """A municipality; `kind` makes it something else."""

    class Meta:
        model = Organisation
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"Påhittade kommun {n}")
    kind = "municipality"


class UnitFactory(DjangoModelFactory):
    """A labour-market unit; its municipality is named as its organisation unless said."""

    class Meta:
        model = Unit

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Arbetsmarknadsenheten {n}")
    municipality = factory.LazyAttribute(lambda unit: unit.organisation.name.removesuffix("s kommun"))
    sight = "unit"


class ProjectFactory(DjangoModelFactory):
    """A project that has run since 15 August 2020 and runs on, for ages 18–64. `units=[…]` take part in it."""

    class Meta:
        model = Project
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"projekt-{n}")
    name = factory.LazyAttribute(lambda project: f"Projektet {project.code}")
    owner = factory.SubFactory(OrganisationFactory, name="Påhittade kommunförbundet", kind="regional_office")
    starts_on = dt.date(2020, 8, 15)
    ends_on = dt.date(2099, 12, 31)
    age_min = 18
    age_max = 64

    @factory.post_generation
    def units(project, create, units, **_):
        if create:
            for unit in units or []:
                take_part(project, unit)


def take_part(project: Project, unit: Unit) -> None:
    """Let the unit take part in the project."""
    ProjectUnit.objects.get_or_create(project=project, unit=unit)
