"""Lists, one person, search and the log: what is shown, what is noted, and how many questions the database gets."""

import pytest
from django.urls import reverse

from stegvis.access.models import AuditEvent
from stegvis.casework.actions import participants
from stegvis.casework.models import ContactWay
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, ParticipantFactory, identity_number, viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


@pytest.fixture
def fill(people):
    """Enrol so many with Amina in Mönsterås: every third closed, some with gaps."""

    def enrol(count: int):
        made = []
        for number in range(count):
            factory = ClosedEnrolmentFactory if number % 3 == 2 else EnrolmentFactory
            made.append(factory(unit=people.monsteras_unit, project=people.project, coach=people.amina))
        return made

    return enrol


def words(answer) -> str:
    return answer.content.decode()


def events(verb: str, record: str = "participant"):
    return AuditEvent.objects.filter(verb=verb, record=record)


# --- lists ------------------------------------------------------------------------------------------------------
def test_a_list_is_noted_once(amina, fill):
    fill(5)
    amina.get(reverse("participants"))
    assert [event.facts for event in events("list")] == [{"people": 4}]


def test_a_long_list_is_turned_by_key_forwards_and_back(amina, people, fill):
    for number in range(60):
        person = ParticipantFactory(controller=people.monsteras, given_name=f"Person{number:02}")
        EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina, participant=person)
    seen, address = [], reverse("participants")
    while address:
        answer = amina.get(address)
        seen.append([row.pk for row in answer.context["rows"]])
        address = answer.context["next"] and reverse("participants") + answer.context["next"]
    assert [len(page) for page in seen] == [25, 25, 10]
    assert len({row for page in seen for row in page}) == 60
    back = amina.get(reverse("participants") + answer.context["previous"])
    assert [row.pk for row in back.context["rows"]] == seen[1]


@pytest.mark.parametrize("query", ["?after=rubbish", "?before=0", "?show=nothing&whose=them", "?after=" + "9" * 400])
def test_a_bent_address_shows_the_first_page(amina, fill, query):
    fill(1)
    assert len(amina.get(reverse("participants") + query).context["rows"]) == 1


def test_the_list_of_gaps_holds_those_with_gaps(amina, people):
    whole = {"channel": "school", "target_groups": ["youth"], "income": "wage"}
    lacking = [
        EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina, **(whole | one))
        for one in ({"channel": ""}, {"target_groups": []}, {"income": "unknown"}, {"education": ""})
    ]
    EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina, **whole)
    rows = amina.get(reverse("participants") + "?show=gaps").context["rows"]
    assert {row.pk for row in rows} == {enrolment.pk for enrolment in lacking}


# --- one person -------------------------------------------------------------------------------------------------
def test_an_opened_person_is_noted_once(amina, fill):
    (enrolment,) = fill(1)
    amina.get(reverse("participant", args=[enrolment.participant_id]))
    assert [event.subject_id for event in events("read")] == [str(enrolment.participant_id)]


def test_the_identity_number_is_masked_until_it_is_asked_for(amina, fill):
    (enrolment,) = fill(1)
    number = enrolment.participant.number
    address = reverse("participant", args=[enrolment.participant_id])
    assert number.formatted not in words(amina.get(address))
    assert number.formatted in words(amina.post(reverse("participant_number", args=[enrolment.participant_id])))
    assert events("show_number").count() == 1


@pytest.mark.need("INT-19", where="participant_change")
def test_a_new_number_changes_legal_sex_but_not_the_sex_at_enrolment(amina, people):
    person = ParticipantFactory(controller=people.monsteras, sex="F")
    enrolment = EnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina, participant=person
    )
    other = ParticipantFactory.build(sex="M", controller=people.monsteras).identity_number
    answer = amina.post(
        reverse("participant_change", args=[person.pk]),
        {
            "given_name": "Sam",
            "family_name": "Ek",
            "language": "sv",
            "identity_number": other,
            "way-TOTAL_FORMS": "1",
            "way-INITIAL_FORMS": "0",
            "way-0-kind": "email",
            "way-0-value": "sam@example.org",
        },
    )
    assert answer.status_code == 302
    person.refresh_from_db()
    enrolment.refresh_from_db()
    assert (person.legal_sex, enrolment.sex_at_enrolment) == ("M", "F")
    assert person.contact_ways.get().value == "sam@example.org"


def test_a_way_to_reach_the_person_is_removed(amina, fill):
    (enrolment,) = fill(1)
    person = enrolment.participant
    ContactWay.objects.create(participant=person, kind="phone", value="070-174 06 05")
    sent = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "language": "sv",
        "way-TOTAL_FORMS": "2",
        "way-INITIAL_FORMS": "1",
        "way-0-kind": "phone",
        "way-0-value": "070-174 06 05",
        "way-0-remove": "on",
        "way-1-kind": "phone",
    }
    amina.post(reverse("participant_change", args=[person.pk]), sent)
    assert not person.contact_ways.exists()


