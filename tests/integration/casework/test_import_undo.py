"""Undoing an import brings back exactly what was, person by person, and never what somebody else has touched since."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound, operator
from stegvis.base.decision import NotPossible
from stegvis.casework import jobs
from stegvis.casework.actions import enrolments, import_undo, looks, participants
from stegvis.casework.actions.enrolments import Outcome
from stegvis.casework.models import (
    Enrolment,
    EnrolmentStop,
    EntryException,
    ImportEffect,
    LocalTargetGroup,
    Participant,
    ParticipantImport,
)
from stegvis.casework.queries import import_effects, imports
from tests.factories import cast, identity_number, viewer
from tests.factories.sheets import closed, csv_file, row
from tests.integration.casework.importing import every_table, taken, undone

OLD = identity_number(0, born=dt.date(1990, 5, 6), coordination=True)
NEW = identity_number(1, born=dt.date(1990, 5, 6))


@pytest.fixture
def people(db):
    return cast()


def enrolled(people, nth=0, started_on=dt.date(2021, 3, 1), number=None):
    """Somebody whom Amina enrolled on the screen."""
    amina = viewer(people.amina)
    person = Participant.objects.filter(identity_number=number or identity_number(nth)).first()
    person = person or participants.register(
        controller=people.monsteras, identity_number=number or identity_number(nth), given_name="Åsa",
        family_name="Öberg", by=amina,
    )  # fmt: skip
    return enrolments.enrol(
        participant=person, project=people.project, unit=people.monsteras_unit, started_on=started_on,
        inflow_channel="school", target_groups=["youth"], income_source="wage", by=amina,
    )  # fmt: skip


@pytest.mark.need("INT-07", where="import")
def test_somebody_outside_the_units_target_groups_needs_a_reason_and_is_undone_with_it(people):
    LocalTargetGroup.objects.create(
        unit=people.monsteras_unit, code="sick_listed", since_on=dt.date(2021, 1, 1), set_by="test"
    )
    before = every_table()
    groups = {"målgrupper": "Unga"}
    item = taken(people, csv_file([row(0, **groups), row(1, **groups, målgruppsundantag="Har en syster här"), row(2)]))
    faulty = next(imports.faulty_rows(item))[1]
    assert [(fault.column, "målgruppsundantag" in fault.advice) for fault in faulty.report.faults] == [
        ("målgrupper", True)
    ]
    asked = EntryException.objects.get()
    assert (item.created, asked.kind, asked.reason, asked.state, asked.asked_by) == (
        2, "target_group", "Har en syster här", "asked", people.amina,
    )  # fmt: skip
    assert undone(people, item).state == "undone"
    assert every_table() == before


@pytest.mark.need("DIS-05", where="import")
def test_while_the_unit_takes_nobody_new_each_row_needs_a_reason_and_a_decision(people):
    unit = {"unit": people.monsteras_unit, "since_on": dt.date(2021, 1, 1), "set_by": "test"}
    LocalTargetGroup.objects.create(code="sick_listed", **unit)
    EnrolmentStop.objects.create(project=people.project, reason="Fullt till jul", consequence="Färre män", **unit)
    before = every_table()
    told = {"målgrupper": "Unga", "målgruppsundantag": "Har en syster här"}
    item = taken(people, csv_file([row(0, **told), row(1, **told, stoppundantag="Beslut i maj")]))
    faulty = next(imports.faulty_rows(item))[1]
    assert [(fault.column, "Fullt till jul" in fault.reason) for fault in faulty.report.faults] == [
        ("startdatum", True)
    ]
    asked = dict(EntryException.objects.values_list("kind", "reason"))
    assert asked == {"target_group": "Har en syster här", "stop": "Beslut i maj"}
    assert undone(people, item).state == "undone"
    assert every_table() == before


@pytest.mark.need("INT-01", where="import_undo")
def test_undo_brings_back_exactly_the_former_state(people):
    enrolled(people, 0)
    enrolled(people, 5, dt.date(2022, 1, 1))
    enrolled(people, number=OLD)
    before = every_table()
    item = taken(
        people,
        csv_file(
            [
                closed(0, inflöde="", målgrupper=""),  # closes
                row(1),  # a new person
                closed(2, utfall="Arbete; Studier", mottagare="A; B"),
                closed(2, startdatum="2021-10-01", slutdatum="2021-12-01"),  # comes back
                closed(5, startdatum="2021-05-01"),  # before an enrolment that is there: links it anew
                closed(personnummer=NEW, **{"tidigare nummer": OLD}),  # a new number
            ]
        ),
    )
    assert (item.created, item.closed, item.renumbered) == (4, 2, 1)
    item = undone(people, item)
    assert item.state == "undone"
    assert every_table() == before


def test_the_log_keeps_that_rows_were_taken_back(people):
    item = undone(people, taken(people, csv_file([row(0)])))
    event = AuditEvent.objects.get(verb="undo_import")
    effect = ImportEffect.objects.get()
    assert (event.subject_id, event.record_id, event.facts["import"]) == (
        effect.subject, str(effect.enrolment_id), str(item.pk),
    )  # fmt: skip
    assert (item.undone_by, item.undo_reason) == ("Amina Nur", "Fel fil")


def _changed(people, enrolment):
    participants.change(participant=enrolment.participant, name_in_use="Nisse", by=viewer(people.amina))


def _closed(people, enrolment):
    end = Outcome("work", receiver="Bageriet")
    enrolments.close(enrolment=enrolment, ended_on=dt.date(2021, 9, 1), outcomes=[end], by=viewer(people.bo))


def _voided(people, enrolment):
    enrolments.void(enrolment=enrolment, reason="Fel", by=viewer(people.amina))


def _reopened(people, enrolment):
    _closed(people, enrolment)
    enrolments.reopen(enrolment=Enrolment.objects.get(pk=enrolment.pk), reason="Fel", by=viewer(people.amina))


def _imported_again(people, enrolment):
    taken(people, csv_file([closed(0)]), user=people.bo)


@pytest.mark.parametrize("touch", [_changed, _closed, _voided, _reopened, _imported_again])
def test_whoever_was_touched_since_stays_and_the_others_go(people, touch):
    item = taken(people, csv_file([row(0), row(1)]))
    touch(people, Enrolment.objects.get(participant__identity_number=identity_number(0)))
    plan = import_effects.plan(viewer(people.amina), item)
    assert (plan.rows, plan.people, plan.kept, [one.line for one in plan.named]) == (1, 1, 1, [2])
    item = undone(people, item)
    assert item.state == "partly_undone"
    assert [person.identity_number for person in Participant.objects.all()] == [identity_number(0)]
    assert import_effects.standing(item).count() == 1


def test_looking_does_not_count_as_touching(people):
    before = every_table()
    item = taken(people, csv_file([row(0)]))
    looks.note_opened(viewer(people.bo), Participant.objects.get())
    assert undone(people, item).state == "undone"
    assert every_table() == before


def test_when_everything_was_touched_nothing_is_undone(people):
    item = taken(people, csv_file([row(0)]))
    _changed(people, Enrolment.objects.get())
    with pytest.raises(NotPossible) as refused:
        jobs.order_undoing(item, reason="Fel", by=viewer(people.amina))
    assert refused.value.code == "touched"


def test_a_second_press_and_a_second_undo_do_nothing_more(people):
    item = taken(people, csv_file([row(0)]))
    for _press in range(2):
        jobs.order_undoing(item, reason="Fel", by=viewer(people.amina))
    item = undone(people, item)
    assert (item.state, AuditEvent.objects.filter(verb="undo_import").count()) == ("undone", 1)


def test_the_same_file_can_be_taken_in_after_an_undo(people):
    content = csv_file([row(0), closed(1)])
    first = taken(people, content)
    state = every_table()["Enrolment"]
    undone(people, first)
    taken(people, content)
    assert len(every_table()["Enrolment"]) == len(state)


@pytest.mark.parametrize("name", ["bo", "dag"])
def test_the_units_people_may_undo(people, name):
    item = taken(people, csv_file([row(0)]))
    assert undone(people, item, user=getattr(people, name)).state == "undone"


@pytest.mark.parametrize(("name", "refusal"), [("karin", NotAllowed), ("carin", NotAllowed), ("eva", NotAllowed)])
def test_others_may_not(people, name, refusal):
    item = taken(people, csv_file([row(0)]))
    with pytest.raises((refusal, NotFound)):
        jobs.order_undoing(item, reason="Fel", by=viewer(getattr(people, name)))


def test_the_plan_always_asks_as_much(people, django_assert_num_queries):
    small = taken(people, csv_file([row(0)]))
    large = taken(people, csv_file([row(nth) for nth in range(1, 30)]))
    for item in (small, large):
        with django_assert_num_queries(7):
            import_effects.plan(viewer(people.amina), item)


def test_a_failing_log_undoes_nothing(people, monkeypatch):
    item = taken(people, csv_file([row(0)]))
    before = every_table()

    def broken(**_arguments):
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr("stegvis.casework.actions.import_undo.record_all", broken)
    undone(people, item)
    assert every_table() == before


# --- whatever stands in the file ---------------------------------------------------------------------------------
DAYS = st.dates(dt.date(2021, 1, 1), dt.date(2022, 12, 31))


@st.composite
def lists(draw):
    """Rows about a few people, good and bad, in any order."""
    rows = []
    for _row in range(draw(st.integers(1, 6))):
        start = draw(DAYS)
        cells = {"startdatum": start.isoformat()}
        if draw(st.booleans()):
            cells |= {
                "slutdatum": (start + dt.timedelta(days=draw(st.integers(-3, 200)))).isoformat(),
                "utfall": draw(st.sampled_from(["Arbete", "work; studies", "Flyttat"])),
                "mottagare": draw(st.sampled_from(["", "Bageriet"])),
            }
        cells["inflöde"] = draw(st.sampled_from(["", "AF", "Skola"]))
        rows.append(row(draw(st.integers(0, 3)), **cells))
    return rows


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=lists(), second=lists())
def test_twice_changes_nothing_and_undo_brings_back_what_was(people, first, second):
    for item in ParticipantImport.objects.all():  # what the example before left
        item.parts.all().delete()
        item.effects.all().delete()
        item.delete()
    start = every_table()
    one = taken(people, csv_file(first))
    between = every_table()
    two = taken(people, csv_file(second))
    after = every_table()
    again = taken(people, csv_file(second))
    assert (again.created, again.closed) == (0, 0)
    assert every_table() == after
    if two.good:
        assert undone(people, two).state == "undone"
    assert every_table() == between
    if one.good:
        assert undone(people, one).state == "undone"
    assert every_table() == start


def test_the_shell_undoes_too(people, tmp_path):
    from stegvis.casework.actions import import_participants
    from stegvis.casework.importing.files import read

    before = every_table()
    path = tmp_path / "lista.csv"
    path.write_bytes(csv_file([row(0), closed(1)]))
    by = operator("ingrid")
    import_participants.run(sheet=read(path), path=path, project=people.project, by=by)
    item = ParticipantImport.objects.get()
    assert (item.state, item.created, item.made_by) == ("done", 2, "ingrid")
    import_undo.at_once(item=item, reason="Fel fil", by=by)
    assert every_table() == before
