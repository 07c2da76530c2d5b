"""What a former participant answered; what a colleague thinks."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.models import FollowUp
from stegvis.casework.rules.follow_up import due_on
from stegvis.casework.vocabulary import DESTINATIONS, INCOME_SOURCES, occupation_words
from stegvis.casework.vocabulary.follow_up import FOLLOW_UP_RESULTS, OCCASIONS
from stegvis.web.shared.forms import DateField, RadioCards
from stegvis.web.staff import fields


def _open_destinations():
    """Those that many may see; what few may see is not asked about here."""
    return [("", _("Choose")), *(pair for pair in DESTINATIONS.choices() if not DESTINATIONS[pair[0]].sensitive)]


class FollowUpForm(forms.Form):
    """One occasion. Of a protected person it does not ask what job it is: that says where they are."""

    occasion = forms.ChoiceField(label=gettext_lazy("Which follow-up?"), choices=OCCASIONS.choices)
    result = forms.ChoiceField(
        label=gettext_lazy("How did it go?"), choices=FOLLOW_UP_RESULTS.choices, initial="answered", widget=RadioCards
    )
    asked_on = DateField(label=gettext_lazy("Day"))
    destination = forms.ChoiceField(
        label=gettext_lazy("Where is the person now?"), choices=_open_destinations, required=False,
        widget=fields.DestinationSelect(attrs={"data-destination-choice": True}),
    )  # fmt: skip
    income = forms.ChoiceField(
        label=gettext_lazy("Lives on"), choices=fields.choices_of(INCOME_SOURCES), required=False
    )
    through_us = forms.NullBooleanField(
        label=gettext_lazy("Does the person say that the time with us led there?"), required=False,
        widget=forms.Select(choices=[
            ("", gettext_lazy("Not asked")), ("true", gettext_lazy("Yes")), ("false", gettext_lazy("No")),
        ]),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("In the person's own words"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(
        self, posted=None, *, ended_on=None, occasion: str = "", sealed: bool = False,
        follow_up: FollowUp | None = None,
    ):  # fmt: skip
        if follow_up is not None:
            names = ("result", "asked_on", "destination", "income", "industry", "text")
            initial = {name: getattr(follow_up, name) for name in names}
            initial |= {"through_us": follow_up.through_us, "occupation": occupation_words(follow_up.occupation)}
        else:
            initial = {"occasion": occasion or _likely(ended_on), "asked_on": timezone.localdate()}
        super().__init__(posted, initial=initial)
        if follow_up is not None:
            del self.fields["occasion"]
        if not sealed:
            self.fields.update(fields.job_fields())

    def clean(self):
        told = super().clean()
        if told.get("result") == "answered" and not told.get("destination") and "destination" not in self.errors:
            self.add_error("destination", _("Choose where the person is now."))
        return told


def _likely(ended_on) -> str:
    """The latest occasion whose day has come."""
    today = timezone.localdate()
    come = [code for code in ("weeks_4", "months_6") if ended_on and due_on(ended_on, code) <= today]
    return come[-1] if come else "later"


class OpinionForm(forms.Form):
    """What a colleague thinks of an exit reason."""

    destination = forms.ChoiceField(label=gettext_lazy("I think the person went to"), choices=_open_destinations)
    text = forms.CharField(
        label=gettext_lazy("Because"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
