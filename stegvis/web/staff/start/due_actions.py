"""What a row of what needs somebody looks like and what can be done about it, by its kind."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy

from stegvis.access.rules import Viewer
from stegvis.casework.queries.due import Due


@dataclass(frozen=True)
class Button:
    """The icon of a row, and where its button leads with which words. `call`: a call can be noted in place."""

    icon: str
    text: str
    url: Callable[[Due], str]
    call: bool = False


def _person(due: Due) -> str:
    return reverse("participant", args=[due.participant.pk])


def _new_note(due: Due) -> str:
    return reverse("note_new", args=[due.participant.pk])


#: Every kind of `casework.queries.due` stands here.
BUTTONS: dict[str, Button] = {
    "no_contact": Button("phone", gettext_lazy("Write a note"), _new_note, call=True),
    "late_step": Button("flag", gettext_lazy("Open"), _person),
    "no_step": Button("footprints", gettext_lazy("Open"), _person),
    "age_thirty": Button("calendar", gettext_lazy("Open"), _person),
}


@dataclass(frozen=True)
class DueRow:
    """A row of the first screen. `more`: whether it can be put off (and a call noted, when `call_url`)."""

    due: Due
    icon: str
    text: str
    url: str
    person_url: str
    more: bool
    call_url: str
    put_off_url: str


def row(viewer: Viewer, due: Due) -> DueRow:
    """The row for something due."""
    button, person = BUTTONS[due.kind], due.participant.pk
    return DueRow(
        due=due,
        icon=button.icon,
        text=button.text,
        url=button.url(due),
        person_url=_person(due),
        more=viewer.may("note", "write"),
        call_url=reverse("due_call", args=[person]) if button.call else "",
        put_off_url=reverse("due_put_off", args=[person, due.kind]),
    )
