"""What a form says to people and to screen readers."""

import pytest
from django import forms
from django.utils import translation

from stegvis.web.shared.forms import CheckboxList, DateField, RadioCards, StegvisRenderer
from stegvis.web.shared.templatetags.stegvis_ui import form_errors


class Enrol(forms.Form):
    default_renderer = StegvisRenderer()

    name = forms.CharField(label="Name", help_text="As in the passport")
    start_on = DateField(label="First day", required=False)
    way = forms.ChoiceField(
        label="Way", choices=[("a", "Alpha"), ("b", "Beta")], widget=RadioCards(descriptions={"a": "The first one"})
    )
    groups = forms.MultipleChoiceField(label="Groups", choices=[("x", "Ex")], widget=CheckboxList, required=False)


class Short(forms.Form):
    default_renderer = StegvisRenderer()

    one = forms.CharField()
    two = forms.CharField()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_help_is_tied_to_its_field():
    drawn = str(Enrol()["name"].as_field_group())
    assert 'aria-describedby="id_name_helptext"' in drawn
    assert 'id="id_name_helptext"' in drawn


def test_error_is_tied_to_its_field_and_the_field_says_it_is_wrong():
    drawn = str(Enrol({"way": "a"})["name"].as_field_group())
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_group_of_choices_has_a_legend_and_its_error():
    drawn = str(Enrol({"name": "N"})["way"].as_field_group())
    assert "<legend>Way" in drawn
    assert "id_way_error" in drawn.split("<legend>")[0]


def test_what_was_typed_stays():
    drawn = str(Enrol({"name": "Åsa", "start_on": "2026-13-45"}))
    assert 'value="Åsa"' in drawn
    assert 'value="2026-13-45"' in drawn


def test_required_is_said_where_some_fields_are_not():
    drawn = str(Enrol()["name"].as_field_group())
    assert "sv-required" in drawn
    assert "sv-required" not in str(Enrol()["start_on"].as_field_group())


def test_required_is_not_said_where_every_field_is():
    assert "sv-required" not in str(Short())


def test_summary_links_to_each_wrong_field():
    summary = form_errors(Enrol({}))
    assert 'href="#id_name"' in summary
    assert 'href="#id_way_0"' in summary
    assert "2 things must be corrected" in summary


def test_summary_leads_with_the_label_and_a_question_keeps_its_own_sign():
    form = Enrol({})
    form.fields["way"].label = "Which way?"
    summary = form_errors(form)
    assert ">Name: This field" in summary
    assert ">Which way? This field" in summary


def test_no_summary_before_the_form_is_sent_or_when_all_is_well():
    assert form_errors(Enrol()) == ""
    assert form_errors(Enrol({"name": "N", "way": "a"})) == ""


def test_summary_shows_what_concerns_the_whole_form():
    form = Short({"one": "1", "two": "2"})
    form.full_clean()
    form.add_error(None, "These do not go together")
    assert "These do not go together" in form_errors(form)


@pytest.mark.parametrize("typed", ["2026-11-23", "20261123"])
def test_date_is_read_in_both_ways_of_writing(typed):
    assert DateField().clean(typed).isoformat() == "2026-11-23"


def test_date_is_sent_to_the_picker_in_its_own_format():
    with translation.override("sv"):
        drawn = str(Enrol({"start_on": "2026-11-23"})["start_on"])
    assert 'type="date"' in drawn
    assert 'value="2026-11-23"' in drawn


def test_card_says_more_about_the_choice():
    assert "The first one" in str(Enrol()["way"])


def test_names_with_markup_are_shown_as_text():
    drawn = str(Enrol({"name": '"><script>alert(1)</script>'}))
    assert "<script>" not in drawn


def test_no_placeholder_stands_where_text_should_be():
    class Placed(forms.Form):
        default_renderer = StegvisRenderer()
        code = forms.CharField(widget=forms.TextInput({"placeholder": "Code", "autocomplete": "one-time-code"}))

    drawn = str(Placed()["code"])
    assert "placeholder" not in drawn
    assert 'inputmode="numeric"' in drawn
