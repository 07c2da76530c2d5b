"""The forms of a protected identity: the decision, who sees the person, the end of it."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.casework.vocabulary import PROTECTION_LEVELS
from stegvis.web.shared.forms import CheckboxList, DateField, RadioCards


class DecisionForm(forms.Form):
    """What is decided, by whom, from when, and when to look at it again."""

    level = forms.ChoiceField(label=_("Kind of protection"), choices=PROTECTION_LEVELS.choices, widget=RadioCards)
    decided_by = forms.CharField(
        label=_("Who decided, or who told you?"),
        help_text=_("For example the tax agency, or the person. The decision itself is not kept here."),
        max_length=200,
    )
    since_on = DateField(label=_("Holds from"))
    review_on = DateField(
        label=_("Look at it again on"), help_text=_("Ask then whether the protection still holds, and who is needed.")
    )
    reason = forms.CharField(
        label=_("Note"),
        help_text=_("What the named colleagues must know to keep the person safe. No address and no workplace."),
        max_length=300,
        required=False,
    )
    postal_address = forms.CharField(
        label=_("Forwarding address at the tax agency"),
        help_text=_("Only with protected registration. Letters go there and are sent on."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].widget.descriptions = {term.code: term.explanation for term in PROTECTION_LEVELS}
        today = timezone.localdate()
        self.initial.setdefault("level", "secrecy_marking")
        self.initial.setdefault("since_on", today)
        self.initial.setdefault("review_on", today + dt.timedelta(days=182))


class ProtectForm(DecisionForm):
    """The decision, and who is to see the person from now on."""

    named = forms.ModelMultipleChoiceField(
        label=_("Who shall see the person?"),
        help_text=_("As few as possible, and at least two, so that somebody is there when another is away."),
        queryset=None,
        widget=CheckboxList,
    )

    def __init__(self, *args, nameable, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["named"].queryset = nameable


class NameForm(forms.Form):
    """One more user who sees the person."""

    user = forms.ModelChoiceField(label=_("Who?"), queryset=None)
    reason = forms.CharField(label=_("Why?"), help_text=_("For example: takes over, holiday."), max_length=300)
    since_on = DateField(label=_("From"))
    until_on = DateField(
        label=_("To and including"), help_text=_("Empty: until somebody takes the name away."), required=False
    )

    def __init__(self, *args, nameable, **kwargs):
        super().__init__(*args, prefix="name", **kwargs)
        self.fields["user"].queryset = nameable
        self.initial.setdefault("since_on", timezone.localdate())


class ReasonForm(forms.Form):
    """Why somebody is taken off the list, or why the protection ends."""

    reason = forms.CharField(label=_("Why?"), max_length=300)
