"""The forms of needs. What may not be is said by the actions of casework."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.casework.vocabulary.mapping import INFORMATION_KINDS
from stegvis.casework.vocabulary.needs import NEED_PRIORITIES
from stegvis.web.shared.forms import DateField
from stegvis.web.staff.fields import NAME, choices_of

_PASTED = 200_000


def _line(label, *, required: bool = False, help_text="") -> forms.CharField:
    return forms.CharField(label=label, max_length=_PASTED, required=required, help_text=help_text, widget=NAME)


class NeedForm(forms.Form):
    """What is needed, about what, and when."""

    text = _line(
        _("What is needed?"),
        required=True,
        help_text=_("One thing. Health and other sensitive facts belong in a note."),
    )
    priority = forms.ChoiceField(label=_("When"), choices=NEED_PRIORITIES.choices, initial="next")
    area = forms.ChoiceField(label=_("Concerns"), choices=choices_of(INFORMATION_KINDS), required=False)


class NewNeedForm(NeedForm):
    """A need that has shown, and when it did."""

    noticed_on = DateField(label=_("Showed on"), required=False, help_text=_("Empty means today."))


class ChangeForm(NeedForm):
    """A need in other words or another place, and why."""

    reason = _line(_("Why is it changed?"))
    version = forms.IntegerField(widget=forms.HiddenInput)
