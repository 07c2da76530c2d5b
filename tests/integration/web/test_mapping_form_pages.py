"""Designing the mapping form in the browser: sections, questions, conditions, order, publishing."""

import re

import pytest
from django.urls import reverse

from stegvis.casework.models import MappingForm, MappingFormVersion
from stegvis.casework.rules import mapping_form as document

pytestmark = pytest.mark.django_db


@pytest.fixture
def dag(people, signed_in):
    return signed_in(people.dag)


@pytest.fixture
def form(dag, people):
    dag.post(reverse("mapping_form_begin"), {"unit": people.monsteras_unit.pk})
    found = MappingForm.objects.get(unit=people.monsteras_unit)
    dag.post(reverse("mapping_form_section", args=[found.pk, "new"]), {"sv": "Båtar", "information": "other"})
    return found


def sections(form):
    return document.read(form.versions.order_by("-number").first().content)


def add(client, form, **told):
    address = reverse("mapping_form_question", args=[form.pk, sections(form)[0].code, "new"])
    return client.post(address, {"kind": "short_text", "sv": "Vilken båt?"} | told)


def act(client, form, do, code=""):
    return client.post(reverse("mapping_form_act", args=[form.pk]), {"do": do, "code": code}, follow=True)


@pytest.mark.need("MAP-01", where="mapping_form")
def test_a_leader_designs_the_units_part_without_code(dag, form):
    add(dag, form, kind="one_choice", sv="Har du båt?", options="Ja\nNej", options_en="Yes\nNo", easy="Båt?")
    asked = sections(form)[0].questions[0]
    assert [(option.sv, option.en) for option in asked.options] == [("Ja", "Yes"), ("Nej", "No")]
    first = add(dag, form, show_code=asked.code)
    assert "Choose the answers, then save." in first.content.decode()
    add(dag, form, show_code=asked.code, show_values=asked.options[0].code)
    assert sections(form)[0].questions[1].show_if == document.Condition(asked.code, (asked.options[0].code,))
    assert "Published" in act(dag, form, "publish").content.decode()
    assert MappingFormVersion.objects.get(form=form).state == "published"


def test_an_earlier_question_of_the_common_part_can_be_hung_on(dag, form):
    page = dag.get(reverse("mapping_form_question", args=[form.pk, sections(form)[0].code, "new"])).content.decode()
    assert 'value="licence"' in page or MappingFormVersion.objects.filter(form__is_common=True).count() == 0


def test_questions_change_their_places(dag, form):
    for words in ("Ett", "Två"):
        add(dag, form, sv=words)
    second = sections(form)[0].questions[1].code
    act(dag, form, "up", second)
    assert [each.sv for each in sections(form)[0].questions] == ["Två", "Ett"]
    act(dag, form, "remove", second)
    assert [each.sv for each in sections(form)[0].questions] == ["Ett"]


def test_a_draft_without_a_question_is_not_published(dag, form):
    assert "has no question" in act(dag, form, "publish").content.decode()
    assert MappingFormVersion.objects.get(form=form).state == "draft"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"sv": ""}, "To correct:"),
        ({"kind": "one_choice", "options": "Ja"}, "between 2 and"),
        ({"kind": "one_choice", "options": "Ja\nJa"}, "the same words"),
        ({"kind": "one_choice", "options": "Ja\nNej", "options_en": "a\nb\nc"}, "more choices in English"),
        ({"kind": "notice", "link": "javascript:x"}, "begins with https"),
        ({"sv": "å" * 100_000}, "To correct:"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(dag, form, told, words):
    page = add(dag, form, easy="Lätt fråga", **told).content.decode()
    assert words in page
    assert "Lätt fråga" in page
    assert sections(form)[0].questions == ()


def test_two_who_change_one_question_at_once_are_told(dag, form):
    add(dag, form)
    code = sections(form)[0].questions[0].code
    address = reverse("mapping_form_question", args=[form.pk, sections(form)[0].code, code])
    mark = re.search(r'name="mark" value="(\w+)"', dag.get(address).content.decode())[1]
    dag.post(address, {"kind": "short_text", "sv": "Den andras", "mark": mark})
    page = dag.post(address, {"kind": "short_text", "sv": "Min", "mark": mark}).content.decode()
    assert "Somebody else has changed this meanwhile" in page and "Min" in page
    assert sections(form)[0].questions[0].sv == "Den andras"


def test_a_published_version_is_shown_without_tools(dag, form):
    add(dag, form)
    act(dag, form, "publish")
    page = dag.get(reverse("mapping_form", args=[form.pk])).content.decode()
    assert "It never changes" in page
    assert 'value="up"' not in page
    gone = dag.get(reverse("mapping_form_section", args=[form.pk, sections(form)[0].code]))
    assert gone.status_code == 404


def test_a_colleague_elsewhere_finds_nothing_of_it(form, people, signed_in):
    assert signed_in(people.carin).get(reverse("mapping_form", args=[form.pk])).status_code == 403
    assert signed_in(people.eva).get(reverse("mapping_form", args=[form.pk])).status_code == 404


def test_the_regional_office_changes_the_common_part(people, signed_in):
    eva = signed_in(people.eva)
    page = eva.post(reverse("mapping_form_begin"), {"unit": ""}, follow=True).content.decode()
    assert "Vad är du bra på?" in page
    form = MappingForm.objects.get(is_common=True)
    act(eva, form, "publish")
    assert form.versions.filter(state="published").count() == 2
