"""The menu says where in the house a page lies."""

import re

import pytest
from django.urls import reverse

from tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("start", "start"),
        ("stand_up", "start"),
        ("deputies", "start"),
        ("participants", "participants"),
        ("note_new", "participants"),
        ("participant_plan", "participants"),
        ("plans", "participants"),
        ("activities_today", "activities"),
        ("activity_new", "activities"),
        ("follow_ups", "follow_ups"),
        ("import_new", "imports"),
        ("api_tokens", None),
    ],
)
def test_one_line_of_the_menu_is_marked_once(people, signed_in, page, line):
    person = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina).participant_id
    about = [person] if page in ("note_new", "participant_plan") else []
    told = signed_in(people.amina).get(reverse(page, args=about)).content.decode()
    menu = re.search(r"<nav[^>]*>.*?</nav>", told, re.DOTALL)[0]
    lines = re.findall(r"<a ([^>]*)>", menu)
    marked = [re.search('href="([^"]*)"', each)[1] for each in lines if 'aria-current="page"' in each]
    assert marked == ([reverse(line)] if line else [])
    assert len(lines) == len(set(lines))
