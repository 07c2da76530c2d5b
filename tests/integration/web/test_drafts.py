"""Text that is not yet sent is kept on the server and put back."""

import json

import pytest
from django import forms
from django.urls import reverse

from stegvis.access.queries import drafts
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.forms import CheckboxList, DateField, StegvisRenderer
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
KEY = "enrol-new"


class Enrol(forms.Form):
    default_renderer = StegvisRenderer()

    name = forms.CharField()
    start_on = DateField()
    groups = forms.MultipleChoiceField(choices=[("x", "Ex"), ("y", "Why")], widget=CheckboxList)
    agreed = forms.BooleanField(required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, initial="ours")


@pytest.fixture
def writer(client):
    user = UserFactory()
    client.force_login(user)
    client.writer = user
    return client


def keep(client, content, key=KEY):
    return client.post(reverse("draft", args=[key]), json.dumps(content), content_type="application/json")


def test_answer_says_when(writer):
    answer = keep(writer, {"name": ["Åsa"]})
    assert answer.status_code == 200
    assert answer.json()["words"]


def test_later_draft_takes_the_place_of_the_earlier(writer):
    keep(writer, {"name": ["Åsa"]})
    keep(writer, {"name": ["Åsa Ek"]})
    assert drafts.find(writer.writer, KEY).content == {"name": ["Åsa Ek"]}


def test_form_gets_back_what_was_typed_right_or_wrong(writer):
    keep(writer, {"name": ["Åsa"], "start_on": ["2026-11-"], "groups": ["x", "y"], "gone": ["?"], "hidden": ["theirs"]})
    form = Enrol()
    assert restore_draft(form, user=writer.writer, form_key=KEY)
    drawn = str(form)
    assert 'value="Åsa"' in drawn
    assert 'value="2026-11-"' in drawn
    assert drawn.count("checked") == 2
    assert 'value="ours"' in drawn


def test_form_that_was_sent_is_left_alone(writer):
    keep(writer, {"name": ["Åsa"]})
    assert restore_draft(Enrol({"name": "Bo"}), user=writer.writer, form_key=KEY) is None


def test_nobody_else_gets_the_draft(writer):
    keep(writer, {"name": ["Åsa"]})
    assert restore_draft(Enrol(), user=UserFactory(), form_key=KEY) is None


def test_draft_can_be_thrown_away(writer):
    keep(writer, {"name": ["Åsa"]})
    writer.post(reverse("discard_draft", args=[KEY]))
    assert drafts.find(writer.writer, KEY) is None


@pytest.mark.parametrize("body", ["", "[]", "nonsense", '{"name": "text"}', '{"name": ["' + "x" * 500_000 + '"]}'])
def test_what_is_not_a_draft_is_refused_and_nothing_kept(writer, body):
    answer = writer.post(reverse("draft", args=[KEY]), body, content_type="application/json")
    assert answer.status_code == 400
    assert drafts.find(writer.writer, KEY) is None


def test_stranger_can_keep_nothing(client):
    assert keep(client, {"name": ["Åsa"]})["Location"].startswith(reverse("account_login"))
