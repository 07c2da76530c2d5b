"""An indicator put together of declared parts, in a form that anyone can fill in."""

from django import forms
from django.utils.translation import gettext_lazy

from stegvis.evaluation.catalogue import DESTINATION_WORDS, DIMENSION_WORDS
from stegvis.evaluation.codes import DESTINATIONS
from stegvis.evaluation.composed.definition import LOST_WORDS, ComposedDefinition, Shown
from stegvis.evaluation.composed.example import Answer
from stegvis.evaluation.definitions import BASE_WORDS, Base
from stegvis.evaluation.goals.definition import Counted
from stegvis.reporting import story
from stegvis.web.shared.forms import DateField

SHOWN_WORDS = {
    Shown.SHARE: gettext_lazy("A share of the group"),
    Shown.COUNT: gettext_lazy("A number of people"),
}
COUNTED_WORDS = {
    Counted.HEADLINE: gettext_lazy("The main outcome, one for each person"),
    Counted.ANY: gettext_lazy("Any of the outcomes (for work or studies)"),
}


class ComposeForm(forms.Form):
    """The parts of an indicator; and, once they hold together, how many of the invented people should count."""

    name = forms.CharField(
        label=gettext_lazy("What the indicator is called"),
        help_text=gettext_lazy("Name what can be seen, for example “To studies of those who went on”."),
        max_length=200,
    )
    shown = forms.ChoiceField(label=gettext_lazy("Shown as"), choices=[(one.value, SHOWN_WORDS[one]) for one in Shown])
    base = forms.ChoiceField(label=gettext_lazy("Who counts?"))
    among = forms.MultipleChoiceField(
        label=gettext_lazy("Only those who went to (none: everyone)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    builds_on = forms.ChoiceField(label=gettext_lazy("Or only those who count in"), required=False)
    events = forms.MultipleChoiceField(
        label=gettext_lazy("What counts? One of these is enough"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    counted = forms.ChoiceField(
        label=gettext_lazy("Which outcomes are looked at?"),
        choices=[(one.value, COUNTED_WORDS[one]) for one in Counted],
    )
    missing = forms.ChoiceField(label=gettext_lazy("When contact was lost"))
    split = forms.ChoiceField(label=gettext_lazy("Also shown by"), required=False)
    on = DateField(
        label=gettext_lazy("Read on the day"),
        help_text=gettext_lazy("Leave it empty to read the indicator on the day of each release."),
        required=False,
    )
    reason = forms.CharField(label=gettext_lazy("What was changed and why"), max_length=300, required=False)
    expected = forms.IntegerField(
        label=gettext_lazy("How many of the invented people should count?"), min_value=0, max_value=10, required=False
    )
    expected_of = forms.IntegerField(
        label=gettext_lazy("Out of how many of them?"), min_value=0, max_value=10, required=False
    )

    def __init__(self, *args, others: dict[str, str], revising: bool, **kwargs):
        super().__init__(*args, **kwargs)
        spoken = story.language()
        ordered = (Base.ENDED, Base.ENROLLED, Base.ENDED_NOT_TRANSFERRED)
        outcomes = [(code, DESTINATION_WORDS[code].in_language(spoken)) for code in DESTINATIONS]
        fields = self.fields
        fields["base"].choices = [(one.value, BASE_WORDS[one].name.in_language(spoken)) for one in ordered]
        fields["among"].choices = fields["events"].choices = outcomes
        fields["builds_on"].choices = [("", gettext_lazy("No other indicator")), *others.items()]
        fields["missing"].choices = [(one.value, LOST_WORDS[one].in_language(spoken)) for one in LOST_WORDS]
        parts = [(one.value, told.in_language(spoken)) for one, told in DIMENSION_WORDS.items()]
        fields["split"].choices = [("", gettext_lazy("Nothing: everyone together")), *parts]
        if not revising:
            del fields["reason"]

    def definition(self) -> ComposedDefinition:
        """What has been put together."""
        told = self.cleaned_data
        return ComposedDefinition(
            name=told["name"],
            shown=told["shown"],
            base=told["base"],
            among=tuple(told["among"]),
            builds_on=told["builds_on"],
            events=tuple(told["events"]),
            counted=told["counted"],
            on=told["on"],
            missing=told["missing"],
            split=told["split"] or None,
        )

    def answer(self) -> Answer | None:
        """How many of the invented people should count; None while that is not said."""
        number, of = self.cleaned_data.get("expected"), self.cleaned_data.get("expected_of")
        if self.cleaned_data["shown"] == Shown.COUNT:
            return None if number is None else Answer(number, None)
        return None if number is None or of is None else Answer(number, of)


def written(definition: ComposedDefinition, expected: Answer | None) -> dict:
    """What stands in the form when a definition is changed, or begun from a ready one (then nothing is expected)."""
    told = definition.model_dump(mode="python") | {"split": definition.split or ""}
    if expected:
        told |= {"expected": expected.numerator, "expected_of": expected.denominator}
    return told
