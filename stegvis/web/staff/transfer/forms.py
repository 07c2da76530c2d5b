"""Who is moved where, and when."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from stegvis.web.shared.forms import CheckboxList, DateField
from stegvis.web.staff import fields


class TransferForm(forms.Form):
    """Everybody is ticked from the beginning: those who are not to go along are unticked."""

    people = forms.MultipleChoiceField(label=gettext_lazy("Who goes along"), widget=CheckboxList)
    to = forms.ChoiceField(label=gettext_lazy("Goes on in"))
    ended_on = DateField(
        label=gettext_lazy("Last day in the project that ends"),
        help_text=gettext_lazy("The next time begins the day after, or on the first day of the next project."),
    )
    receiver = forms.CharField(
        label=gettext_lazy("Who receives them"),
        help_text=gettext_lazy("Stands as the receiving party of each exit."),
        max_length=200,
        widget=fields.NAME,
    )

    def __init__(self, posted=None, *, project, left, onward):
        # the next time begins the day after, and that day must have come
        ended_on = min(project.ends_on, timezone.localdate() - dt.timedelta(days=1))
        super().__init__(posted, initial={"people": [str(each.pk) for each in left], "ended_on": ended_on})
        self.fields["people"].choices = [(str(each.pk), each.participant.called) for each in left]
        self.fields["to"].choices = [(str(each.pk), str(each)) for each in onward]
