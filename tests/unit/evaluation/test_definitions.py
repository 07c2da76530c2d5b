"""Definitions are complete, told apart by their digest, and refuse to contradict themselves."""

import pytest
from pydantic import ValidationError

from stegvis.evaluation.catalogue import (
    DESTINATION_WORDS,
    DIMENSION_WORDS,
    EXIT_DESTINATION,
    INDICATORS,
    PARTICIPANTS,
    WORK_OR_STUDIES,
)
from stegvis.evaluation.definitions import BASE_WORDS, Base, Dimension, IndicatorDefinition, Words


def _texts(model):
    if isinstance(model, Words):
        yield model
    elif hasattr(model, "model_fields_set"):
        for name in type(model).model_fields:
            yield from _texts(getattr(model, name))
    elif isinstance(model, tuple):
        for one in model:
            yield from _texts(one)


@pytest.mark.need("GOL-03", "EXT-05", where="Results page, definition of a number")
@pytest.mark.parametrize("definition", INDICATORS.values(), ids=INDICATORS)
def test_every_word_of_a_definition_stands_in_both_languages(definition):
    words = list(_texts(definition))
    assert len(words) >= 6
    assert [text for text in words if not text.sv or not text.en] == []


def test_bases_dimensions_and_destinations_have_words():
    assert set(BASE_WORDS) == set(Base)
    assert set(DIMENSION_WORDS) == set(Dimension)
    shown = {code for one in INDICATORS.values() for base in one.bases for code in one.cells_on(base)}
    assert shown <= set(DESTINATION_WORDS)


def test_english_is_english_and_every_other_language_is_swedish():
    title = PARTICIPANTS.reading.title
    assert [title.in_language(one) for one in ("en", "sv", "uk")] == ["Participants", "Deltagare", "Deltagare"]


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"bases": (Base.ENDED,)},
        {"rounding": "percent_cut"},
        {"reading": EXIT_DESTINATION.reading.model_copy(update={"title": Words(sv="Annat", en="Else")})},
    ],
    ids=["version", "bases", "rounding", "words"],
)
def test_the_digest_changes_with_rule_and_words(change):
    assert EXIT_DESTINATION.model_copy(update=change).digest != EXIT_DESTINATION.digest


def test_the_digest_survives_being_stored():
    stored = IndicatorDefinition.model_validate_json(EXIT_DESTINATION.model_dump_json())
    assert stored.digest == EXIT_DESTINATION.digest


@pytest.mark.parametrize(
    "definition, change",
    [
        (PARTICIPANTS, {"bases": ["ended"]}),
        (WORK_OR_STUDIES, {"bases": []}),
        (PARTICIPANTS, {"breakdowns": [["sex"]]}),
        (PARTICIPANTS, {"breakdowns": [[], ["sex", "municipality"]]}),
        (PARTICIPANTS, {"rounding": "by feel"}),
        (PARTICIPANTS, {"kind": "share", "bases": ["ended"]}),
        (WORK_OR_STUDIES, {"numerator": {"counts": "any_exit", "destinations": ["space"]}}),
        (EXIT_DESTINATION, {"numerator": {"counts": "headline_exit", "cells": EXIT_DESTINATION.numerator.cells[:2]}}),
        (PARTICIPANTS, {"threshold": 3}),
    ],
    ids=[
        "a count with a base",
        "a share without one",
        "no total",
        "dimensions out of order",
        "unknown rounding",
        "kind and numerator differ",
        "unknown destination",
        "cells that do not sum",
        "an unknown field",
    ],
)
def test_a_definition_that_contradicts_itself_is_refused(definition, change):
    with pytest.raises(ValidationError):
        IndicatorDefinition.model_validate(definition.model_dump() | change)


def test_definitions_cannot_be_changed():
    with pytest.raises(ValidationError):
        PARTICIPANTS.version = 2
