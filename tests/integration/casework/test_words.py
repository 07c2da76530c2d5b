"""The installation's own words over the program's lists."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base import vocabulary as reading
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import enrolment_facts, words
from stegvis.casework.models import EnrolmentTargetGroup, ExitOutcome, Participant, Word
from stegvis.casework.queries import extract
from stegvis.casework.queries import words as finding
from stegvis.casework.rules import Outcome
from stegvis.casework.vocabulary import DESTINATIONS, INFLOW_CHANNELS, LANGUAGES, REASONS, TARGET_GROUPS
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, ParticipantFactory, viewer

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2021, 1, 1)


@pytest.fixture
def ida(stage):
    return viewer(stage.cast.ida)


def now():
    """As when the next request begins."""
    reading.begin()


# --- labels, order, synonyms ------------------------------------------------------------------------------------
def test_a_changed_label_is_read_by_the_next_piece_of_work_and_not_before(ida):
    words.change(list_name="inflow_channels", code="school", sv="Skola och utbildning", en="Education", by=ida)
    assert INFLOW_CHANNELS.label("school") == "Skola"
    now()
    assert INFLOW_CHANNELS.label("school") == "Skola och utbildning"


def test_words_that_were_known_before_are_still_understood_by_imports(ida):
    words.change(list_name="inflow_channels", code="school", sv="Utbildning", en="Education", synonyms=[], by=ida)
    now()
    assert {INFLOW_CHANNELS.read(text).code for text in ("skola", "gymnasiet", "utbildning", "school")} == {"school"}


def test_order_follows_the_places_given(ida):
    words.change(list_name="languages", code="uk", position=0, by=ida)
    now()
    assert LANGUAGES.codes[:2] == ("sv", "uk")
    assert sorted(LANGUAGES.codes) == sorted(LANGUAGES.fixed_codes)


def test_frozen_results_keep_the_programs_words(ida):
    words.change(list_name="target_groups", code="youth", sv="Ungdomar här", en="The young here", by=ida)
    now()
    assert (TARGET_GROUPS.label("youth"), TARGET_GROUPS.original_label("youth")) == ("Ungdomar här", "Unga")


def test_what_law_and_funder_rest_on_stays_when_the_words_change(ida):
    words.change(list_name="destinations", code="misconduct", sv="Bröt överenskommelsen", en="Broke it", by=ida)
    now()
    term = DESTINATIONS["misconduct"]
    assert (term.label, term.sensitive, term.coarsened_to) == ("Bröt överenskommelsen", True, "other_municipal")


@pytest.mark.parametrize(
    "facts", [{"sv": ""}, {"en": " "}, {"sv": "x" * 121}, {"synonyms": ["ö"] * 3 + list(map(str, range(40)))}]
)
def test_a_word_without_words_or_too_long_is_refused(ida, facts):
    with pytest.raises(NotPossible):
        words.change(list_name="languages", code="fi", by=ida, **facts)


def test_two_words_that_read_alike_are_refused(ida):
    with pytest.raises(NotPossible) as refused:
        words.change(list_name="languages", code="fi", sv="somaliska", by=ida)
    assert refused.value.code == "word_taken"


def test_only_who_has_the_task_may_change_words(stage):
    with pytest.raises(NotAllowed):
        words.change(list_name="languages", code="fi", sv="Suomi", by=stage.amina)


def test_an_unknown_list_does_not_exist(ida):
    with pytest.raises(NotFound):
        words.change(list_name="sexes", code="F", sv="X", by=ida)


def test_who_comes_second_is_told(ida):
    words.change(list_name="languages", code="fi", sv="Suomi", version=0, by=ida)
    with pytest.raises(ChangedMeanwhile):
        words.change(list_name="languages", code="fi", sv="Finska språket", version=0, by=ida)


def test_the_log_keeps_what_stood_there_before(ida):
    words.change(list_name="languages", code="fi", sv="Suomi", by=ida)
    event = finding.history(ida, "languages").get()
    assert (event.verb, event.record_id, event.facts) == ("change", "languages.fi", {"sv": ["Finska", "Suomi"]})


def test_saying_the_same_again_changes_nothing(ida):
    words.change(list_name="languages", code="fi", sv="Finska", by=ida)
    assert AuditEvent.objects.count() == Word.objects.count() == 0


# --- words of one's own -----------------------------------------------------------------------------------------
def test_a_local_target_group_can_be_used_and_is_counted_as_a_built_in_one(stage, ida):
    words.add(
        list_name="target_groups", code="young_parents", sv="Unga föräldrar", en="Young parents", under="youth", by=ida
    )
    words.add(list_name="target_groups", code="farmers", sv="Lantbrukare", en="Farmers", by=ida)
    now()
    enrolment = stage.enrol(target_groups=["young_parents", "farmers", "disability"])
    rows = list(extract.rows(viewer(stage.cast.eva), stage.cast.project))
    assert set(enrolment.target_groups.values_list("code", flat=True)) == {"young_parents", "farmers", "disability"}
    assert [set(row.target_groups) for row in rows] == [{"youth", "disability"}]


def test_a_finer_reason_belongs_to_its_destination(stage, ida):
    words.add(list_name="reasons", code="work_abroad", sv="Arbete utomlands", en="Work abroad", under="work", by=ida)
    now()
    enrolment = stage.enrol()
    stage.close(enrolment, outcomes=[Outcome("work", reason="work_abroad", receiver="Hotellet")])
    assert REASONS.label(enrolment.outcomes.get().reason) == "Arbete utomlands"
    with pytest.raises(NotPossible) as refused:
        enrolment_facts.complete_outcome(
            enrolment=stage.close(stage.enrol(stage.register(1))),
            outcome=Outcome("work", reason="studies_adult", receiver="Hotellet"),
            by=stage.amina,
        )
    assert refused.value.code == "reason_elsewhere"


@pytest.mark.parametrize(
    ("list_name", "code", "under", "problem"),
    [
        ("destinations", "emigrated", "", "fixed_list"),
        ("languages", "fi", "", "code_taken"),
        ("languages", "Fi X", "", "bad_code"),
        ("reasons", "vague", "", "under"),
        ("target_groups", "vague", "no_such", "under"),
    ],
)
def test_a_word_that_does_not_fit_is_refused(ida, list_name, code, under, problem):
    with pytest.raises(NotPossible) as refused:
        words.add(list_name=list_name, code=code, sv="Ett nytt ord", en="A new word", under=under, by=ida)
    assert refused.value.code == problem


# --- retiring ---------------------------------------------------------------------------------------------------
def test_a_retired_word_is_not_offered_but_stays_readable(ida):
    words.change(list_name="languages", code="fi", retired_on=LONG_AGO, by=ida)
    now()
    assert "fi" not in dict(LANGUAGES.choices())
    assert dict(LANGUAGES.choices(keep=["fi"]))["fi"] == LANGUAGES.label("fi") == "Finska"


def test_a_retired_word_is_refused_for_what_is_new_and_kept_where_it_stands(stage, ida):
    enrolment = stage.enrol(target_groups=["youth"])
    words.change(list_name="target_groups", code="youth", retired_on=LONG_AGO, by=ida)
    now()
    enrolment_facts.change(enrolment=enrolment, target_groups=["youth", "disability"], by=stage.amina)
    with pytest.raises(NotPossible) as refused:
        stage.enrol(stage.register(1), target_groups=["youth"])
    assert (refused.value.code, "Unga" in refused.value.reason) == ("retired_word", True)


def test_a_word_may_be_used_for_a_day_before_it_was_retired(stage, ida):
    words.change(list_name="target_groups", code="youth", retired_on=dt.date(2023, 1, 1), by=ida)
    now()
    assert stage.enrol(target_groups=["youth"]).target_groups.get().code == "youth"


@pytest.mark.parametrize(
    ("list_name", "code"), [("languages", "sv"), ("income_sources", "unknown"), ("destinations", "other")]
)
def test_words_without_which_nothing_could_be_said_must_stay(ida, list_name, code):
    with pytest.raises(NotPossible) as refused:
        words.change(list_name=list_name, code=code, retired_on=LONG_AGO, by=ida)
    assert refused.value.code == "must_stay"


# --- the tables refuse ------------------------------------------------------------------------------------------
def refused_by_the_database(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except DatabaseError:
        return True
    return False


def test_the_tables_take_every_built_in_code_and_no_unknown_one():
    person = ParticipantFactory()
    enrolment = ClosedEnrolmentFactory(outcomes=["work"])
    outcome = enrolment.outcomes.get()

    def group(code):
        return lambda: EnrolmentTargetGroup.objects.create(enrolment=enrolment, code=code, since_on=LONG_AGO)

    def reason(code):
        return lambda: ExitOutcome.objects.filter(pk=outcome.pk).update(reason=code)

    def language(code):
        return lambda: Participant.objects.filter(pk=person.pk).update(language=code)

    writes = {group: TARGET_GROUPS.fixed_codes, reason: ("", *REASONS.fixed_codes), language: LANGUAGES.fixed_codes}
    for write, codes in writes.items():
        assert [code for code in codes if refused_by_the_database(write(code))] == []
        assert refused_by_the_database(write("no_such_code"))


def test_the_tables_refuse_to_lose_a_word_or_its_code(ida):
    word = words.add(list_name="languages", code="am", sv="Amhariska", en="Amharic", by=ida)
    stored = Word.objects.filter(pk=word.pk)
    assert refused_by_the_database(lambda: stored.update(code="amh"))
    assert refused_by_the_database(lambda: stored.update(list_name="reasons"))
    assert refused_by_the_database(stored.delete)


def test_overlapping_enrolments_are_still_refused_by_the_tables():
    one = EnrolmentFactory()
    again = {"participant": one.participant, "project": one.project, "unit": one.unit, "started_on": one.started_on}
    assert refused_by_the_database(lambda: EnrolmentFactory(**again))


# --- how often the words are read ---------------------------------------------------------------------------------
def test_a_piece_of_work_asks_once_whether_words_have_changed(ida):
    words.change(list_name="languages", code="fi", sv="Suomi", by=ida)
    now()
    LANGUAGES.label("fi")
    now()
    with CaptureQueriesContext(connection) as asked:
        for vocabulary in (LANGUAGES, REASONS, DESTINATIONS, TARGET_GROUPS):
            vocabulary.choices()
    assert len(asked) == 1


def test_outside_a_piece_of_work_nothing_is_asked():
    with CaptureQueriesContext(connection) as asked:
        LANGUAGES.choices()
    assert len(asked) == 0
