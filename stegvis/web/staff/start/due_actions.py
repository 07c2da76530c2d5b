"""What a row of what needs somebody looks like and what can be done about it, by its kind."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy

from stegvis.casework.queries.due import Due


@dataclass(frozen=True)
class Button:
    """The icon of a row, and where its button leads with which words."""

    icon: str
    text: str
    url: Callable[[Due], str]


def _person(due: Due) -> str:
    return reverse("participant", args=[due.participant.pk])


def _new_note(due: Due) -> str:
    return reverse("note_new", args=[due.participant.pk])


#: Every kind of `casework.queries.due` stands here.
BUTTONS: dict[str, Button] = {
    "no_contact": Button("phone", gettext_lazy("Write a note"), _new_note),
    "age_thirty": Button("calendar", gettext_lazy("Open"), _person),
}


@dataclass(frozen=True)
class DueRow:
    """A row of the first screen."""

    due: Due
    icon: str
    text: str
    url: str
    person_url: str


def row(due: Due) -> DueRow:
    """The row for something due."""
    button = BUTTONS[due.kind]
    return DueRow(due, button.icon, button.text, button.url(due), _person(due))
