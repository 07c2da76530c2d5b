"""Releases: frozen, numbered, gated against each other."""

import datetime as dt

import pytest

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework.models import FollowUp
from stegvis.casework.rules import income_group
from stegvis.casework.vocabulary import INCOME_SOURCES
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.codes import INCOMES
from stegvis.reporting.actions import extracts, releases
from stegvis.reporting.frozen import FrozenResults
from stegvis.reporting.models import Release
from tests.factories import NoteFactory, UserFactory, viewer
from tests.integration.reporting.conftest import AT, begin, end


def make(everyone, at=AT):
    return releases.create(project=everyone.project, at=at, by=viewer(everyone.eva))


@pytest.mark.need("REP-02", "EXT-05", where="stegvis release create; results page")
def test_a_release_keeps_its_numbers_when_casework_goes_on(full_project):
    release = make(full_project)
    end(full_project.monsteras_unit, full_project.project, "work")
    kept = FrozenResults(Release.objects.get(pk=release.pk).results)
    assert kept.one("participants").numerator == 87
    assert kept.one("work_or_studies", "ended").denominator == 84


@pytest.mark.need("GOL-03", where="results page: how it was counted")
def test_a_release_names_definition_extract_and_code_of_every_number(full_project):
    run = make(full_project).run
    assert run.definitions == {name: definition.digest for name, definition in INDICATORS.items()}
    assert run.extract.digest == extracts.read(run.extract).digest
    assert run.code_version.count("+") == 1


@pytest.mark.need("EXT-04", where="results page")
def test_a_release_splits_destinations_by_sex_and_municipality(full_project):
    results = FrozenResults(make(full_project).results)
    both = results.table("exit_destination", "ended", ("municipality", "sex"))
    assert {(row.by["municipality"], row.by["sex"]) for row in both.rows} == {
        (place, sex) for place in ("Mönsterås", "Västervik") for sex in "FM"
    }


@pytest.mark.need("PRV-04", "BIP-09", where="every result")
def test_three_people_who_are_left_are_not_shown(full_project):
    results = FrozenResults(make(full_project).results)
    rows = results.table("exit_destination", "enrolled").rows
    assert [row.numerator for row in rows if row.destination == "still_enrolled"] == [None]


def test_the_next_release_holds_a_municipality_where_two_people_changed(full_project):
    make(full_project)
    later = dt.date(2022, 11, 30)
    for _number in range(2):
        end(full_project.monsteras_unit, full_project.project, "studies", started_on=dt.date(2022, 3, 1))
    for _number in range(8):
        end(full_project.vastervik_unit, full_project.project, "work", started_on=dt.date(2022, 4, 30))
    second = make(full_project, later)
    assert second.run.held == ["Mönsterås"]
    before = FrozenResults(Release.objects.get(number=1).results).one("participants", municipality="Mönsterås")
    after = FrozenResults(second.results).one("participants", municipality="Mönsterås")
    assert after.numerator == before.numerator == 42


def test_an_extract_holds_what_was_answered_after_the_exit_by_then(everyone):
    gone = end(everyone.monsteras_unit, everyone.project, "work", started_on=dt.date(2022, 3, 1))
    told = {"enrolment": gone, "result": "answered"}
    weeks, months = gone.ended_on + dt.timedelta(30), gone.ended_on + dt.timedelta(190)
    FollowUp.objects.create(occasion="weeks_4", asked_on=weeks, destination="studies", **told)
    FollowUp.objects.create(occasion="months_6", asked_on=months, destination="work", **told)
    facts = extracts.facts_of(project=everyone.project, at=weeks, by=viewer(everyone.eva))
    rows = facts.optional["follow_ups"].to_pylist()
    assert [(row["kind"], row["reached"], row["destination"]) for row in rows] == [("weeks_4", True, "studies")]


