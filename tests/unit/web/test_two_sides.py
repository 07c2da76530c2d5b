"""What counts as changed when two have written in one form."""

import datetime as dt

import pytest
from django import forms

from stegvis.web.shared.sides import Part


class TimeForm(forms.Form):
    """A day and a time."""

    at = forms.TimeField(input_formats=["%H:%M", "%H:%M:%S"])


@pytest.mark.parametrize(("typed", "verdict"), [("11:30", "same"), ("11:30:00", "same"), ("12:00", "mine")])
def test_a_time_that_was_left_alone_is_nobodys_change(typed, verdict):
    opened = Part(TimeForm(initial={"at": dt.time(11, 30)})).sides()
    token = {name: (side.label, side.stands) for name, side in opened.items()}
    sides = Part(TimeForm({"at": typed}, initial={"at": dt.time(11, 30)})).sides(token)
    assert sides["at"].verdict() == verdict
