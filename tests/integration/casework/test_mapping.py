"""Mapping: filled in over several sittings and by several people, with history; sensitive answers apart."""

import uuid

import pytest
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import mapping_forms as forms
from stegvis.casework.actions import mappings
from stegvis.casework.models import Mapping, MappingAnswer, MappingFormVersion, SensitiveAnswer
from stegvis.casework.queries import mapping_forms
from stegvis.casework.queries import mappings as reading
from stegvis.casework.rules.mapping_answers import fingerprint
from stegvis.casework.rules.mapping_form import Condition, Option, Question, Section
from tests.factories import EnrolmentFactory, cast, viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def enrolment(people):
    return EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)


@pytest.fixture
def amina(people):
    return viewer(people.amina)


@pytest.fixture
def mapping(enrolment, amina):
    return mappings.begin(participant=enrolment.participant, by=amina).mapping


def answer(mapping, by, page="", opened=None, **given):
    return mappings.save(mapping=mapping, given={c: [v] for c, v in given.items()}, opened=opened, page=page, by=by)


def draft_of(people, by=None):
    return forms.begin(unit=people.monsteras_unit, by=by or viewer(people.dag))


@pytest.mark.need("MAP-03", where="mapping_fill")
def test_a_mapping_goes_on_over_several_sittings(mapping, enrolment, amina):
    answer(mapping, amina, good_at="Bygga")
    again = mappings.begin(participant=enrolment.participant, mode="phone", present=("interpreter",), by=amina)
    assert again.mapping == mapping
    answer(mapping, amina, wish="Jobb")
    sat = [(each.mode, each.present) for each in mapping.sittings.all()]
    assert sat == [("on_site", ["participant"]), ("phone", ["interpreter"])]
    rows = reading.standing(mapping)
    assert {code: row.sitting.mode for code, row in rows.items()} == {"good_at": "on_site", "wish": "phone"}


@pytest.mark.need("MAP-02", where="mapping_begin")
def test_it_is_written_down_who_sat_down_together(enrolment, amina):
    sitting = mappings.begin(participant=enrolment.participant, present=("participant", "income_support"), by=amina)
    assert sitting.present == ["participant", "income_support"]
    assert sitting.author_name == "Amina Nur"


def test_the_same_page_sent_twice_is_one_sitting(mapping, enrolment, amina):
    mappings.begin(participant=enrolment.participant, by=amina)
    assert mapping.sittings.count() == 1


def test_words_typed_further_on_one_page_are_one_row(mapping, amina):
    for words in ("Byg", "Bygga", "Bygga båtar"):
        answer(mapping, amina, page="a", good_at=words)
    assert list(MappingAnswer.objects.values_list("value", flat=True)) == ["Bygga båtar"]


@pytest.mark.need("MAP-07", where="mapping_show")
def test_what_shows_later_stands_with_its_day_and_what_was_there_before(mapping, amina):
    answer(mapping, amina, page="a", work_done="Lager")
    mappings.finish(mapping=mapping, by=amina)
    answer(mapping, amina, page="b", work_done="Lager och kök", debts="csn")
    mapping.refresh_from_db()
    rows = reading.standing(mapping)
    assert rows["debts"].written_at > mapping.done_at
    assert [row.value for row in reading.former(mapping)["work_done"]] == ["Lager"]


def test_two_people_at_once_lose_nothing(people, mapping, amina):
    bo = viewer(people.bo)
    mappings.sit(mapping=mapping, mode="phone", present=(), by=bo)
    opened = {"good_at": fingerprint(""), "enjoys": fingerprint("")}
    answer(mapping, amina, page="a", opened=opened, good_at="Bygga", enjoys="")
    both = answer(mapping, bo, page="b", opened=opened, good_at="Laga mat", enjoys="Sjunga")
    assert both.written == ("enjoys",)
    assert both.conflicts["good_at"].value == "Bygga"
    kept = mappings.save(
        mapping=mapping, given={"good_at": ["Laga mat"]}, opened=opened, page="b", keep={"good_at": "mine"}, by=bo
    )
    assert kept.written == ("good_at",)
    assert [row.value for row in reading.former(mapping)["good_at"]] == ["Bygga"]


def test_an_answer_that_is_too_long_hinders_nothing_else(mapping, amina):
    saved = answer(mapping, amina, good_at="å" * 100_000, enjoys="Sjunga")
    assert saved.written == ("enjoys",)
    assert "too long" in saved.refused["good_at"] or "10" in saved.refused["good_at"]


def test_an_answer_taken_back_counts_no_more_and_stays_in_the_history(mapping, amina):
    answer(mapping, amina, page="a", enjoys="Sjunga")
    answer(mapping, amina, page="b", enjoys="")
    assert reading.counted(mapping) == {}
    assert [row.value for row in reading.former(mapping)["enjoys"]] == ["Sjunga"]


