"""Guards of the tables: relations point downwards, every field is classified for privacy."""

import pytest
from django.apps import apps
from django.db.models import PROTECT

ROOMS = [
    *("base", "gateways", "evaluation", "workqueue", "organisation", "access", "instruments", "programme"),
    *("casework", "reporting", "stewardship", "demo"),
]
MODELS = [m for m in apps.get_models(include_auto_created=False) if m.__module__.startswith("stegvis.")]

each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def own_relations(model):
    """Relations to our own models that the model declares itself or takes from an abstract parent."""
    return [
        field
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.related_model and field.model is model and field.related_model._meta.app_label in ROOMS
    ]


def relations_to_other_rooms(model):
    here = model._meta.app_label
    return [field for field in own_relations(model) if field.related_model._meta.app_label != here]


def test_there_are_models_to_guard():
    assert MODELS


@each_model
def test_the_room_of_every_model_is_known(model):
    assert model._meta.app_label in ROOMS


@each_model
def test_relations_point_downwards(model):
    here = ROOMS.index(model._meta.app_label)
    upwards = [
        f"{field} -> {field.related_model._meta.label}"
        for field in own_relations(model)
        if ROOMS.index(field.related_model._meta.app_label) > here
    ]
    assert upwards == []


@each_model
def test_relations_between_rooms_cannot_be_walked_back(model):
    assert [str(field) for field in relations_to_other_rooms(model) if not field.remote_field.hidden] == []


@each_model
def test_what_another_room_points_at_cannot_be_deleted_under_it(model):
    loose = [
        str(field)
        for field in relations_to_other_rooms(model)
        if getattr(field.remote_field, "on_delete", None) not in (PROTECT, None)
    ]
    assert loose == []


@each_model
def test_privacy_classes_every_field_once(model):
    declared = model.__dict__.get("Privacy")
    assert declared, f"{model._meta.label} has no Privacy declaration"
    classes = [set(declared.personal), set(declared.sensitive), set(declared.kept)]
    classed = sorted(name for names in classes for name in names)
    assert classed == sorted(field.name for field in model._meta.concrete_fields)


def test_model_names_are_unique_across_rooms():
    names = sorted(model.__name__ for model in MODELS)
    assert names == sorted(set(names))
