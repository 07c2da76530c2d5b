"""An import from the file to the register, through the queue."""

import datetime as dt

import pytest

from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework import jobs
from stegvis.casework.actions import import_memory, imports
from stegvis.casework.importing.matching import GAP, REFUSED, Word
from stegvis.casework.models import Enrolment, ImportPart, Participant, RememberedChoice
from stegvis.casework.queries import imports as found_imports
from tests.factories import cast, identity_number, viewer
from tests.factories.sheets import closed, csv_file, excel_file, row
from tests.integration.casework.importing import again, counts, every_table, prepared, taken, work


@pytest.fixture
def people(db):
    return cast()


@pytest.mark.need("INT-01", where="import")
def test_good_rows_become_people_enrolments_and_closings(people):
    item = taken(people, csv_file([row(0), closed(1), row(2, inflöde="AF", målgrupper="Unga; Nyanlända")]))
    assert (item.state, counts(item), item.new_people) == ("done", (3, 3, 0, 0, 0, 0), 3)
    assert Participant.objects.count() == 3
    work_found = Enrolment.objects.get(state="closed")
    assert (work_found.ended_on, work_found.outcomes.get().receiver) == (dt.date(2021, 9, 1), "Bageriet")
    third = Enrolment.objects.get(participant__identity_number=identity_number(2))
    assert third.referral.channel == "employment_service"
    assert {group.code for group in third.target_groups.all()} == {"youth", "newly_arrived"}


def test_nothing_is_written_before_the_rows_are_taken_in(people):
    before = every_table()
    item = prepared(people, csv_file([row(0), closed(1)]))
    assert (item.state, counts(item)) == ("ready", (2, 2, 0, 0, 0, 0))
    assert every_table() == before


def test_the_same_file_twice_changes_nothing(people):
    content = csv_file([row(0), closed(1)])
    taken(people, content)
    before = every_table()
    item = taken(people, content)
    assert counts(item) == (2, 0, 0, 2, 0, 0)
    assert every_table() == before


def test_a_later_end_closes(people):
    taken(people, csv_file([row(0)]))
    item = taken(people, csv_file([closed(0)]))
    assert counts(item) == (1, 0, 1, 0, 0, 0)
    assert Enrolment.objects.get().state == "closed"


def test_good_rows_are_taken_and_the_rest_is_kept_with_reasons_and_cells(people):
    item = taken(people, csv_file([row(0), row(1, personnummer="19900101-1234"), row(2, startdatum="2031-01-01")]))
    assert counts(item) == (3, 1, 0, 0, 2, 0)
    rows = found_imports.faulty_page(item).rows
    assert [one.report.line for one in rows] == [3, 4]
    assert rows[0].cells[0] == "s19900101-1234"
    assert all(fault.reason and fault.advice for one in rows for fault in one.report.faults)


def test_the_file_is_sealed_while_it_waits_and_gone_afterwards(people):
    item = prepared(people, csv_file([row(0, efternamn="Hemligsson"), row(1, efternamn="")]))
    assert {part.kind for part in item.parts.all()} == {"lines", "faults", "first"}
    assert not any(b"Hemligsson" in bytes(part.sealed) for part in item.parts.all())
    jobs.order_taking(item, by=viewer(people.amina))
    work()
    assert [(part.kind, part.filled) for part in item.parts.all()] == [("faults", 1)]
    assert "Hemligsson" not in str(found_imports.content_of(item.parts.get()))


@pytest.mark.parametrize("end", ["cancel", "expire"])
def test_a_file_that_is_given_up_is_removed(people, end):
    item = prepared(people, csv_file([row(0)]))
    if end == "cancel":
        imports.cancel(item=item, by=viewer(people.amina))
    else:
        item.kept_until = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
        item.save()
        imports.expire(item.pk)
    assert (again(item).state, ImportPart.objects.count()) == ({"cancel": "cancelled", "expire": "expired"}[end], 0)
    with pytest.raises(NotPossible) as refused:
        jobs.order_taking(item, by=viewer(people.amina))
    assert (refused.value.code, Participant.objects.count()) == ("over", 0)


def test_a_second_press_takes_nothing_in_twice(people):
    item = prepared(people, csv_file([row(0)]))
    for _press in range(2):
        jobs.order_taking(item, by=viewer(people.amina))
    work()
    jobs.order_taking(item, by=viewer(people.amina))
    work()
    assert Enrolment.objects.count() == 1


def test_the_very_same_file_under_way_is_not_kept_twice(people):
    content = csv_file([row(0)])
    assert prepared(people, content) == prepared(people, content)


# --- columns ----------------------------------------------------------------------------------------------------
STRANGE = ("Persnr hos oss", "Tilltal", "Släktnamn", "Ort", "Började", "Kommentar")


def strange_file(*rows_of_cells):
    return excel_file([list(STRANGE), *map(list, rows_of_cells)])