def test_a_hidden_answer_counts_nowhere(mapping, amina):
    answer(mapping, amina, care="yes", care_needs="Hämta klockan tre")
    assert reading.counted(mapping) == {"care": "yes", "care_needs": "Hämta klockan tre"}
    answer(mapping, amina, care="no")
    assert reading.counted(mapping) == {"care": "no"}


@pytest.mark.need("PRV-03", where="mapping_show")
def test_what_is_sensitive_is_kept_apart_and_each_opening_is_logged(people, mapping, amina):
    answer(mapping, amina, health_wants="yes", health_say="Sover dåligt")
    assert not MappingAnswer.objects.filter(value__contains="Sover").exists()
    assert SensitiveAnswer.objects.get().compartment == "health"
    assert mappings.open_sensitive(mapping=mapping, by=amina)["health_say"].value == "Sover dåligt"
    assert AuditEvent.objects.filter(record="sensitive_mapping", verb="open").count() == 1
    with pytest.raises(NotAllowed):
        mappings.open_sensitive(mapping=mapping, by=viewer(people.karin))


def test_nobody_of_another_municipality_finds_it(people, mapping, enrolment):
    carin = viewer(people.carin)
    for asked in (
        lambda: reading.find(carin, mapping.pk),
        lambda: mappings.begin(participant=enrolment.participant, by=carin),
        lambda: answer(mapping, carin, good_at="x"),
        lambda: reading.find(carin, uuid.uuid4()),
    ):
        with pytest.raises(NotFound):
            asked()
    assert not reading.of_participant(carin, enrolment.participant).exists()


@pytest.mark.parametrize("wrong", [{"mode": "dans"}, {"present": ("dans",)}])
def test_an_unknown_word_is_refused(enrolment, amina, wrong):
    with pytest.raises(NotPossible):
        mappings.begin(participant=enrolment.participant, by=amina, **wrong)
    assert not Mapping.objects.exists()


@pytest.mark.parametrize("act", ["begin", "save", "finish", "open"])
def test_a_log_that_cannot_be_written_undoes_it(mapping, enrolment, amina, monkeypatch, act):
    def refuse(**_facts):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", refuse)
    with pytest.raises(RuntimeError):
        match act:
            case "begin":
                mappings.begin(participant=enrolment.participant, mode="phone", by=amina)
            case "save":
                answer(mapping, amina, good_at="Bygga")
            case "finish":
                mappings.finish(mapping=mapping, by=amina)
            case "open":
                mappings.open_sensitive(mapping=mapping, by=amina)
    mapping.refresh_from_db()
    assert (mapping.sittings.count(), MappingAnswer.objects.count(), mapping.state) == (1, 0, "open")


# --- the form ---------------------------------------------------------------------------------------------------
OWN = Section("", "Lokalt")


def own_part(people, *questions):
    dag = viewer(people.dag)
    draft = draft_of(people)
    section = forms.put_section(draft=draft, section=OWN, by=dag)
    made = [forms.put_question(draft=draft, section=section.code, question=each, by=dag) for each in questions]
    return draft, section, made


YES = Question("", "yes_no", "Har du en båt?")


@pytest.mark.need("MAP-01", where="mapping_form")
def test_a_units_own_part_comes_after_the_common_one(people, enrolment, amina):
    draft, _section, made = own_part(people, YES)
    forms.publish(draft=draft, by=viewer(people.dag))
    mapping = mappings.begin(participant=enrolment.participant, by=amina).mapping
    whole = mapping_forms.whole(mapping)
    assert (whole.sections[0].code, whole.questions[-1]) == ("strengths", made[0])
    answer(mapping, amina, **{made[0].code: "yes"})
    assert reading.standing(mapping)[made[0].code].form_version.form.unit == people.monsteras_unit


@pytest.mark.need("MAP-01", where="mapping_form_publish")
def test_a_published_version_never_changes_and_mappings_keep_theirs(people, enrolment, amina):
    draft, section, _made = own_part(people, YES)
    first = forms.publish(draft=draft, by=viewer(people.dag))
    content = MappingFormVersion.objects.get(pk=first.pk).content
    mapping = mappings.begin(participant=enrolment.participant, by=amina).mapping
    with pytest.raises(NotPossible) as refused:
        forms.put_question(draft=first, section=section.code, question=YES, by=viewer(people.dag))
    assert refused.value.code == "published"
    second = draft_of(people)
    forms.put_question(
        draft=second, section=section.code, question=Question("", "short_text", "Vilken båt?"), by=viewer(people.dag)
    )
    forms.publish(draft=second, by=viewer(people.dag))
    assert MappingFormVersion.objects.get(pk=first.pk).content == content
    mapping.refresh_from_db()
    assert mapping.own_part_id == first.pk
    assert reading.newer_form(mapping, people.monsteras_unit.pk)


