"""A goal in a form that anyone can fill in."""

from django import forms
from django.utils.translation import gettext_lazy

from stegvis.evaluation.catalogue import DESTINATION_WORDS
from stegvis.evaluation.definitions import BASE_WORDS, Base
from stegvis.evaluation.goals.definition import MISSING_WORDS, GoalDefinition, Missing, ReadAt
from stegvis.programme.actions.goals import Decided
from stegvis.reporting.goal_words import language
from stegvis.web.shared.forms import DateField

KIND_WORDS = {
    "share": gettext_lazy("A share of the participants"),
    "count": gettext_lazy("A number of something"),
    "perception": gettext_lazy("What people say themselves"),
    "existence": gettext_lazy("Something that exists or not"),
}
AREA_WORDS = {
    "": gettext_lazy("No area"),
    "steering": gettext_lazy("Steering"),
    "actors": gettext_lazy("Actors"),
    "health": gettext_lazy("Health"),
    "study": gettext_lazy("Studies"),
    "work": gettext_lazy("Work"),
    "external": gettext_lazy("The world around"),
}


class GoalForm(forms.Form):
    """One goal: who counts, what counts, when, how much."""

    name = forms.CharField(
        label=gettext_lazy("The goal in a few words"),
        help_text=gettext_lazy("Name what can be seen, for example “60 percent to work or studies”."),
        max_length=200,
    )
    kind = forms.ChoiceField(label=gettext_lazy("What is measured?"), choices=KIND_WORDS.items())
    area = forms.ChoiceField(label=gettext_lazy("Area"), choices=AREA_WORDS.items(), required=False)
    parent = forms.ChoiceField(label=gettext_lazy("Stands under"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Local goal of"), required=False)
    percent = forms.DecimalField(
        label=gettext_lazy("Target in percent"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        required=False,
    )
    base = forms.ChoiceField(label=gettext_lazy("Who counts?"), required=False)
    events = forms.MultipleChoiceField(
        label=gettext_lazy("What counts? One of these is enough"), required=False, widget=forms.CheckboxSelectMultiple
    )
    on = DateField(
        label=gettext_lazy("Read on"),
        help_text=gettext_lazy("Leave it empty to read the goal on the day of each release."),
        required=False,
    )
    missing = forms.ChoiceField(label=gettext_lazy("When contact was lost"), required=False)
    target_text = forms.CharField(
        label=gettext_lazy("For other goals: what can be seen when it is met"), max_length=300, required=False
    )
    decision = forms.CharField(label=gettext_lazy("Decision"), max_length=300, required=False)

    def __init__(self, *args, goals=(), units=(), **kwargs):
        super().__init__(*args, **kwargs)
        spoken = language()
        self.fields["parent"].choices = [("", gettext_lazy("No other goal")), *((g.code, g.name) for g in goals)]
        self.fields["unit"].choices = [("", gettext_lazy("Common to all")), *((str(u.pk), u.name) for u in units)]
        ordered = (Base.ENDED, Base.ENROLLED, Base.ENDED_NOT_TRANSFERRED)
        self.fields["base"].choices = [(one.value, BASE_WORDS[one].name.in_language(spoken)) for one in ordered]
        self.fields["events"].choices = [(code, told.in_language(spoken)) for code, told in DESTINATION_WORDS.items()]
        self.fields["missing"].choices = [(one.value, MISSING_WORDS[one].in_language(spoken)) for one in Missing]

    def clean(self):
        told = super().clean()
        if told.get("kind") == "share" and told.get("percent") is None and "percent" not in self.errors:
            self.add_error("percent", gettext_lazy("Write how many percent the goal is."))
        return told

    def decided(self) -> Decided:
        """What has been written, for the action."""
        told = self.cleaned_data
        definition = None
        if told["kind"] == "share":
            definition = GoalDefinition(
                name=told["name"],
                base=told["base"] or Base.ENDED,
                events=tuple(told["events"]),
                read_at=ReadAt.DATE if told["on"] else ReadAt.RELEASE,
                on=told["on"],
                target=float(told["percent"]) / 100,
                missing=told["missing"] or Missing.NOT_REACHED,
            )
        return Decided(definition, told["target_text"], decision=told["decision"])
