"""Small forms of the first screen and of the stand-up."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.rules.plans import LINE
from stegvis.web.shared.forms import DateField
from stegvis.web.staff import fields


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


class DecisionForm(forms.Form):
    """What the team decided about one person, and the next step."""

    text = forms.CharField(
        label=gettext_lazy("What we decided"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    next_step = forms.CharField(label=gettext_lazy("Next step"), max_length=LINE, widget=fields.NAME)
    next_step_on = DateField(label=gettext_lazy("By which day"), required=False)
