"""The pages of mapping: sit down, answer section by section, saved as one goes, two people at once."""

import html
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.access.models import AuditEvent
from stegvis.casework.models import LifeWheel, Mapping, MappingAnswer, MappingSitting, Step
from stegvis.casework.queries import mappings
from stegvis.casework.vocabulary.mapping import LIFE_AREAS
from tests.factories import EnrolmentFactory
from tests.integration.web.test_query_counts import counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(people):
    return EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


@pytest.fixture
def mapping(amina, enrolment):
    amina.post(reverse("mapping_begin", args=[enrolment.participant_id]), {"mode": "on_site", "present": "participant"})
    return Mapping.objects.get()


def address(mapping, section="strengths") -> str:
    return reverse("mapping_fill", args=[mapping.pk, section])


def opened(client, mapping, section="strengths") -> dict:
    """The hidden fields of a page as a browser would send them."""
    page = client.get(address(mapping, section)).content.decode()
    names = ("opened", "page", "parts", "shown", "text")
    return {name: html.unescape(re.search(f'name="{name}" value="([^"]*)"', page)[1]) for name in names}


def saved(client, mapping, hidden: dict, **answers):
    fields = {name: value if isinstance(value, list) else [value] for name, value in (hidden | answers).items()}
    return client.post(reverse("mapping_save", args=[mapping.pk]), json.dumps(fields), content_type="application/json")


def values() -> dict:
    return dict(MappingAnswer.objects.filter(superseded_at=None).values_list("question", "value"))


@pytest.mark.need("MAP-06", where="mapping_fill")
def test_it_begins_with_strengths_and_goes_on_section_by_section(amina, enrolment):
    begun = amina.post(reverse("mapping_begin", args=[enrolment.participant_id]), {"mode": "on_site"})
    mapping = Mapping.objects.get()
    assert begun.url == address(mapping)
    sent = amina.post(address(mapping), opened(amina, mapping) | {"good_at": "Bygga", "support": ["family", "friends"]})
    assert sent.url.startswith(address(mapping, "wishes"))
    assert values() == {"good_at": "Bygga", "support": "family\nfriends"}


@pytest.mark.need("MAP-03", where="mapping_save")
def test_what_is_typed_is_saved_as_one_goes_and_comes_back(amina, mapping):
    hidden = opened(amina, mapping)
    for words in ("Byg", "Bygga båtar"):
        assert saved(amina, mapping, hidden, good_at=words).json()["words"].startswith("Saved")
    assert MappingAnswer.objects.count() == 1
    assert "Bygga båtar" in amina.get(address(mapping)).content.decode()


def test_saving_with_the_button_after_saving_by_itself_is_no_conflict(amina, mapping):
    hidden = opened(amina, mapping)
    saved(amina, mapping, hidden, good_at="Byg")
    assert amina.post(address(mapping), hidden | {"good_at": "Bygga"}).status_code == 302
    assert values() == {"good_at": "Bygga"}


def test_two_who_fill_in_at_once_choose_what_shall_stand(amina, mapping, people, signed_in):
    bo = signed_in(people.bo)
    bo.post(reverse("mapping_sitting", args=[mapping.pk]), {"mode": "phone"})
    hidden_a, hidden_b = opened(amina, mapping), opened(bo, mapping)
    saved(amina, mapping, hidden_a, good_at="Bygga")
    assert "Somebody else has answered" in saved(bo, mapping, hidden_b, good_at="Laga mat").json()["words"]
    asked = bo.post(address(mapping), hidden_b | {"good_at": "Laga mat", "enjoys": "Sjunga"})
    page = asked.content.decode()
    assert asked.status_code == 409
    assert "Amina Nur has answered meanwhile" in page and "Bygga" in page and "Laga mat" in page
    assert values() == {"good_at": "Bygga", "enjoys": "Sjunga"}
    bo.post(address(mapping), hidden_b | {"good_at": "Laga mat", "enjoys": "Sjunga", "keep-good_at": "mine"})
    assert values()["good_at"] == "Laga mat"


