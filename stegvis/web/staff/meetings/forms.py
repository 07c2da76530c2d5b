"""When, how long, what for and where."""

import datetime as dt
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from stegvis.access.rules import Viewer
from stegvis.casework.models import Meeting, Participant
from stegvis.casework.queries import meetings
from stegvis.casework.rules.meetings import LONGEST_MINUTES
from stegvis.casework.vocabulary import LANGUAGES
from stegvis.casework.vocabulary.meetings import MEETING_KINDS, MEETING_MODES
from stegvis.web.shared.forms import DateField
from stegvis.web.staff import fields
from stegvis.web.staff.notes.forms import TimeInput


class MeetingForm(forms.Form):
    """Day and time are enough; the rest has an answer already."""

    on = DateField(label=gettext_lazy("Day"))
    at = forms.TimeField(label=gettext_lazy("Time"), widget=TimeInput, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"])
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=LONGEST_MINUTES, initial=60)
    kind = forms.ChoiceField(label=gettext_lazy("What for?"), choices=MEETING_KINDS.choices)
    mode = forms.ChoiceField(label=gettext_lazy("How"), choices=MEETING_MODES.choices)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False, widget=fields.NAME)
    room = forms.ModelChoiceField(label=gettext_lazy("Room"), queryset=None, required=False, empty_label="–")
    interpreter_language = forms.ChoiceField(
        label=gettext_lazy("Interpreter"),
        choices=fields.choices_of(LANGUAGES, gettext_lazy("No interpreter")),
        required=False,
    )
    user = forms.ModelChoiceField(label=gettext_lazy("Who meets the person?"), queryset=None)
    anyway = forms.BooleanField(label=gettext_lazy("Book anyway"), required=False)
    sent_as = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, posted=None, *, viewer: Viewer, person: Participant, meeting: Meeting | None = None, asked=None):
        super().__init__(posted, initial=_present(meeting) if meeting else _fresh(person, asked or {}))
        self.fields["room"].queryset = meetings.rooms(viewer)
        people = meetings.users_for(viewer, person, keep=meeting.user_id if meeting else None)
        self.fields["user"].queryset = people
        if meeting is None:
            self.initial["user"] = viewer.user_id
        else:
            del self.fields["sent_as"]
        if len(people) <= 1:
            del self.fields["user"]

    @property
    def clash(self) -> bool:
        """Was it refused because something else is there at that time?"""
        return bool(self.is_bound and (self.errors.get("anyway") or self.data.get("anyway")))

    def facts(self) -> dict:
        """The answers as the action's arguments."""
        told = dict(self.cleaned_data)
        told["starts_at"] = timezone.make_aware(dt.datetime.combine(told.pop("on"), told.pop("at")))
        return told


def _fresh(person: Participant, asked) -> dict:
    now = timezone.localtime()
    kind = asked.get("kind", "")
    try:
        on = dt.date.fromisoformat(asked.get("on", ""))
    except ValueError:
        on = now.date() + dt.timedelta(days=1)
    return {
        "on": on,
        "at": dt.time(9),
        "kind": kind if kind in MEETING_KINDS.codes else "talk",
        "mode": "on_site",
        "interpreter_language": person.language if person.interpreter else "",
        "sent_as": uuid.uuid4(),
    }


def _present(meeting: Meeting) -> dict:
    at = timezone.localtime(meeting.starts_at)
    names = ("minutes", "kind", "mode", "place", "room", "interpreter_language", "user")
    return {name: getattr(meeting, name) for name in names} | {
        "on": at.date(),
        "at": at.time().replace(second=0, microsecond=0),
    }