@pytest.mark.need("EXT-21", where="extract")
def test_an_extract_holds_what_people_lived_on_and_live_on_in_few_words(everyone):
    facts = {"started_on": dt.date(2022, 3, 1), "income": "income_support"}
    gone = end(everyone.monsteras_unit, everyone.project, "work", **facts)
    day = gone.ended_on + dt.timedelta(1)
    gone.income_periods.all().update(until_on=gone.ended_on)
    gone.income_periods.create(source="own_business", since_on=day)
    end(everyone.monsteras_unit, everyone.project, "moved", started_on=dt.date(2022, 3, 1), income="unknown")
    drawn = extracts.facts_of(project=everyone.project, at=day, by=viewer(everyone.eva))
    rows = drawn.optional["incomes"].to_pylist()
    assert [(row["at_start"], row["at_exit"]) for row in rows] == [("income_support", "own")]
    before = extracts.facts_of(project=everyone.project, at=gone.ended_on - dt.timedelta(1), by=viewer(everyone.eva))
    assert before.optional["incomes"].num_rows == 0
    assert {income_group(code) for code in INCOME_SOURCES.fixed_codes if code != "unknown"} == set(INCOMES)


@pytest.mark.need("PLN-08", where="extract")
def test_an_extract_holds_the_steps_somebody_who_has_ended_carried_out(everyone):
    from stegvis.casework.models import Step

    gone = end(everyone.monsteras_unit, everyone.project, "moved", started_on=dt.date(2022, 3, 1))
    done = {
        "participant": gone.participant,
        "enrolment": gone,
        "text": "Ringa kursen",
        "state": "done",
        "added_by": "amina",
    }
    Step.objects.create(**done, track="study", done_on=gone.ended_on)
    Step.objects.create(**done, track="health", done_on=gone.ended_on - dt.timedelta(9))
    Step.objects.create(**done, track="internal", done_on=gone.ended_on)
    Step.objects.create(**done, track="work", done_on=gone.ended_on + dt.timedelta(1))
    Step.objects.create(**done | {"state": "learnt"}, track="work", done_on=gone.ended_on)
    drawn = extracts.facts_of(project=everyone.project, at=gone.ended_on + dt.timedelta(3), by=viewer(everyone.eva))
    assert max(row["steps"] for row in drawn.optional["steps"].to_pylist()) == 2


@pytest.mark.need("EXT-27", where="extract")
def test_an_extract_holds_how_many_contacts_somebody_who_has_ended_had(everyone):
    gone = end(everyone.monsteras_unit, everyone.project, "work", started_on=dt.date(2022, 3, 1))
    there = dt.datetime.combine(gone.ended_on, dt.time(12), dt.UTC)
    told = {"participant": gone.participant, "enrolment": gone, "happened_at": there}
    NoteFactory(**told)
    NoteFactory(**told | {"happened_at": there - dt.timedelta(9)})
    NoteFactory(**told | {"happened_at": there + dt.timedelta(1)})
    NoteFactory(**told | {"withdrawn_at": there, "withdrawn_by": "amina", "withdraw_reason": "fel person"})
    NoteFactory(**told | {"kind": "attempt", "attempt_result": "no_answer", "attempt_party": "unit"})
    drawn = extracts.facts_of(project=everyone.project, at=gone.ended_on + dt.timedelta(3), by=viewer(everyone.eva))
    assert sorted(row["contacts"] for row in drawn.optional["support"].to_pylist())[-1] == 2
    before = extracts.facts_of(project=everyone.project, at=gone.ended_on - dt.timedelta(1), by=viewer(everyone.eva))
    assert all(row["contacts"] == 0 for row in before.optional["support"].to_pylist())


def test_an_unchanged_project_can_be_released_again_with_the_same_numbers(full_project):
    first = make(full_project)
    second = make(full_project, dt.date(2022, 11, 30))
    assert FrozenResults(second.results).one("participants") == FrozenResults(first.results).one("participants")
    assert second.number == 2