def test_a_hundred_thousand_characters_are_refused_and_stay_on_the_page(amina, mapping):
    long = "å" * 100_000
    hidden = opened(amina, mapping)
    answer = amina.post(address(mapping), hidden | {"good_at": long, "enjoys": "Sjunga"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert long in page and "Everything else is saved" in page
    assert values() == {"enjoys": "Sjunga"}
    assert "could not be kept" in saved(amina, mapping, hidden, good_at=long).json()["words"]


def test_without_script_the_page_comes_back_with_what_an_answer_asks_for(amina, mapping):
    hidden = opened(amina, mapping, "home")
    assert "care_needs" not in hidden["shown"].split()
    back = amina.post(address(mapping, "home"), hidden | {"care": "yes"})
    assert back.url.endswith("#care_needs") or "care_needs" in back.url
    assert "care_needs" in opened(amina, mapping, "home")["shown"].split()
    live = amina.post(address(mapping, "home"), opened(amina, mapping, "home") | {"care": "yes", "shown": "live"})
    assert "economy" in live.url


@pytest.mark.parametrize(
    ("text", "words"), [("sv", "Vad är du bra på?"), ("easy", "Vad kan du bra?"), ("en", "What are you good at?")]
)
def test_the_questions_stand_in_three_versions(amina, mapping, text, words):
    assert words in amina.get(f"{address(mapping)}?text={text}").content.decode()


def test_nobody_fills_in_without_saying_how_they_sit_down(people, signed_in, mapping):
    bo = signed_in(people.bo)
    assert bo.get(address(mapping)).url == reverse("mapping_sitting", args=[mapping.pk])
    assert saved(bo, mapping, {"opened": '{"good_at": ""}'}, good_at="x").status_code == 409


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"opened": "x"}', '{"opened": "[]"}', '{"parts": ["x"]}', "null", '{"a": 1}']
)
def test_what_no_page_sends_is_refused_without_a_trace(amina, mapping, body):
    answer = amina.post(reverse("mapping_save", args=[mapping.pk]), body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("posted", [{}, {"opened": "x"}, {"opened": "{}", "parts": "x"}, {"opened": "[]"}])
def test_a_bent_form_breaks_nothing(amina, mapping, posted):
    assert amina.post(address(mapping), posted).status_code in (302, 404)
    assert values() == {}


def test_a_section_that_is_not_there_is_not_found(amina, mapping):
    assert amina.get(address(mapping, "dans")).status_code == 404


@pytest.mark.need("PRV-03", where="mapping_show")
def test_sensitive_answers_are_opened_by_themselves(amina, mapping, people, signed_in):
    hidden = opened(amina, mapping, "health")
    amina.post(address(mapping, "health"), hidden | {"health_wants": "yes", "health_say": "Sover dåligt"})
    show = reverse("mapping_show", args=[mapping.pk])
    before = AuditEvent.objects.filter(record="sensitive_mapping", verb="open").count()
    assert "Sover dåligt" not in amina.get(show).content.decode()
    assert "Sover dåligt" in amina.post(show).content.decode()
    assert AuditEvent.objects.filter(record="sensitive_mapping", verb="open").count() == before + 1
    karin = signed_in(people.karin)
    assert "open to few" in karin.get(show).content.decode()
    assert karin.post(show).status_code == 403


def test_strengths_stand_above_everything_on_the_persons_page(amina, mapping, enrolment):
    saved(amina, mapping, opened(amina, mapping), good_at="Bygga båtar")
    page = amina.get(reverse("participant", args=[enrolment.participant_id])).content.decode()
    assert page.index("Bygga båtar") < page.index('id="times"')


def test_done_can_be_gone_on_with(amina, mapping):
    page = amina.post(reverse("mapping_done", args=[mapping.pk]), follow=True).content.decode()
    assert "Add what has shown later" in page
    assert "Done" in amina.get(reverse("mapping", args=[mapping.participant_id])).content.decode()
    saved(amina, mapping, opened(amina, mapping), good_at="Bygga")
    assert "Shown later" in amina.get(reverse("mapping_show", args=[mapping.pk])).content.decode()


def test_reading_costs_the_same_with_many_sittings_and_answers(amina, mapping):
    show = reverse("mapping_show", args=[mapping.pk])

    def sat(times: int):
        for _ in range(times):
            sitting = MappingSitting.objects.create(
                mapping=mapping, held_at=mapping.begun_at, mode="phone", author_name="Bo"
            )
            for code in ("good_at", "enjoys"):
                MappingAnswer.objects.filter(question=code).update(superseded_at=mapping.begun_at)
                MappingAnswer.objects.create(
                    mapping=mapping, question=code, form_version=mapping.common_part, sitting=sitting, value="x",
                    written_at=mapping.begun_at, written_by="1",
                )  # fmt: skip

    assert len(set(counts(lambda: amina.get(show), sat))) == 1
    assert len(mappings.former(mapping)["good_at"]) == 29


def wheel(**scores) -> dict:
    today = timezone.localdate()
    return dict.fromkeys(LIFE_AREAS.codes, "5") | {"scored_on": today.isoformat()} | scores


@pytest.mark.need("MAP-04", where="life_wheel")
def test_a_wheel_done_again_is_shown_beside_the_former(amina, enrolment):
    address = reverse("life_wheel_new", args=[enrolment.participant_id])
    amina.post(address, wheel(home="2"))
    page = amina.post(address, wheel(home="6"), follow=True).content.decode()
    assert "<svg" in page and "data-before" in page
    assert "+4" in page
    assert "Life wheel of" in page


def test_a_wheel_with_an_area_left_out_says_so_and_keeps_the_rest(amina, enrolment):
    told = wheel(words="Mera sömn")
    del told["home"]
    page = amina.post(reverse("life_wheel_new", args=[enrolment.participant_id]), told).content.decode()
    assert "Say a number for each area." in page and "Mera sömn" in page
    assert not LifeWheel.objects.exists()


def test_a_wheel_is_taken_back(amina, enrolment):
    amina.post(reverse("life_wheel_new", args=[enrolment.participant_id]), wheel())
    amina.post(reverse("life_wheel_withdraw", args=[LifeWheel.objects.get().pk]))
    assert "No life wheel yet" in amina.get(reverse("mapping", args=[enrolment.participant_id])).content.decode()


@pytest.mark.need("MAP-13", where="mapping_show")
def test_debts_lead_to_counselling_and_a_step_in_the_plan(amina, mapping):
    hidden = opened(amina, mapping, "economy")
    saved(amina, mapping, hidden, debts="csn", debt_advice="wants")
    show = reverse("mapping_show", args=[mapping.pk])
    page = amina.get(show).content.decode()
    assert "budget-och-skuldradgivning" in page
    amina.post(reverse("mapping_step", args=[mapping.pk]), {"code": "debt_tip"})
    assert Step.objects.get().text == "Book a time with budget and debt counselling"


@pytest.mark.need("MAP-14", where="mapping_show")
def test_weak_digital_skills_bring_an_offer_of_training(amina, mapping):
    saved(amina, mapping, opened(amina, mapping, "digital"), digital_ease="2")
    assert "Offer training in digital tools" in amina.get(reverse("mapping_show", args=[mapping.pk])).content.decode()
    saved(amina, mapping, opened(amina, mapping, "digital"), digital_ease="5")
    assert "Offer training" not in amina.get(reverse("mapping_show", args=[mapping.pk])).content.decode()


def test_a_step_that_no_notice_proposes_is_none(amina, mapping):
    assert amina.post(reverse("mapping_step", args=[mapping.pk]), {"code": "good_at"}).status_code == 302
    assert not Step.objects.exists()


@pytest.mark.need("INT-05", where="participant")
@pytest.mark.need("LNG-12", where="participant")
@pytest.mark.need("MAP-12", where="participant")
def test_unfinished_schooling_sfi_and_licence_stand_on_the_persons_page(amina, mapping, enrolment):
    person = reverse("participant", args=[enrolment.participant_id])
    assert "comes first" not in amina.get(person).content.decode()
    saved(amina, mapping, opened(amina, mapping, "schooling"), compulsory_school="incomplete")
    saved(amina, mapping, opened(amina, mapping, "language"), sfi_status="going_on", sfi_times="Mondays")
    saved(amina, mapping, opened(amina, mapping, "mobility"), licence="learning", licence_need="theory")
    page = amina.get(person).content.decode()
    assert "Unfinished schooling: comes first" in page
    assert "SFI: Yes, now" in page
    assert "Driving licence: Taking it now" in page


@pytest.mark.need("MAP-10", where="mapping_fill")
@pytest.mark.need("MAP-11", where="mapping_fill")
@pytest.mark.need("HOR-06", where="mapping_fill")
def test_what_lasts_how_much_influence_and_barriers_around_are_asked_and_shown(amina, mapping):
    saved(amina, mapping, opened(amina, mapping, "work"), lasting_work="Same hours every day")
    saved(amina, mapping, opened(amina, mapping, "wishes"), influence_how_much="together")
    saved(amina, mapping, opened(amina, mapping, "surroundings"), barriers="noise", adjustments="A calm room")
    page = amina.get(reverse("mapping_show", args=[mapping.pk])).content.decode()
    for words in ("Same hours every day", "We decide together", "Noise, light or premises", "A calm room"):
        assert words in page