# --- search -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("part", ["name", "number"])
def test_a_person_is_found_and_the_search_is_noted_without_what_was_written(amina, fill, part):
    (enrolment,) = fill(1)
    person = enrolment.participant
    text = person.family_name if part == "name" else person.number.formatted
    answer = amina.post(reverse("participant_search"), {"text": text})
    assert reverse("participant", args=[person.pk]) in words(answer)
    assert [event.facts for event in events("search")] == [{"people": 1}]


def test_nothing_is_searched_from_an_address(amina, fill):
    (enrolment,) = fill(1)
    answer = amina.get(reverse("participant_search"), {"text": enrolment.participant.family_name})
    assert str(enrolment.participant_id) not in words(answer)


def test_another_municipality_is_never_found(amina, people):
    there = EnrolmentFactory(unit=people.vastervik_unit, project=people.project)
    answer = amina.post(reverse("participant_search"), {"text": there.participant.number.formatted})
    assert "No hits" in words(answer)


@pytest.mark.parametrize("text", ["", " ", "a", "%", "'; DROP TABLE x; --", "﷽" * 60, "\x00ab"])
def test_odd_searches_are_answered(amina, fill, text):
    fill(1)
    assert amina.post(reverse("participant_search"), {"text": text}).status_code == 200


# --- who has looked ---------------------------------------------------------------------------------------------
@pytest.mark.need("PRV-01", where="participant_looks; audit_log")
def test_who_has_looked_names_the_colleague(people, signed_in, fill):
    (enrolment,) = fill(1)
    signed_in(people.bo).get(reverse("participant", args=[enrolment.participant_id]))
    answer = signed_in(people.amina).get(reverse("participant_looks", args=[enrolment.participant_id]))
    assert "Bo Lind" in words(answer)


def test_the_log_is_narrowed_by_act_and_actor(people, signed_in, fill):
    (enrolment,) = fill(1)
    for colleague in (people.amina, people.bo):
        client = signed_in(colleague)
        client.get(reverse("participants"))
        client.get(reverse("participant", args=[enrolment.participant_id]))
    asked = {"act": "participant.read", "actor": str(people.bo.pk)}
    lines = signed_in(people.maja).get(reverse("audit_log"), asked).context["lines"]
    assert [(line.event.verb, line.actor) for line in lines] == [("read", "Bo Lind")]


def test_the_log_shows_no_other_organisation(people, signed_in):
    there = EnrolmentFactory(unit=people.vastervik_unit, project=people.project, coach=people.carin)
    signed_in(people.carin).get(reverse("participant", args=[there.participant_id]))
    assert "Carin" not in words(signed_in(people.maja).get(reverse("audit_log")))


@pytest.mark.parametrize("query", ["?before=x", "?before=99999999999999999999", "?act=..&actor=%00", "?before=-1"])
def test_a_bent_address_of_the_log_is_answered(people, signed_in, query):
    assert signed_in(people.maja).get(reverse("audit_log") + query).status_code == 200


# --- the first page ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "target"),
    [("eva", "results"), ("filip", "results"), ("gun", "results"), ("ida", "accounts"), ("maja", "audit_log")],
)
def test_those_without_participants_begin_where_their_work_is(people, signed_in, name, target):
    assert signed_in(getattr(people, name)).get(reverse("start")).headers["Location"] == reverse(target)


@pytest.mark.parametrize("name", ["hassan"])
def test_those_with_nothing_here_are_told_what_their_role_is(people, signed_in, name):
    assert "Your role" in words(signed_in(getattr(people, name)).get(reverse("start")))


# --- name in use, pronoun, change of name and legal sex -----------------------------------------------------------
@pytest.mark.need("HOR-09", where="participant; participant_change; participants")
def test_name_in_use_and_pronoun_are_shown_and_the_former_name_is_found_nowhere(people, signed_in):
    enrolment = EnrolmentFactory(
        unit=people.monsteras_unit,
        project=people.project,
        coach=people.amina,
        participant__given_name="Birger",
        participant__family_name="Ek",
        participant__controller=people.monsteras,
    )
    amina, person = signed_in(people.amina), enrolment.participant
    participants.change(participant=person, given_name="Birgit", pronoun="hon", by=viewer(people.amina))
    pages = [reverse("participant", args=[person.pk]), reverse("participants")]
    for page in pages:
        assert "Birgit" in words(amina.get(page)) and "hon" in words(amina.get(page))
        assert "Birger" not in words(amina.get(page))
    assert "No hits" in words(amina.post(reverse("participant_search"), {"text": "Birger"}))
    log = words(amina.get(reverse("participant_looks", args=[person.pk])))
    assert "given_name" in log and "Birger" not in log


@pytest.mark.need("HOR-09", where="participant_change")
def test_legal_sex_follows_a_new_number_and_the_page_says_what_stays(people, signed_in):
    enrolment = EnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina, participant__sex="M"
    )
    amina, page = signed_in(people.amina), reverse("participant_change", args=[enrolment.participant_id])
    assert "When somebody changes name or legal sex" in words(amina.get(page))
    new = identity_number(77, sex="F")
    participants.change(participant=enrolment.participant, identity_number=new, by=viewer(people.amina))
    enrolment.refresh_from_db()
    assert (enrolment.participant.legal_sex, enrolment.sex_at_enrolment) == ("F", "M")
