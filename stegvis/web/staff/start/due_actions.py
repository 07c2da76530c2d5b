"""What a row of what needs somebody looks like and what can be done about it, by its kind."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy

from stegvis.access.rules import Viewer
from stegvis.casework.queries.due import Due


@dataclass(frozen=True)
class Button:
    """The icon of a row, and where its button leads with which words. `call`: a call can be noted in place.

    `right`: the record and verb it takes; for whoever lacks it the row leads to the person.
    """

    icon: str
    text: str
    url: Callable[[Due], str]
    call: bool = False
    right: tuple[str, str] | None = None


def _person(due: Due) -> str:
    return reverse("participant", args=[due.participant.pk])


def _today(due: Due) -> str:
    return reverse("activities_today")


def _new_note(due: Due) -> str:
    return reverse("note_new", args=[due.participant.pk])


def _plan(due: Due) -> str:
    return f"{reverse('participant_plan', args=[due.participant.pk])}#steps"


def _talk(due: Due) -> str:
    return reverse("plan_talk", args=[due.participant.pk, due.record_id])


def _frame(due: Due) -> str:
    return f"{reverse('participant_plan', args=[due.participant.pk])}#frames"


def _intake(due: Due) -> str:
    return f"{reverse('participant_intake', args=[due.participant.pk])}#permit"


def _follow_up(due: Due) -> str:
    enrolment, occasion = due.record_id.split()
    return f"{reverse('follow_up_new', args=[enrolment])}?occasion={occasion}"


def _team_meeting(due: Due) -> str:
    return reverse("team_meeting", args=[due.participant.pk, due.record_id])


def _meetings(due: Due) -> str:
    return f"{reverse('participant_team', args=[due.participant.pk])}#meetings"


def _onward(due: Due) -> str:
    return f"{reverse('participant_team', args=[due.participant.pk])}#onward"


def _sharing(due: Due) -> str:
    return f"{reverse('participant_sharing', args=[due.participant.pk])}#consents"


def _hand_over(due: Due) -> str:
    return reverse("hand_over", args=[due.record_id])


_NOTES, _PLANS = ("note", "write"), ("plan", "change")
#: Every kind of `casework.queries.due` stands here.
BUTTONS: dict[str, Button] = {
    "hand_over": Button("user-check", gettext_lazy("Read and take over"), _hand_over),
    "no_contact": Button("phone", gettext_lazy("Write a note"), _new_note, call=True, right=_NOTES),
    "late_step": Button("flag", gettext_lazy("To the step"), _plan),
    "follow_up": Button("phone", gettext_lazy("Follow up"), _follow_up),
    "no_activity": Button("users", gettext_lazy("Book an activity"), _today),
    "permit": Button("calendar", gettext_lazy("To the permit"), _intake),
    "age_thirty": Button("calendar", gettext_lazy("Open"), _person),
    "no_plan": Button("target", gettext_lazy("Begin the plan"), _plan, right=_PLANS),
    "no_step": Button("footprints", gettext_lazy("Add a step"), _plan, right=_PLANS),
    "step_review": Button("clock", gettext_lazy("To the step"), _plan),
    "plan_review": Button("clipboard-check", gettext_lazy("To the plan"), _plan),
    "plan_talk": Button("message-square", gettext_lazy("Note the talk"), _talk, right=_PLANS),
    "frame_ends": Button("hourglass", gettext_lazy("To the frame"), _frame),
    "team_meeting": Button("notebook-pen", gettext_lazy("Note the meeting"), _team_meeting),
    "team_follow_up": Button("users", gettext_lazy("Invite again"), _meetings),
    "wellbeing": Button("heart-pulse", gettext_lazy("Write a note"), _new_note, call=True, right=_NOTES),
    "onward": Button("phone", gettext_lazy("Ask again"), _onward),
    "consent_ends": Button("shield-check", gettext_lazy("To the consent"), _sharing),
}


@dataclass(frozen=True)
class DueRow:
    """A row of the first screen. `more_url`: the forms for it, fetched when it is opened; empty when there are none."""

    due: Due
    icon: str
    text: str
    url: str
    person_url: str
    more_url: str
    put_off_url: str


def row(viewer: Viewer, due: Due) -> DueRow:
    """The row for something due."""
    button, about = BUTTONS[due.kind], [due.participant.pk, due.kind]
    may = button.right is None or viewer.may(*button.right)
    more_url = ""
    if viewer.may("note", "write"):
        day = f"&on={due.due_on}" if due.due_on else ""
        record = f"?record={due.record_id}{day}" if due.kind in _MOVED else ""
        more_url = reverse("due_more", args=about) + record
    return DueRow(
        due=due,
        icon=button.icon,
        text=button.text if may else gettext_lazy("Open"),
        url=button.url(due) if may else _person(due),
        person_url=_person(due),
        more_url=more_url,
        put_off_url=reverse("due_put_off", args=about),
    )


@dataclass(frozen=True)
class Forms:
    """Where the forms of a row are sent: a call, another day (with the day that stands and whether one says why)."""

    call_url: str
    move_url: str
    put_off_url: str
    because: bool


def forms_of(viewer: Viewer, person: UUID, kind: str, record: UUID | None) -> Forms:
    """What can be done in place with a row of a kind about a person's record."""
    moved = ""
    if record and kind in _MOVED and viewer.may("plan", "change"):
        name, *day = _MOVED[kind]
        moved = reverse(name, args=[person, record, *day])
    return Forms(
        call_url=reverse("due_call", args=[person]) if BUTTONS[kind].call else "",
        move_url=moved,
        put_off_url=reverse("due_put_off", args=[person, kind]),
        because=kind == "late_step",
    )


#: The kinds whose day can be moved: the address, and which of a step's days it is.
_MOVED = {
    "late_step": ("due_move_step", "due"),
    "step_review": ("due_move_step", "review"),
    "plan_talk": ("due_move_talk",),
}
