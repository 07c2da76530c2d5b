"""The tags that remember: the same words and addresses as Django's own, in each language and for each id."""

from uuid import uuid4

from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from stegvis.web.shared.quick.links import to


def shown(text: str, **context) -> str:
    return Template("{% load i18n %}" + text).render(Context(context))


def test_a_remembered_text_follows_the_language():
    page = Template('{% load i18n %}{% trans "Participants" %}{% trans "Notes" as words %}/{{ words }}')
    told = {}
    for language in ("sv", "en", "sv"):
        with translation.override(language):
            told[language] = page.render(Context())
    assert told == {"sv": "Deltagare/Anteckningar", "en": "Participants/Notes"}


def test_texts_with_variables_and_filters_are_not_remembered():
    page = Template("{% load i18n %}{% trans words %}{% trans 'Notes'|upper %}")
    with translation.override("en"):
        assert [page.render(Context({"words": each})) for each in ("a", "b")] == ["aNOTES", "bNOTES"]


def test_an_address_is_that_of_its_own_id():
    page = Template('{% url "participant" one %}{% url "participant" one as found %} {{ found }}')
    for one in (uuid4(), uuid4()):
        address = reverse("participant", args=[one])
        assert page.render(Context({"one": one})) == f"{address} {address}"
        assert to("participant", one) == address


def test_several_ids_keep_their_order():
    person, talk = uuid4(), uuid4()
    assert to("plan_talk", person, talk) == reverse("plan_talk", args=[person, talk])


def test_what_is_no_id_and_what_does_not_exist_are_left_to_django():
    assert shown('{% url "results_project" "va-1" %}') == reverse("results_project", args=["va-1"])
    assert shown('{% url "nowhere" as found %}[{{ found }}]') == "[]"