def test_unknown_headings_are_chosen_once_and_remembered(people):
    content = strange_file((identity_number(0), "Åsa", "Öberg", "Mönsterås", dt.date(2021, 3, 1), "hej"))
    item = prepared(people, content)
    assert item.state == "columns"
    placed = dict(enumerate(("personnummer", "förnamn", "efternamn", "kommun", "startdatum", "")))
    imports.choose_columns(item=item, placed=placed, only_unit=None, by=viewer(people.amina))
    jobs.order_preparing(again(item))
    work()
    assert again(item).state == "ready"
    later = strange_file((identity_number(1), "Bo", "Ek", "Mönsterås", dt.date(2021, 3, 1), "hej"))
    assert prepared(people, later, user=people.bo).state == "ready"
    kept = RememberedChoice.objects.get(key="ort")
    import_memory.forget(choice=kept, by=viewer(people.bo))
    assert prepared(people, later, user=people.dag).state == "columns"


def test_another_organisations_choices_are_not_used(people):
    test_unknown_headings_are_chosen_once_and_remembered(people)
    content = strange_file((identity_number(1), "Bo", "Ek", "Västervik", dt.date(2021, 3, 1), "hej"))
    assert prepared(people, content, user=people.carin).state == "columns"


@pytest.mark.parametrize(
    ("placed", "code"),
    [
        ({0: "personnummer", 1: "personnummer", 2: "efternamn", 3: "kommun", 4: "startdatum", 5: ""}, "twice"),
        ({0: "personnummer", 1: "förnamn", 2: "efternamn", 3: "kommun", 4: "", 5: ""}, "missing"),
    ],
)
def test_columns_that_do_not_fit_are_refused(people, placed, code):
    item = prepared(people, strange_file((identity_number(0), "Åsa", "Öberg", "Mönsterås", "2021-03-01", "hej")))
    with pytest.raises(NotPossible) as refused:
        imports.choose_columns(item=item, placed=placed, only_unit=None, by=viewer(people.amina))
    assert refused.value.code == code


def test_a_file_without_municipality_can_be_about_one_unit(people):
    item = prepared(people, csv_file([{k: v for k, v in row(0).items() if k != "kommun"}]))
    assert item.state == "columns"
    placed = found_imports.chosen_of(item).placed
    imports.choose_columns(item=item, placed=placed, only_unit=people.monsteras_unit.pk, by=viewer(people.amina))
    jobs.order_preparing(again(item))
    work()
    assert counts(again(item)) == (1, 1, 0, 0, 0, 0)


def test_a_unit_of_others_cannot_be_what_the_file_is_about(people):
    item = prepared(people, csv_file([{k: v for k, v in row(0).items() if k != "kommun"}]))
    placed = found_imports.chosen_of(item).placed
    imports.choose_columns(item=item, placed=placed, only_unit=people.vastervik_unit.pk, by=viewer(people.amina))
    jobs.order_preparing(again(item))
    work()
    assert counts(again(item)) == (1, 0, 0, 0, 1, 0)


# --- words ------------------------------------------------------------------------------------------------------
def test_unknown_words_are_chosen_once_and_remembered(people):
    def content(nth):
        return csv_file(
            [
                row(nth, inflöde="Remiss vården norr", utfall="", orsak="", mottagare="", slutdatum="", målgrupper=""),
                closed(nth + 1, inflöde="Remiss vården norr", utfall="Jobbar nu", orsak="Vikt på ica", målgrupper="X"),
            ]
        )

    item = prepared(people, content(0))
    assert item.state == "words"
    waiting = {tuple(place): (written, rows) for place, written, rows in found_imports.words_waiting(item)}
    assert waiting["inflöde", "", "remiss varden norr"] == ("Remiss vården norr", 2)
    assert ("orsak", "work", "vikt pa ica") not in waiting  # the outcome comes first
    decided = [
        (Word("inflöde", "", "remiss varden norr"), "Remiss vården norr", "health_care"),
        (Word("målgrupper", "", "x"), "X", GAP),
        (Word("utfall", "", "jobbar nu"), "Jobbar nu", "work"),
    ]
    assert not imports.choose_words(item=item, words=decided[:1], by=viewer(people.amina))
    assert imports.choose_words(item=item, words=decided[1:], by=viewer(people.amina))
    jobs.order_preparing(again(item))
    work()
    item = again(item)
    assert [place for place, _written, _rows in found_imports.words_waiting(item)] == [["orsak", "work", "vikt pa ica"]]
    imports.choose_words(
        item=item, words=[(Word("orsak", "work", "vikt pa ica"), "Vikt", GAP)], by=viewer(people.amina)
    )
    jobs.order_preparing(again(item))
    work()
    jobs.order_taking(again(item), by=viewer(people.amina))
    work()
    ended = Enrolment.objects.get(state="closed")
    assert (ended.referral.channel, ended.outcomes.get().destination, ended.outcomes.get().reason) == (
        "health_care", "work", "",
    )  # fmt: skip
    assert prepared(people, content(5), user=people.bo).state == "ready"


