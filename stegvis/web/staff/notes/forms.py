"""Write a note: what it was, when, how long, the words, and what comes next."""

import datetime as dt
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.models import Note
from stegvis.casework.models.note import LONGEST_NOTE
from stegvis.casework.rules.notes import MOST_MINUTES
from stegvis.casework.rules.plans import LINE
from stegvis.casework.vocabulary import (
    ATTEMPT_PARTIES,
    ATTEMPT_RESULTS,
    COACHING_METHODS,
    COMPARTMENTS,
    NOTE_KINDS,
    NOTE_MODES,
)
from stegvis.web.shared.forms import CheckboxList, DateField
from stegvis.web.staff import fields

#: How a contact of a kind is mostly held, so that nobody has to say so.
_USUAL_MODE = {"phone": "phone", "message": "written", "home_visit": "home"}


class TimeInput(forms.TimeInput):
    """The browser's own clock; hours and minutes."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class NoteForm(forms.Form):
    """One screen. Everything but kind and words has an answer already."""

    kind = forms.ChoiceField(label=gettext_lazy("What was it?"), choices=NOTE_KINDS.choices, initial="talk")
    text = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "autocomplete": "off", "autofocus": True}),
    )
    happened_on = DateField(label=gettext_lazy("Day"))
    happened_time = forms.TimeField(
        label=gettext_lazy("Time"), widget=TimeInput, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"]
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=MOST_MINUTES, required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=fields.choices_of(NOTE_MODES, gettext_lazy("Follows from what it was")),
        required=False,
    )
    methods = forms.MultipleChoiceField(
        label=gettext_lazy("Method used"), choices=COACHING_METHODS.choices, required=False, widget=CheckboxList
    )
    attempt_result = forms.ChoiceField(
        label=gettext_lazy("How did the attempt end?"), choices=fields.choices_of(ATTEMPT_RESULTS), required=False
    )
    attempt_party = forms.ChoiceField(
        label=gettext_lazy("Who tried?"), choices=ATTEMPT_PARTIES.choices, initial="unit", required=False
    )
    compartment = forms.ChoiceField(
        label=gettext_lazy("Who may read it"),
        help_text=gettext_lazy("What is sensitive is kept apart. Each time somebody opens it, the log says so."),
        choices=lambda: [
            ("", _("An ordinary note")),
            *((code, _("Sensitive: %(about)s") % {"about": label}) for code, label in COMPARTMENTS.choices()),
        ],
        required=False,
    )
    next_step = forms.CharField(
        label=gettext_lazy("Next step"),
        help_text=gettext_lazy("Goes into the plan. Leave empty if it stands there already."),
        max_length=LINE,
        required=False,
        widget=fields.NAME,
    )
    next_step_on = DateField(label=gettext_lazy("By which day"), required=False)
    sent_as = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        posted=None,
        *,
        may_be_sensitive: bool,
        note: Note | None = None,
        kind: str = "",
        text: str = "",
        held=None,
    ):
        super().__init__(posted, initial=_present(note) if note else _fresh(kind, text, held))
        if not may_be_sensitive:
            del self.fields["compartment"]
        elif note is not None and note.sensitive:
            self.fields["compartment"].choices = [
                (code, _("Sensitive: %(about)s") % {"about": label}) for code, label in COMPARTMENTS.choices()
            ]
        if note is not None:
            del self.fields["next_step"], self.fields["next_step_on"]
        fields.keep_present(self, {"methods": COACHING_METHODS})

    def clean_text(self):
        text = self.cleaned_data["text"]
        if len(text) > LONGEST_NOTE * 2:  # the rule says exactly; this only keeps a pasted book out of the database
            raise forms.ValidationError(
                _("The text is %(length)s characters long, and at most %(most)s fit. Divide it into several notes.")
                % {"length": len(text), "most": LONGEST_NOTE}
            )
        return text

    def clean(self):
        told = super().clean()
        if told.get("next_step_on") and not told.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", _("Write what the next step is, or empty the day."))
        return told

    def step(self) -> tuple[str, dt.date | None] | None:
        """The next step and its day; None when none was written."""
        text = self.cleaned_data.get("next_step", "").strip()
        return (text, self.cleaned_data.get("next_step_on")) if text else None

    def facts(self) -> dict:
        """The answers as the action's arguments."""
        told = {name: value for name, value in self.cleaned_data.items() if not name.startswith("next_step")}
        at = dt.datetime.combine(told.pop("happened_on"), told.pop("happened_time"))
        told["happened_at"] = timezone.make_aware(at)
        told["mode"] = told["mode"] or _USUAL_MODE.get(told["kind"], "")
        if told["kind"] != "attempt":
            told["attempt_result"] = told["attempt_party"] = ""
        return told


def _fresh(kind: str, text: str, held=None) -> dict:
    """What a new note begins with; `held` is the meeting it is about."""
    now = timezone.localtime(held.starts_at) if held else timezone.localtime()
    facts = {"minutes": held.minutes, "mode": held.mode} if held and kind != "attempt" else {}
    if held and kind == "attempt":
        facts = {"attempt_result": "did_not_come"}
    return {
        **facts,
        "kind": kind if kind in NOTE_KINDS.codes else "talk",
        "text": text,
        "happened_on": now.date(),
        "happened_time": now.time().replace(second=0, microsecond=0),
        "attempt_party": "unit",
        "sent_as": uuid.uuid4(),
    }


def _present(note: Note) -> dict:
    at = timezone.localtime(note.happened_at)
    return {
        "kind": note.kind,
        "text": note.words[0].text if note.words else "",
        "happened_on": at.date(),
        "happened_time": at.time().replace(second=0, microsecond=0),
        "minutes": note.minutes,
        "mode": note.mode,
        "methods": [method.code for method in note.methods.all()],
        "attempt_result": note.attempt_result,
        "attempt_party": note.attempt_party or "unit",
    }


class WithdrawForm(forms.Form):
    """Why a note is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it taken back?"),
        help_text=gettext_lazy("For example: written about the wrong person. The note is kept, crossed out."),
        max_length=300,
        widget=fields.NAME,
    )


class TemplateForm(forms.Form):
    """Words to begin a note with."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, widget=fields.NAME)
    kind = forms.ChoiceField(label=gettext_lazy("What is it for?"), choices=NOTE_KINDS.choices, initial="talk")
    text = forms.CharField(
        label=gettext_lazy("Words to begin with"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
