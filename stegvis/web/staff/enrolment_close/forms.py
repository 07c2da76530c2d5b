"""The closing form: the last day, one to three destinations, what the person lives on."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.rules import Outcome
from stegvis.casework.vocabulary import DESTINATIONS, INCOME_SOURCES, REASONS
from stegvis.casework.vocabulary.plan import STEPS_AT_CLOSING
from stegvis.web.shared.forms import DateField, RadioCards
from stegvis.web.staff import fields

#: How many destinations the form has room for.
MOST = 3


def reasons_by_destination() -> list:
    """The reasons, each under its destination, so that the list is clear without script too."""
    groups = [("", _("None, or not known"))]
    for destination in DESTINATIONS:
        under = [(reason.code, reason.label) for reason in REASONS if reason.destination == destination.code]
        if under:
            groups.append((destination.label, under))
    return groups


class ReasonSelect(forms.Select):
    """Reasons; each option names its destination for the page's script."""

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        if value in REASONS:
            option["attrs"]["data-destination"] = REASONS[value].destination
        return option


class OutcomeForm(forms.Form):
    """One destination, its finer reason, who takes over, what job it is, and words where the destination needs them."""

    destination = forms.ChoiceField(
        label=gettext_lazy("Where to?"),
        choices=fields.choices_of(DESTINATIONS),
        widget=fields.DestinationSelect(attrs={"data-destination-choice": True}),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("More exactly"),
        choices=reasons_by_destination,
        required=False,
        widget=ReasonSelect(attrs={"data-reason-choice": True}),
    )
    receiver = forms.CharField(
        label=gettext_lazy("Who takes over?"),
        help_text=gettext_lazy("Employer, school, agency or unit."),
        max_length=200,
        required=False,
        widget=fields.NAME,
    )
    receiver_exception = forms.CharField(
        label=gettext_lazy("If nobody takes over: why not?"), max_length=300, required=False
    )
    explanation = forms.CharField(
        label=gettext_lazy("In words"),
        help_text=gettext_lazy("Needed for “Other”. No more about the person than needed."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.update(fields.job_fields())

    def outcome(self) -> Outcome:
        """The answers as the action takes them."""
        return Outcome(**{name: self.cleaned_data[name].strip() for name in self.fields})


OutcomeFormSet = forms.formset_factory(OutcomeForm, extra=MOST, max_num=MOST, min_num=0, absolute_max=MOST)


class CloseForm(forms.Form):
    """The last day, the income after, and what becomes of the steps that go on (no field when there are none)."""

    ended_on = DateField(label=gettext_lazy("Last day"))
    income_at_exit = forms.ChoiceField(
        label=gettext_lazy("Lives on after the project"), choices=INCOME_SOURCES.choices, initial="unknown"
    )
    steps = forms.ChoiceField(
        label=gettext_lazy("The steps that go on"),
        choices=STEPS_AT_CLOSING.choices,
        initial="pause",
        required=False,
        widget=RadioCards(
            descriptions={
                "pause": gettext_lazy("They are kept, and can be taken up again if the person comes back."),
                "keep": gettext_lazy("For steps that somebody goes on with after the project."),
            }
        ),
    )

    def __init__(self, *args, last_day, steps=(), **kwargs):
        super().__init__(*args, **kwargs)
        if not steps:
            self.fields["steps"].widget = forms.HiddenInput()
        self.initial.setdefault("ended_on", min(timezone.localdate(), last_day))


class ReasonForm(forms.Form):
    """Why something that was registered is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Stands in the history. No more about the person than needed."),
        max_length=300,
    )
