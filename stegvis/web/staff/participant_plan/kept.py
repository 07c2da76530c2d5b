"""A kept version of the plan in words, part by part."""

import datetime as dt

from django.utils.translation import gettext_lazy

from stegvis.casework.queries import plan_content
from stegvis.web.shared.words import day

PARTS = {
    "goal": gettext_lazy("Goal"),
    "occupation": gettext_lazy("Wished occupation"),
    "sustainable": gettext_lazy("What makes work last"),
    "review_on": gettext_lazy("Review"),
    "goals": gettext_lazy("Sub-goals"),
    "routes": gettext_lazy("Ways there"),
    "steps": gettext_lazy("Steps"),
    "frames": gettext_lazy("Frames"),
    "statements": gettext_lazy("Pace and support"),
}


def sections(content: dict) -> list[tuple[str, list[str]]]:
    """What the plan says, as headings with lines; parts without a word are left out."""
    found = [(str(PARTS[part]), _lines(part, content.get(part))) for part in PARTS]
    return [(heading, lines) for heading, lines in found if lines]


def _lines(part: str, said) -> list[str]:
    if not said:
        return []
    if part == "review_on":
        return [day(dt.date.fromisoformat(said))]
    if part in plan_content.SINGLE:
        return said.splitlines()
    return [plan_content.line_words(part, line) for line in said]