def test_a_refused_word_is_not_remembered_and_its_rows_stay_out(people):
    content = csv_file([row(0, inflöde="Xyzzy"), row(1)])
    item = prepared(people, content)
    imports.choose_words(item=item, words=[(Word("inflöde", "", "xyzzy"), "Xyzzy", REFUSED)], by=viewer(people.amina))
    jobs.order_preparing(again(item))
    work()
    assert counts(again(item)) == (2, 1, 0, 0, 1, 0)
    assert not RememberedChoice.objects.exists()


def test_a_place_the_project_does_not_know_can_be_chosen(people):
    item = prepared(people, csv_file([row(0, kommun="Gamla kommunhuset")]))
    assert item.state == "words"
    unit = str(people.monsteras_unit.pk)
    word = Word.of("kommun", "Gamla kommunhuset")
    imports.choose_words(item=item, words=[(word, "Gamla kommunhuset", unit)], by=viewer(people.amina))
    jobs.order_preparing(again(item))
    work()
    assert counts(again(item)) == (1, 1, 0, 0, 0, 0)


def test_what_looks_like_an_identity_number_is_never_remembered(people):
    number = identity_number(3)
    item = prepared(people, csv_file([row(0, inflöde=number)]))
    imports.choose_words(item=item, words=[(Word.of("inflöde", number), number, GAP)], by=viewer(people.amina))
    assert not RememberedChoice.objects.exists()


# --- who ---------------------------------------------------------------------------------------------------------
def test_only_who_may_enrol_in_the_project_imports(people):
    for name in ("eva", "karin", "ida", "maja"):
        with pytest.raises(NotAllowed):
            imports.receive(
                content=csv_file([row(0)]),
                file_name="a.csv",
                project=people.project,
                organisation=people.monsteras,
                by=viewer(getattr(people, name)),
            )


def test_rows_are_for_the_importer_history_for_the_unit_and_nothing_for_others(people):
    item = prepared(people, csv_file([row(0)]))
    assert found_imports.own(viewer(people.amina), item.pk) == item
    assert found_imports.find(viewer(people.karin), item.pk) == item
    with pytest.raises(NotAllowed):
        found_imports.own(viewer(people.bo), item.pk)
    with pytest.raises(NotFound):
        found_imports.find(viewer(people.carin), item.pk)


def test_a_row_about_another_municipality_is_refused(people):
    item = taken(people, csv_file([row(0, kommun="Västervik"), row(1)]))
    assert counts(item) == (2, 1, 0, 0, 1, 0)


def test_whoever_lost_the_right_meanwhile_gets_no_further(people):
    item = prepared(people, csv_file([row(0)]))
    jobs.order_taking(item, by=viewer(people.amina))
    people.amina.is_active = False
    people.amina.save()
    work()
    assert (again(item).state, Participant.objects.count()) == ("taking", 0)


def test_a_failing_log_takes_nothing_in(people, monkeypatch):
    item = prepared(people, csv_file([row(0)]))

    def broken(**_arguments):
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr(audit, "record_all", broken)
    monkeypatch.setattr("stegvis.casework.actions.import_writing.record_all", broken)
    with pytest.raises(RuntimeError):
        jobs.order_taking(item, by=viewer(people.amina))
    assert (again(item).state, Participant.objects.count()) == ("ready", 0)


def test_the_log_names_the_import_and_never_what_stands_in_the_file(people):
    taken(people, csv_file([row(0, efternamn="Hemligsson")]), name="lista 19900101-9802.csv")
    events = AuditEvent.objects.filter(record="import")
    assert [event.verb for event in events] == ["create", "import", "import_done"]
    said = str(list(AuditEvent.objects.values_list("facts", flat=True)))
    assert "Hemligsson" not in said
    assert "9802" not in said


# --- numbers -----------------------------------------------------------------------------------------------------
def test_a_changed_number_finds_the_same_person(people):
    old, new = (
        identity_number(0, born=dt.date(1990, 5, 6), coordination=True),
        identity_number(1, born=dt.date(1990, 5, 6)),
    )
    taken(people, csv_file([row(personnummer=old)]))
    person = Participant.objects.get()
    item = taken(people, csv_file([closed(personnummer=new, **{"tidigare nummer": old})]))
    assert (counts(item), item.renumbered) == ((1, 0, 1, 0, 0, 0), 1)
    person.refresh_from_db()
    assert (person.identity_number, Participant.objects.count()) == (new, 1)
    change = AuditEvent.objects.get(record="participant", verb="change")
    assert (change.subject_id, change.facts["fields"]) == (str(person.pk), ["identity_number"])


def test_two_people_under_the_two_numbers_are_a_conflict(people):
    taken(people, csv_file([row(0), row(1)]))
    item = taken(people, csv_file([closed(0, **{"tidigare nummer": identity_number(1)})]))
    assert counts(item) == (1, 0, 0, 0, 0, 1)
