"""Small forms of the first screen and of the stand-up."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.base.decision import ChangedMeanwhile
from stegvis.casework.rules.plans import LINE
from stegvis.web.shared.forms import DateField
from stegvis.web.shared.words import clock, day_full
from stegvis.web.staff import fields
from stegvis.web.staff.notes.forms import TimeInput


class PutOffForm(forms.Form):
    """Until when, and why."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Remind again"),
        choices=[
            (1, gettext_lazy("Tomorrow")),
            (3, gettext_lazy("In three days")),
            (7, gettext_lazy("In a week")),
            (14, gettext_lazy("In two weeks")),
            (31, gettext_lazy("In a month")),
        ],
        initial=7,
        coerce=int,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Your colleagues see it too."),
        max_length=200,
        widget=fields.NAME,
    )


class CallForm(forms.Form):
    """A call: what was said, or that nobody answered. The button says which."""

    text = forms.CharField(label=gettext_lazy("A few words"), max_length=2000, required=False, widget=fields.NAME)
    result = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        told = super().clean()
        if told.get("result") != "no_answer" and not told.get("text", "").strip():
            self.add_error("text", _("Write a few words."))
        return told

    def facts(self) -> dict:
        """The call as a note's facts."""
        answered = self.cleaned_data["result"] != "no_answer"
        told = {"kind": "phone"} if answered else {"kind": "attempt", "attempt_result": "no_answer"}
        if not answered:
            told["attempt_party"] = "unit"
        return told | {"happened_at": timezone.now(), "mode": "phone", "text": self.cleaned_data["text"]}


class MoveForm(forms.Form):
    """Another day, with a time for what has one (`stands` is a datetime then). `mark` is where it stands now."""

    on = DateField(label=gettext_lazy("Move to"))
    at = forms.TimeField(label=gettext_lazy("Time"), widget=TimeInput, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"])
    because = forms.CharField(
        label=gettext_lazy("Why? (may be left out)"), max_length=200, required=False, widget=fields.NAME
    )
    anyway = forms.BooleanField(label=gettext_lazy("Book anyway"), required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, posted=None, *, stands: dt.datetime | dt.date, mark: str, because: bool = True):
        timed = isinstance(stands, dt.datetime)
        initial = {"on": stands.date(), "at": stands.time(), "was": mark} if timed else {"on": stands, "was": mark}
        super().__init__(posted, initial=initial)
        self.stands, self.mark = stands, mark
        if not timed:
            del self.fields["at"], self.fields["anyway"]
        if not because:
            self.fields["because"].widget = forms.HiddenInput()

    @property
    def clash(self) -> bool:
        """Was it refused because something else is there at that time?"""
        return bool(self.is_bound and (self.errors.get("anyway") or self.data.get("anyway")))

    def stands_as_seen(self) -> None:
        """Raises ChangedMeanwhile when it stands elsewhere by now than where the asker saw it."""
        if self.cleaned_data["was"] not in ("", self.mark):
            raise ChangedMeanwhile

    def tell_where_it_stands(self) -> None:
        """Say that somebody was there before; what was typed stays, and saved again it holds."""
        stands = day_full(self.stands)
        if "at" in self.fields:
            stands = f"{stands} {clock(self.stands)}"
        words = _("A colleague has moved it meanwhile, to %(day)s. Your day still stands here: save again if it holds.")
        self.add_error(None, words % {"day": stands})
        self.data = self.data.copy()
        self.data["was"] = self.mark


class DecisionForm(forms.Form):
    """What the team decided about one person, and the next step."""

    text = forms.CharField(
        label=gettext_lazy("What we decided"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    next_step = forms.CharField(label=gettext_lazy("Next step"), max_length=LINE, widget=fields.NAME)
    next_step_on = DateField(label=gettext_lazy("By which day"), required=False)