@pytest.mark.parametrize("at", [AT, AT - dt.timedelta(days=1)])
def test_a_release_must_be_later_than_the_one_before(full_project, at):
    make(full_project)
    with pytest.raises(NotPossible) as refusal:
        make(full_project, at)
    assert refusal.value.field == "at"
    assert Release.objects.count() == 1


def test_a_release_cannot_reach_into_the_future(everyone):
    with pytest.raises(NotPossible):
        make(everyone, dt.date.today() + dt.timedelta(days=1))


@pytest.mark.parametrize("name", ["amina", "dag", "filip", "gun", "ida", "leo", "maja"])
def test_only_the_regional_coordinator_releases(everyone, name):
    with pytest.raises((NotAllowed, NotFound)):
        releases.create(project=everyone.project, at=AT, by=viewer(getattr(everyone, name)))


def test_a_project_of_others_is_not_there(everyone):
    with pytest.raises(NotFound):
        releases.create(project=everyone.project, at=AT, by=viewer(UserFactory()))


def test_a_release_that_cannot_be_logged_is_not_made(full_project, monkeypatch):
    def refuse(**_facts):
        raise RuntimeError("the log is full")

    prepared = releases.prepare(project=full_project.project, at=AT, by=viewer(full_project.eva))
    monkeypatch.setattr("stegvis.access.actions.audit.record", refuse)
    with pytest.raises(RuntimeError):
        releases.freeze(prepared, by=viewer(full_project.eva))
    assert not Release.objects.exists()


def test_two_releases_prepared_at_once_do_not_both_land(full_project):
    by = viewer(full_project.eva)
    first, second = (releases.prepare(project=full_project.project, at=AT, by=by) for _ in range(2))
    releases.freeze(first, by=by)
    with pytest.raises(NotPossible):
        releases.freeze(second, by=by)


@pytest.mark.need("PRV-01", where="audit log")
def test_a_release_stands_in_the_log_with_its_maker(full_project):
    release = make(full_project)
    event = AuditEvent.objects.get(verb="release")
    assert (event.actor_name, event.record_id) == (full_project.eva.full_name, str(release.pk))


@pytest.mark.need("INT-01", where="extract")
def test_the_same_person_in_two_municipalities_is_one_person_of_the_project(everyone):
    here = begin(everyone.monsteras_unit, everyone.project)
    there = begin(everyone.vastervik_unit, everyone.project)
    there.participant.identity_number = here.participant.identity_number
    there.participant.save()
    facts = extracts.facts_of(project=everyone.project, at=AT, by=viewer(everyone.eva))
    assert len(facts.enrolments) == 2
    assert len(set(facts.enrolments["person"].to_pylist())) == 1


def test_an_extract_holds_no_identity_number(everyone):
    number = begin(everyone.monsteras_unit, everyone.project).participant.identity_number
    kept = extracts.store(
        project=everyone.project,
        facts=extracts.facts_of(project=everyone.project, at=AT, by=viewer(everyone.eva)),
        by=viewer(everyone.eva),
    )
    assert number.encode() not in bytes(kept.content)


@pytest.mark.need("EXT-25", where="extract")
@pytest.mark.parametrize("destination", ["misconduct", "imprisoned"])
def test_destinations_that_stand_out_are_coarsened_before_the_extract(everyone, destination):
    end(everyone.monsteras_unit, everyone.project, destination)
    facts = extracts.facts_of(project=everyone.project, at=AT, by=viewer(everyone.eva))
    assert facts.exits["destination"].to_pylist() == ["other_municipal"]


def test_what_happens_after_the_data_date_is_not_in_the_extract(everyone):
    end(everyone.monsteras_unit, everyone.project, "work", started_on=dt.date(2022, 6, 1))
    begin(everyone.monsteras_unit, everyone.project, started_on=dt.date(2022, 11, 1))
    facts = extracts.facts_of(project=everyone.project, at=AT, by=viewer(everyone.eva))
    assert facts.enrolments["end_on"].to_pylist() == [None]
    assert len(facts.exits) == 0
