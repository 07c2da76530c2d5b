"""Name a deputy: who is away, who stands in, from and to which day."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.access.queries import deputies
from stegvis.access.rules import Viewer
from stegvis.web.shared.forms import DateField


class DeputyForm(forms.Form):
    """A coach is not asked who is away: it is they."""

    absent = forms.ModelChoiceField(label=_("Who is away?"), queryset=None, empty_label=_("Choose"))
    deputy = forms.ModelChoiceField(label=_("Who stands in?"), queryset=None, empty_label=_("Choose"))
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"), help_text=_("The deputyship ends by itself after this day."))

    def __init__(self, *args, viewer: Viewer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["absent"].queryset = away = deputies.may_be_absent(viewer)
        self.fields["deputy"].queryset = deputies.may_be_deputy(viewer)
        self.initial.setdefault("starts_on", timezone.localdate())
        self.oneself = None
        if [one.pk for one in away[:2]] == [viewer.user_id]:
            self.oneself = away[0]
            del self.fields["absent"]
            self.fields["deputy"].queryset = self.fields["deputy"].queryset.exclude(pk=viewer.user_id)

    def wanted(self) -> dict:
        """The answers as the action's arguments."""
        return {"absent": self.oneself, **self.cleaned_data}
