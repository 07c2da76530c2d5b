"""Forms of the theory of change, its assumptions, the evaluation plan and the findings."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.programme.theory_chart import Chart, in_order
from stegvis.programme.theory_words import LAYERS, METHODS, STATUSES, VERDICTS
from stegvis.web.shared.forms import CheckboxList, DateField, RadioCards


def _few_lines(label, most: int, *, help_text="", required: bool = False, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=most, help_text=help_text, required=required, widget=widget)


def _number(label, help_text="") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=0, max_value=2_000_000_000, required=False)


class _InSections(forms.Form):
    """A form whose fields stand in panels. `SECTIONS`: a title, words under it, and the names of its fields."""

    SECTIONS: tuple = ()

    def sections(self) -> list[tuple]:
        """Title, words and bound fields of each panel."""
        return [(title, words, [self[name] for name in names]) for title, words, names in self.SECTIONS]


class CallForm(_InSections):
    """The call that the project answers."""

    SECTIONS = (("", "", ("call", "call_number", "objective")),)

    call = forms.CharField(label=gettext_lazy("Call"), max_length=200, required=False)
    call_number = forms.CharField(
        label=gettext_lazy("The call's number or objective code"), max_length=60, required=False
    )
    objective = forms.CharField(
        label=gettext_lazy("The objective that the project answers"), max_length=300, required=False
    )


class BoxForm(_InSections):
    """A box: what it is, where it leads, and its figure."""

    SECTIONS = (
        (gettext_lazy("The box"), "", ("layer", "name", "text")),
        (
            gettext_lazy("Arrows"),
            gettext_lazy("Choose the boxes that this one is meant to bring about. They stand later in the chart."),
            ("leads_to",),
        ),
        (
            gettext_lazy("Live figure"),
            gettext_lazy("The figure follows the project's newest release, with small groups hidden."),
            ("figure", "planned"),
        ),
        (
            gettext_lazy("Or a number counted by hand"),
            gettext_lazy("For what Stegvis does not count, such as theme days held."),
            ("counted_in", "of_people", "reached", "reached_on", "reached_source"),
        ),
    )

    layer = forms.ChoiceField(label=gettext_lazy("Part of the chart"), choices=LAYERS.choices)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("A few words that fit into a box."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = _few_lines(
        gettext_lazy("What is meant by it"), 1000, help_text=gettext_lazy("Write nothing about single people.")
    )
    leads_to = forms.MultipleChoiceField(
        label=gettext_lazy("Leads to"),
        required=False,
        widget=CheckboxList,
        error_messages={"invalid_choice": gettext_lazy("One of the boxes is no longer in the chart. Choose again.")},
    )
    figure = forms.ChoiceField(label=gettext_lazy("Which figure"), required=False)
    planned = _number(
        gettext_lazy("Planned"),
        gettext_lazy("How much you aim at; in percent when the figure is a share. A goal has its target with it."),
    )
    counted_in = forms.CharField(
        label=gettext_lazy("Counted in"),
        help_text=gettext_lazy("For example theme days, employers, certificates."),
        max_length=40,
        required=False,
    )
    of_people = forms.BooleanField(label=gettext_lazy("The number is a number of people"), required=False)
    reached = _number(gettext_lazy("Reached so far"))
    reached_on = DateField(label=gettext_lazy("Day it was counted"), required=False)
    reached_source = forms.CharField(label=gettext_lazy("Where the number comes from"), max_length=200, required=False)

    def __init__(self, *args, chart: Chart, figures, own: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        own_layer = str(self.initial.get("layer") or "")
        # when it has been sent, the rules say what is wrong with an arrow, and no choice is lost
        after = in_order(own_layer) if own_layer in LAYERS and not self.is_bound else -1
        self.fields["leads_to"].choices = [
            (LAYERS.label(layer), [(box.id, box.name) for box in boxes if box.id != own])
            for layer, boxes in chart.layers()
            if boxes and in_order(layer) > after
        ]
        self.fields["figure"].choices = _keeping(figures, self.initial.get("figure"))
        if not self.fields["leads_to"].choices:
            self.fields["leads_to"].help_text = _("No later part of the chart has any boxes yet.")

    def facts(self) -> dict:
        """What has been written, for the action."""
        return dict(self.cleaned_data)


def _keeping(figures, stands) -> list:
    """The figures to choose among, with the one that stands there though it is no longer in the list."""
    offered = {value for group in figures for value in _values(group)}
    return [*figures, (stands, stands)] if stands and stands not in offered else list(figures)


def _values(choice) -> list[str]:
    value, label = choice
    return [each for each, _words in label] if isinstance(label, list | tuple) else [value]


class AssumptionForm(_InSections):
    """What must hold: for the box itself, or for one of its arrows."""

    SECTIONS = (("", "", ("text", "target")),)

    text = _few_lines(
        gettext_lazy("What do we take for granted?"),
        500,
        help_text=gettext_lazy("A whole sentence that can turn out wrong, such as “Staff use what they have learnt”."),
        required=True,
        rows=2,
    )
    target = forms.ChoiceField(label=gettext_lazy("It is about"), required=False)

    def __init__(self, *args, targets=(), **kwargs):
        super().__init__(*args, **kwargs)
        if targets:
            arrows = [(box.id, _("the arrow to “%(name)s”") % {"name": box.name}) for box in targets]
            self.fields["target"].choices = [("", _("the box itself")), *arrows]
        else:
            del self.fields["target"]
            self.SECTIONS = (("", "", ("text",)),)


class ReviewForm(_InSections):
    """Does the assumption hold?"""

    SECTIONS = (("", "", ("verdict", "saw", "changed", "reviewed_on")),)

    verdict = forms.ChoiceField(
        label=gettext_lazy("Does it hold?"),
        choices=VERDICTS.choices,
        widget=RadioCards(
            descriptions={
                "held": gettext_lazy("What we see speaks for it."),
                "doubtful": gettext_lazy("It becomes a finding to think over."),
                "fell": gettext_lazy("It becomes a finding to decide about."),
            }
        ),
    )
    saw = _few_lines(
        gettext_lazy("What have you seen?"),
        1000,
        help_text=gettext_lazy("Write nothing about single people."),
        required=True,
    )
    changed = _few_lines(
        gettext_lazy("What do you change?"),
        1000,
        help_text=gettext_lazy("It becomes a decision that is followed up in three months. The day can be changed."),
    )
    reviewed_on = DateField(label=gettext_lazy("Reviewed on"), initial=timezone.localdate)


class QuestionForm(_InSections):
    """A question of the evaluation plan."""

    SECTIONS = (
        (gettext_lazy("The question"), "", ("question", "box")),
        (gettext_lazy("How it is answered"), "", ("method", "how", "figure", "responsible", "due_on")),
        (gettext_lazy("How it went"), "", ("status", "answer")),
    )

    question = forms.CharField(label=gettext_lazy("What do you want to know?"), max_length=300)
    box = forms.ChoiceField(label=gettext_lazy("Box of the chart"), required=False)
    method = forms.ChoiceField(label=gettext_lazy("Method"), choices=METHODS.choices)
    how = _few_lines(gettext_lazy("How you go about it"), 1000)
    figure = forms.ChoiceField(label=gettext_lazy("Figure that answers it"), required=False)
    responsible = forms.CharField(
        label=gettext_lazy("Who does it?"), help_text=gettext_lazy("A role or a colleague."), max_length=120
    )
    due_on = DateField(label=gettext_lazy("Done by"))
    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=STATUSES.choices, initial="planned")
    answer = _few_lines(gettext_lazy("The answer"), 3000, help_text=gettext_lazy("Write nothing about single people."))

    def __init__(self, *args, chart: Chart, figures, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["box"].choices = _boxes(chart, self.initial.get("box"))
        self.fields["figure"].choices = _keeping(figures, self.initial.get("figure"))


class FindingForm(_InSections):
    """A finding on its way round: seen, thought over, decided, followed up."""

    SECTIONS = (
        (gettext_lazy("1. What we saw"), "", ("observation", "seen_on", "box", "assumption", "figure")),
        (gettext_lazy("2. What we think"), "", ("reflection",)),
        (gettext_lazy("3. What we decided"), "", ("decision", "responsible", "follow_up_on")),
        (gettext_lazy("4. What came of it"), "", ("result", "followed_up_on")),
        (
            gettext_lazy("Or set it aside"),
            gettext_lazy("For what needs no decision. Say why, so that others understand."),
            ("set_aside",),
        ),
    )

    observation = _few_lines(
        gettext_lazy("What did you see?"),
        2000,
        help_text=gettext_lazy("Write nothing about single people."),
        required=True,
    )
    seen_on = DateField(label=gettext_lazy("Seen on"), initial=timezone.localdate)
    box = forms.ChoiceField(label=gettext_lazy("Box of the chart"), required=False)
    assumption = forms.ChoiceField(label=gettext_lazy("Assumption"), required=False)
    figure = forms.ChoiceField(label=gettext_lazy("Which figure"), required=False)
    reflection = _few_lines(gettext_lazy("Why is it so, and what does it mean?"), 2000)
    decision = _few_lines(gettext_lazy("What will you do?"), 2000)
    responsible = forms.CharField(
        label=gettext_lazy("Who does it?"),
        help_text=gettext_lazy("A role or a colleague."),
        max_length=120,
        required=False,
    )
    follow_up_on = DateField(
        label=gettext_lazy("Follow up on"),
        help_text=gettext_lazy("Then you look whether it helped."),
        required=False,
    )
    result = _few_lines(gettext_lazy("Did it help?"), 2000)
    followed_up_on = DateField(label=gettext_lazy("Followed up on"), required=False)
    set_aside = forms.CharField(label=gettext_lazy("Why set it aside?"), max_length=500, required=False)

    def __init__(self, *args, chart: Chart, figures, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["box"].choices = _boxes(chart, self.initial.get("box"))
        self.fields["figure"].choices = _keeping(figures, self.initial.get("figure"))
        assumed = [(one.id, f"A{one.number} {one.text}") for one in chart.assumptions]
        stands = self.initial.get("assumption")
        if stands and stands not in dict(assumed):
            assumed.append((stands, _("An assumption that has been taken away")))
        self.fields["assumption"].choices = [("", _("No assumption")), *assumed]


def _boxes(chart: Chart, stands) -> list:
    groups = [(LAYERS.label(layer), [(box.id, box.name) for box in boxes]) for layer, boxes in chart.layers() if boxes]
    if stands and chart.box(stands) is None:
        groups.append((stands, _("A box that has been taken away")))
    return [("", _("No box")), *groups]
