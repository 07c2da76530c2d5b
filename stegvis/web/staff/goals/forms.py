"""A goal in a form that anyone can fill in, and the forms for what happens to it afterwards."""

from django import forms
from django.utils.translation import gettext_lazy

from stegvis.evaluation.catalogue import DESTINATION_WORDS, DIMENSION_WORDS
from stegvis.evaluation.codes import DESTINATIONS
from stegvis.evaluation.definitions import BASE_WORDS, Base, Dimension
from stegvis.evaluation.goals.definition import MISSING_WORDS, Counted, GoalDefinition, Missing, ReadAt
from stegvis.programme.actions.goals import Decided
from stegvis.reporting.goal_words import language
from stegvis.web.shared.forms import CheckboxList, DateField, RadioCards

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
FULFILMENT_WORDS = {
    "met": gettext_lazy("Met"),
    "partly": gettext_lazy("Partly met"),
    "not_met": gettext_lazy("Not met"),
}
READ_WORDS = {
    ReadAt.RELEASE: gettext_lazy("At the exit, as known at each release"),
    ReadAt.DATE: gettext_lazy("At the exit, as known on a certain day"),
    ReadAt.WEEKS_4: gettext_lazy("Four weeks after the exit"),
    ReadAt.MONTHS_6: gettext_lazy("Six months after the exit"),
}
COUNTED_WORDS = {
    Counted.HEADLINE: gettext_lazy("The main outcome: one for each person"),
    Counted.ANY: gettext_lazy("Any outcome, when a person has several"),
}
SPLITS = (Dimension.MUNICIPALITY, Dimension.SEX)
KINDS_HELP = {
    "share": gettext_lazy("Counted from the releases. Stegvis shows whether it holds however it is read."),
    "count": gettext_lazy("For example workplaces, plans, parties or trainings. You note how many there are."),
    "perception": gettext_lazy("For example health or trust, from a survey."),
    "existence": gettext_lazy("For example a method that is in use."),
}


