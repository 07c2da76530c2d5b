"""How an import cuts its rows into transactions makes no difference, and the preview says what will become of them."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.access.models import AuditEvent
from stegvis.casework.actions.import_rows import begin, chunks, look_at, take_in
from stegvis.casework.importing import rows as reading
from stegvis.casework.importing.files import Line
from stegvis.casework.models import Enrolment, FormerNumber, ImportEffect, Participant, ParticipantImport
from tests.factories import cast, identity_number, viewer
from tests.factories.sheets import HEADINGS, closed, row

COLUMNS = (*HEADINGS, "tidigare nummer")
PLACES = {name: place for place, name in enumerate(COLUMNS)}
NUMBERS = [
    identity_number(0),
    identity_number(1),
    identity_number(0, sex="M"),
    identity_number(0, coordination=True),
    identity_number(1, coordination=True),
]
START = dt.date(2021, 3, 1)


@pytest.fixture
def people(db):
    return cast()


@st.composite
def files(draw):
    """Rows about few people under few numbers, so that rows of the same file meet."""
    found = []
    for _row in range(draw(st.integers(1, 7))):
        start = START + dt.timedelta(days=draw(st.sampled_from([0, 0, 40, 80, 120])))
        cells = {"personnummer": draw(st.sampled_from(NUMBERS)), "startdatum": start.isoformat()}
        if draw(st.integers(0, 2)) == 0:
            cells["tidigare nummer"] = draw(st.sampled_from(NUMBERS))
        if draw(st.booleans()):
            cells["slutdatum"] = (start + dt.timedelta(days=draw(st.sampled_from([0, 20, 100])))).isoformat()
            cells["utfall"] = draw(st.sampled_from(["Arbete", "Flyttat"]))
        cells["inflöde"] = draw(st.sampled_from(["", "AF", "Skola"]))
        cells["målgrupper"] = draw(st.sampled_from(["", "Unga; Nyanlända"]))
        found.append({**row(), **cells})
    return found


def read(rows: list[dict]):
    lines = [
        Line(number, [f"s{one[name]}" if one.get(name) else "" for name in COLUMNS])
        for number, one in enumerate(rows, start=2)
    ]
    return [reading.read(line, PLACES) for line in lines]


def register() -> tuple:
    """Everything an import writes, with dates and numbers in place of ids."""
    people = {one.pk: one for one in Participant.objects.all()}
    by_start = {one.pk: one.started_on for one in Enrolment.objects.all()}
    enrolments = [
        (
            people[one.participant_id].identity_number, one.started_on, one.ended_on, one.state, one.sex_at_enrolment,
            one.age_at_start, one.unit_id, one.referral.channel, by_start.get(one.former_id),
            sorted(one.target_groups.values_list("code", "since_on")),
            sorted(one.outcomes.values_list("destination", "receiver", "receiver_exception")),
            sorted(one.income_periods.values_list("source", "since_on", "until_on"), key=str),
        )
        for one in Enrolment.objects.select_related("referral")
    ]  # fmt: skip
    named = ("identity_number", "given_name", "family_name", "legal_sex", "sort_key", "search_key", "controller_id")
    former = [(people[one.participant_id].identity_number, one.identity_number) for one in FormerNumber.objects.all()]
    return (
        sorted(Participant.objects.values_list(*named)),
        sorted(enrolments, key=str),
        sorted(former),
        list(ImportEffect.objects.order_by("pk").values_list("line", "kind", "new_person")),
        [(e.verb, e.record, sorted(e.facts)) for e in AuditEvent.objects.order_by("number")],
    )


def imported(people, rows, size: int):
    """Verdicts, and what stands in the tables after taking the rows in, `size` in each transaction; then no more."""
    with transaction.atomic():
        by = viewer(people.amina)
        item = ParticipantImport.objects.create(
            project=people.project, organisation=people.monsteras, made_by="x", file_name="x", digest="x"
        )
        work = begin(people.project, by, import_id=item.pk)
        outcomes = [take_in(chunk, work) for chunk in chunks(rows, size)]
        told = [(v.kind, v.faults, v.new_person) for outcome in outcomes for v in outcome.verdicts]
        found = told, sum(one.new_people for one in outcomes), register()
        transaction.set_rollback(True)
    return found


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=files(), size=st.integers(2, 7))
def test_rows_in_chunks_become_what_they_become_one_by_one(people, rows, size):
    readable = read(rows)
    assert imported(people, readable, size) == imported(people, readable, 1)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=files(), size=st.integers(1, 7))
def test_the_preview_says_what_becomes_of_each_row(people, rows, size):
    readable = read(rows)
    work, seen = begin(people.project, viewer(people.amina)), {}
    looked = [verdict for chunk in chunks(readable, size) for verdict in look_at(chunk, work, seen).verdicts]
    assert not Participant.objects.exists()
    assert [(v.kind, v.faults, v.new_person) for v in looked] == imported(people, readable, 7)[0]


def test_a_number_that_changes_twice_in_one_file_ends_as_the_last(people):
    first, second, third = NUMBERS[3], NUMBERS[4], NUMBERS[0]
    rows = [
        row(personnummer=first),
        {**closed(personnummer=second), "tidigare nummer": first},
        {**closed(personnummer=third), "tidigare nummer": second},
    ]
    kinds, _new, (people_left, *_rest) = imported(people, read(rows), 3)
    assert [kind for kind, *_faults in kinds] == ["created", "closed", "unchanged"]
    assert [one[0] for one in people_left] == [third]
