"""Eight areas, a number each."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.casework.vocabulary.mapping import LIFE_AREAS
from stegvis.web.shared.forms import CheckboxList, DateField


class TenRadios(forms.RadioSelect):
    """One to ten beside each other."""

    template_name = "staff/widgets/ten.html"


class WheelForm(forms.Form):
    """A number from 1 to 10 for each area, in the person's own words, and where to begin."""

    def __init__(self, posted=None):
        super().__init__(posted, initial={"scored_on": timezone.localdate(), "sent_as": uuid.uuid4()})
        for area in LIFE_AREAS:
            self.fields[area.code] = forms.TypedChoiceField(
                label=area.label,
                choices=[(n, str(n)) for n in range(1, 11)],
                coerce=int,
                widget=TenRadios,
                error_messages={"required": _("Say a number for each area.")},
            )
        self.fields["first"] = forms.MultipleChoiceField(
            label=_("Where do you want to begin?"),
            help_text=_("Choose at most three areas."),
            choices=LIFE_AREAS.choices(),
            required=False,
            widget=CheckboxList,
        )
        self.fields["words"] = forms.CharField(
            label=_("What do you see in the wheel? What would make an area one step better?"),
            required=False,
            strip=False,
            widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"}),
        )
        self.fields["scored_on"] = DateField(label=_("Which day?"))
        self.fields["sent_as"] = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def facts(self) -> dict:
        """The answers as the action's arguments."""
        told = self.cleaned_data
        names = ("first", "words", "scored_on", "sent_as")
        return {"scores": {code: told[code] for code in LIFE_AREAS.codes}} | {name: told[name] for name in names}
