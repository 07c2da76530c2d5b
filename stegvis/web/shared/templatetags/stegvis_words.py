"""Filters that write dates, times, shares and counts; see stegvis.web.shared.words."""

from django import template

from stegvis.web.shared import words

register = template.Library()

for _filter in (
    words.day,
    words.day_short,
    words.day_full,
    words.clock,
    words.moment,
    words.whole,
    words.decimal,
    words.percent,
    words.percent_range,
):
    register.filter(_filter.__name__, _filter)
