"""What one writes about a share of other projects."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy

from stegvis.evaluation.definitions import BASE_WORDS
from stegvis.programme.actions.references import Reference
from stegvis.programme.models import ComparisonShare
from stegvis.reporting import story
from stegvis.web.shared.forms import DateField

COUNTED = {
    "work_or_studies": ("work_or_studies", ""),
    **{code: ("exit_destination", code) for code in ("work", "studies", "internship", "job_seeking", "other")},
}
"""Choice → indicator and destination: the shares of our own that one can compare with."""


class ReferenceForm(forms.Form):
    """One share, as it is printed, with its source. Small and whole percent: nobody prints more."""

    name_sv = forms.CharField(
        label=gettext_lazy("Whose share is it?"),
        help_text=gettext_lazy("As it shall stand on the results page, for example “Projects of objective 2:3”."),
        max_length=200,
    )
    name_en = forms.CharField(
        label=gettext_lazy("The same in English"),
        help_text=gettext_lazy("If you leave it empty the name above is shown in English too."),
        max_length=200,
        required=False,
    )
    counted = forms.ChoiceField(label=gettext_lazy("Which share?"))
    percent = forms.DecimalField(
        label=gettext_lazy("Percent"), min_value=0, max_value=100, max_digits=5, decimal_places=2, localize=True
    )
    people = forms.IntegerField(
        label=gettext_lazy("Of how many people?"),
        help_text=gettext_lazy("Leave it empty when the source does not say. Its uncertainty can then not be shown."),
        min_value=1,
        required=False,
    )
    base = forms.ChoiceField(
        label=gettext_lazy("Counted on"),
        help_text=gettext_lazy("Two shares can be compared only when they are counted on the same people."),
        required=False,
    )
    base_said = forms.CharField(
        label=gettext_lazy("What the source says about whom it counts"), max_length=300, required=False
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Report, author, year and page, so that others can find it."),
        max_length=300,
    )
    as_of = DateField(
        label=gettext_lazy("Figures as of"),
        help_text=gettext_lazy("The day the share is about; if the source does not say, the day it was printed."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        language = story.language()
        self.fields["counted"].choices = [(code, counted_label(*told)) for code, told in COUNTED.items()]
        self.fields["base"].choices = [("", gettext_lazy("Not known"))] + [
            (base.value, words.name.in_language(language)) for base, words in BASE_WORDS.items()
        ]

    def reference(self) -> Reference:
        """What has been written, for the action."""
        told = self.cleaned_data
        indicator, destination = COUNTED[told["counted"]]
        return Reference(
            name_sv=told["name_sv"],
            name_en=told["name_en"],
            indicator=indicator,
            destination=destination,
            share=Decimal(told["percent"]) / 100,
            people=told["people"],
            base=told["base"],
            base_said=told["base_said"],
            source=told["source"],
            as_of=told["as_of"],
        )


class RetireForm(forms.Form):
    """Why a share is compared with no longer."""

    because = forms.CharField(label=gettext_lazy("Why is it taken away?"), max_length=300)


def counted_label(indicator: str, destination: str) -> str:
    """The words for what a share counts."""
    return story.destination_label(destination) if destination else story.indicator_title(indicator)


def as_written(share: ComparisonShare) -> dict:
    """A share as the form shows it when it is to be corrected."""
    return {
        "name_sv": share.name_sv,
        "name_en": share.name_en,
        "counted": share.destination or share.indicator,
        "percent": (share.share * 100).normalize(),
        "people": share.people,
        "base": share.base,
        "base_said": share.base_sv,
        "source": share.source,
        "as_of": share.as_of,
    }