class DecidedForm(forms.Form):
    """What a goal says from a decision on. A subclass says what it is called and of which kind it is."""

    goal_name: str
    goal_kind: str

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
        label=gettext_lazy("What counts? One of these is enough"), required=False, widget=CheckboxList
    )
    apart_from = forms.MultipleChoiceField(
        label=gettext_lazy("Leave out those who went to"),
        help_text=gettext_lazy("For goals about the others, such as those who went neither to work nor to studies."),
        required=False,
        widget=CheckboxList,
    )
    counted = forms.ChoiceField(
        label=gettext_lazy("Several outcomes"),
        help_text=gettext_lazy("Any outcome can be shown for work and studies together only."),
        choices=COUNTED_WORDS.items(),
        required=False,
    )
    read_at = forms.ChoiceField(label=gettext_lazy("When is it read?"), choices=READ_WORDS.items(), required=False)
    on = DateField(
        label=gettext_lazy("The day"), help_text=gettext_lazy("Only for a goal read on a day."), required=False
    )
    missing = forms.ChoiceField(label=gettext_lazy("When nothing is known"), required=False)
    split = forms.MultipleChoiceField(
        label=gettext_lazy("Show it also by"),
        help_text=gettext_lazy("Small groups stay hidden."),
        required=False,
        widget=CheckboxList,
    )
    target_text = forms.CharField(label=gettext_lazy("What can be seen when it is met"), max_length=300, required=False)
    target_number = forms.IntegerField(label=gettext_lazy("How many"), min_value=0, max_value=1_000_000, required=False)
    due_on = DateField(label=gettext_lazy("To be reached by"), required=False)
    decision = forms.CharField(
        label=gettext_lazy("Decision"),
        help_text=gettext_lazy("Who decided, and when or in which document."),
        max_length=300,
        required=False,
    )
    decided_on = DateField(label=gettext_lazy("Decided on"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        spoken = language()
        ordered = (Base.ENDED, Base.ENROLLED, Base.ENDED_NOT_TRANSFERRED)
        outcomes = [(code, DESTINATION_WORDS[code].in_language(spoken)) for code in DESTINATIONS]
        self.fields["base"].choices = [(one.value, BASE_WORDS[one].name.in_language(spoken)) for one in ordered]
        self.fields["events"].choices = self.fields["apart_from"].choices = outcomes
        self.fields["missing"].choices = [(one.value, MISSING_WORDS[one].in_language(spoken)) for one in Missing]
        self.fields["split"].choices = [(one.value, DIMENSION_WORDS[one].in_language(spoken)) for one in SPLITS]

    def clean(self):
        told = super().clean()
        if self.goal_kind != "share":
            return told
        if told.get("percent") is None and "percent" not in self.errors:
            self.add_error("percent", gettext_lazy("Write how many percent the goal is."))
        if told.get("read_at") == ReadAt.DATE and not told.get("on") and "on" not in self.errors:
            self.add_error("on", gettext_lazy("Choose the day on which the goal is read."))
        if told.get("counted") == Counted.ANY and set(told.get("events") or ()) != {"work", "studies"}:
            words = gettext_lazy(
                "Any outcome can be shown for work and studies together only. Choose the main outcome."
            )
            self.add_error("counted", words)
        return told

    def decided(self) -> Decided:
        """What has been written, for the action."""
        told = self.cleaned_data
        definition = None
        if self.goal_kind == "share":
            read_at = told["read_at"] or (ReadAt.DATE if told["on"] else ReadAt.RELEASE)
            definition = GoalDefinition(
                name=self.goal_name,
                base=told["base"] or Base.ENDED,
                events=tuple(told["events"]),
                apart_from=tuple(told["apart_from"]),
                counted=told["counted"] or Counted.HEADLINE,
                read_at=read_at,
                on=told["on"] if read_at == ReadAt.DATE else None,
                split=tuple(told["split"]),
                target=float(told["percent"]) / 100,
                missing=told["missing"] or Missing.NOT_REACHED,
            )
        return Decided(
            definition,
            told["target_text"],
            told["target_number"],
            told["due_on"],
            decided_on=told["decided_on"],
            decision=told["decision"],
        )


class GoalForm(DecidedForm):
    """A new goal."""

    name = forms.CharField(
        label=gettext_lazy("The goal in a few words"),
        help_text=gettext_lazy("Name what can be seen, for example “60 percent to work or studies”."),
        max_length=200,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is measured?"),
        choices=KIND_WORDS.items(),
        initial="share",
        widget=RadioCards(descriptions=KINDS_HELP),
    )
    source = forms.CharField(
        label=gettext_lazy("Where it can be seen"),
        help_text=gettext_lazy("The list, the minutes or the survey where anybody can check it."),
        max_length=300,
        required=False,
    )
    area = forms.ChoiceField(label=gettext_lazy("Area"), choices=AREA_WORDS.items(), required=False)
    parent = forms.ChoiceField(label=gettext_lazy("Stands under"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Local goal of"), required=False)

    def __init__(self, *args, goals=(), units=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", gettext_lazy("No other goal")), *((g.code, g.name) for g in goals)]
        self.fields["unit"].choices = [("", gettext_lazy("Common to all")), *((str(u.pk), u.name) for u in units)]

    @property
    def goal_name(self) -> str:
        return self.cleaned_data.get("name", "")

    @property
    def goal_kind(self) -> str:
        return self.cleaned_data.get("kind", "")


class ReviseForm(DecidedForm):
    """A goal that is changed by a decision. `version`: what was read before it was changed."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, standing, **kwargs):
        self.goal = standing.goal
        super().__init__(*args, initial=as_written(standing), **kwargs)
        self.fields["decision"].required = True

    @property
    def goal_name(self) -> str:
        return self.goal.name

    @property
    def goal_kind(self) -> str:
        return self.goal.kind


def as_written(standing) -> dict:
    """The newest version as the form has it."""
    told = standing.newest
    written = {"target_text": told.target_text, "target_number": told.target_number, "due_on": told.due_on}
    written["version"] = told.version
    if (definition := standing.definition) is not None:
        written |= definition.model_dump(include={"base", "counted", "read_at", "on", "missing"})
        written |= {name: list(getattr(definition, name)) for name in ("events", "apart_from", "split")}
        written["percent"] = round(definition.target * 100, 2)
    return written


class JudgeForm(forms.Form):
    """How far a goal is fulfilled."""

    fulfilment = forms.ChoiceField(
        label=gettext_lazy("How far is the goal fulfilled?"), choices=FULFILMENT_WORDS.items(), widget=RadioCards
    )
    reasoning = forms.CharField(label=gettext_lazy("Why?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    evidence = forms.CharField(
        label=gettext_lazy("What shows it?"),
        help_text=gettext_lazy("A release, minutes, a survey: what others can look at."),
        max_length=500,
        required=False,
    )


class CountForm(forms.Form):
    """How far a goal that is counted has come."""

    number = forms.IntegerField(label=gettext_lazy("How many"), min_value=0, max_value=1_000_000)
    counted_on = DateField(label=gettext_lazy("Counted on"))
    source = forms.CharField(label=gettext_lazy("Where it can be seen"), max_length=300)


class PlaceForm(forms.Form):
    """Which goal a goal stands under."""

    parent = forms.ChoiceField(label=gettext_lazy("Stands under"), required=False)

    def __init__(self, *args, goals=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", gettext_lazy("No other goal")), *((g.code, g.name) for g in goals)]


class ImageForm(forms.Form):
    """What everybody wants to have brought about."""

    text = forms.CharField(
        label=gettext_lazy("What do you want to have brought about?"),
        help_text=gettext_lazy("A few sentences that everybody in the project can say."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    decision = forms.CharField(label=gettext_lazy("Decision"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
