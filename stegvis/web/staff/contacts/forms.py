"""The form of a contact."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.casework.vocabulary.team import PARTIES
from stegvis.web.staff.fields import NAME, choices_of

#: Beyond this the browser itself stops; the rules say the real limits in words.
PASTED = 200_000


def _line(label, *, required: bool = False, help_text="") -> forms.CharField:
    return forms.CharField(label=label, max_length=PASTED, required=required, help_text=help_text, widget=NAME)


class ContactForm(forms.Form):
    """Somebody at another party, or a desk there."""

    controller = forms.ChoiceField(label=_("Directory of"))
    party = forms.ChoiceField(label=_("Kind of party"), choices=choices_of(PARTIES))
    organisation = _line(_("Organisation"), required=True, help_text=_("For example: the office and the town."))
    name = _line(_("Name"), help_text=_("Empty if it is a desk and not a person."))
    role = _line(_("Role"))
    phone = _line(_("Phone"))
    email = _line(_("E-mail"))
    ways = _line(_("Shortest way there"), help_text=_("Hours, direct line, which door. Nothing about participants."))
    agreement = forms.CharField(
        label=_("What we have agreed"),
        help_text=_("How we work together: who calls whom, how one hands over, meetings."),
        max_length=PASTED,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args, controllers, **kwargs):
        super().__init__(*args, **kwargs)
        self.controllers = {str(each.pk): each for each in controllers}
        self.fields["controller"].choices = [(key, str(each)) for key, each in self.controllers.items()]
        if len(self.controllers) == 1:
            del self.fields["controller"]

    def facts(self) -> dict:
        """The answers as the action takes them."""
        told = dict(self.cleaned_data)
        key = told.pop("controller", next(iter(self.controllers)))
        return told | {"controller": self.controllers[key]}