def test_an_answer_keeps_the_version_of_its_page_when_a_colleague_takes_the_newest_form(people, enrolment, amina):
    draft, section, made = own_part(people, YES)
    first = forms.publish(draft=draft, by=viewer(people.dag))
    mapping = mappings.begin(participant=enrolment.participant, by=amina).mapping
    second = draft_of(people)
    forms.put_question(draft=second, section=section.code, question=YES, by=viewer(people.dag))
    forms.remove(draft=second, code=made[0].code, by=viewer(people.dag))
    forms.publish(draft=second, by=viewer(people.dag))
    mappings.take_newest(mapping=mapping, by=viewer(people.bo))
    saved = mappings.save(
        mapping=mapping, given={made[0].code: ["yes"]}, parts=[mapping.common_part_id, first.pk], by=amina
    )
    assert saved.written == (made[0].code,)
    assert MappingAnswer.objects.get().form_version == first


def test_a_question_shows_only_on_one_before_it_and_moving_keeps_that(people):
    dag = viewer(people.dag)
    draft, section, (first, second) = own_part(people, YES, Question("", "yes_no", "Går den?"))
    later = Question(first.code, "yes_no", "Har du en båt?", show_if=Condition(second.code, ("yes",)))
    with pytest.raises(NotPossible) as refused:
        forms.put_question(draft=draft, section=section.code, question=later, by=dag)
    assert refused.value.code == "too_late"
    shows = Question(second.code, "yes_no", "Går den?", show_if=Condition(first.code, ("yes",)))
    forms.put_question(draft=draft, section=section.code, question=shows, by=dag)
    for act in (
        lambda: forms.move(draft=draft, code=second.code, up=True, by=dag),
        lambda: forms.remove(draft=draft, code=first.code, by=dag),
        lambda: forms.put_question(
            draft=draft, section=section.code, question=Question(first.code, "short_text", "Båt?"), by=dag
        ),
    ):
        with pytest.raises(NotPossible) as refused:
            act()
        assert refused.value.code == "needed_later"


def test_what_shows_on_a_sensitive_answer_is_sensitive_too(people):
    hidden = Question("", "yes_no", "Mår du bra?", compartment="health")
    draft, section, (asked,) = own_part(people, hidden)
    tells = Question("", "short_text", "Varför?", show_if=Condition(asked.code, ("no",)))
    with pytest.raises(NotPossible):
        forms.put_question(draft=draft, section=section.code, question=tells, by=viewer(people.dag))


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (Question("", "dans", "Fråga"), "unknown_word"),
        (Question("", "short_text", " "), "required"),
        (Question("", "short_text", "å" * 100_000), "too_long"),
        (Question("", "one_choice", "Fråga", options=(Option("a", "A"),)), "options"),
        (Question("", "notice", "Läs", link="javascript:alert(1)"), "link"),
    ],
)
def test_a_question_that_cannot_be_is_refused(people, question, code):
    draft, section, _made = own_part(people)
    with pytest.raises(NotPossible) as refused:
        forms.put_question(draft=draft, section=section.code, question=question, by=viewer(people.dag))
    assert refused.value.code == code


def test_two_who_change_a_form_at_once_are_told(people):
    draft, _section, _made = own_part(people)
    with pytest.raises(ChangedMeanwhile):
        forms.put_section(draft=draft, section=OWN, version=1, by=viewer(people.dag))


def test_an_empty_form_is_not_published(people):
    with pytest.raises(NotPossible) as refused:
        own = draft_of(people)
        forms.put_section(draft=own, section=OWN, by=viewer(people.dag))
        forms.publish(draft=own, by=viewer(people.dag))
    assert refused.value.code == "problems"


@pytest.mark.parametrize(("who", "refusal"), [("amina", NotAllowed), ("carin", NotFound), ("eva", NotFound)])
def test_a_units_part_is_kept_by_its_leader_alone(people, who, refusal):
    with pytest.raises(refusal):
        draft_of(people, by=viewer(getattr(people, who)))


@pytest.mark.parametrize("who", ["eva", "ida"])
def test_the_common_part_is_kept_by_the_regional_office(people, who):
    draft = forms.begin(unit=None, by=viewer(getattr(people, who)))
    assert (draft.number, draft.state) == (2, "draft")
    with pytest.raises(NotAllowed):
        forms.begin(unit=None, by=viewer(people.dag))


def test_the_log_says_nothing_of_what_was_answered(mapping, amina):
    answer(mapping, amina, good_at="Hemligheten", debts="csn")
    told = str(list(AuditEvent.objects.values_list("facts", "record_id", "subject_id")))
    assert "Hemligheten" not in told and "csn" not in told
    assert AuditEvent.objects.filter(record="mapping", verb="change", at__lte=timezone.now()).count() == 1
