"""A section and a question as their designer fills them in."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.rules import mapping_form as document
from stegvis.casework.rules.mapping_form import TITLE, WORDS, Condition, Question, Section
from stegvis.casework.vocabulary.mapping import INFORMATION_KINDS, QUESTION_KINDS
from stegvis.casework.vocabulary.notes import COMPARTMENTS
from stegvis.web.shared.forms import CheckboxList
from stegvis.web.staff.mapping.forms import yes_no


def _lines(label, help_text="", rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=TITLE * 40,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class SectionForm(forms.Form):
    """The words of a section, what it is about, and whether everybody meets it."""

    sv = forms.CharField(label=gettext_lazy("Heading in Swedish"), max_length=TITLE)
    en = forms.CharField(label=gettext_lazy("Heading in English"), max_length=TITLE, required=False)
    intro_sv = forms.CharField(label=gettext_lazy("A few words before the questions"), max_length=WORDS, required=False)
    intro_en = forms.CharField(label=gettext_lazy("The same in English"), max_length=WORDS, required=False)
    information = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("Decides what a consent to share with others covers."),
        choices=INFORMATION_KINDS.choices,
        initial="other",
    )
    optional = forms.BooleanField(
        label=gettext_lazy("Only as needed"),
        help_text=gettext_lazy("For obstacles and other things that not everybody should be asked about."),
        required=False,
    )

    def section(self, code: str) -> Section:
        """The section as the action takes it."""
        return Section(code, **self.cleaned_data)


class QuestionForm(forms.Form):
    """A question: kind, words in three versions, choices, when it shows, and whether the answer is sensitive."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of question"), choices=QUESTION_KINDS.choices)
    sv = forms.CharField(label=gettext_lazy("The question in Swedish"), max_length=WORDS)
    easy = forms.CharField(
        label=gettext_lazy("In easy Swedish"),
        help_text=gettext_lazy("Short words, one thing at a time."),
        max_length=WORDS,
        required=False,
    )
    en = forms.CharField(label=gettext_lazy("In English"), max_length=WORDS, required=False)
    help_sv = forms.CharField(label=gettext_lazy("Help text"), max_length=WORDS, required=False)
    help_en = forms.CharField(label=gettext_lazy("Help text in English"), max_length=WORDS, required=False)
    options = _lines(gettext_lazy("Choices"), gettext_lazy("One on each line. Only for questions with choices."))
    options_en = _lines(gettext_lazy("Choices in English"), gettext_lazy("In the same order."))
    show_code = forms.ChoiceField(label=gettext_lazy("Show it only after a certain answer to"), required=False)
    show_values = forms.MultipleChoiceField(
        label=gettext_lazy("Show it when the answer is"), required=False, widget=CheckboxList
    )
    compartment = forms.ChoiceField(
        label=gettext_lazy("Sensitive answer"),
        help_text=gettext_lazy("A sensitive answer is kept apart, and the log says each time somebody opens it."),
        choices=lambda: [("", _("No, an ordinary answer")), *COMPARTMENTS.choices()],
        required=False,
    )
    link = forms.CharField(label=gettext_lazy("Address to read more (notices)"), max_length=300, required=False)
    step_sv = forms.CharField(
        label=gettext_lazy("Proposed step in the plan (notices)"), max_length=TITLE, required=False
    )
    step_en = forms.CharField(label=gettext_lazy("Proposed step in English"), max_length=TITLE, required=False)

    def __init__(self, posted=None, *, earlier: Sequence[Question], question: Question | None = None):
        super().__init__(posted, initial=_present(question) if question else {"kind": "short_text"})
        self.question = question
        askable = {each.code: each for each in earlier if each.kind in document.ASKABLE}
        self.fields["show_code"].choices = [("", _("Always show it"))] + [
            (code, each.sv[:90]) for code, each in askable.items()
        ]
        chosen = (posted.get("show_code", "") if posted else self.initial.get("show_code")) or ""
        if chosen in askable:
            self.fields["show_values"].choices = _values(askable[chosen])
        else:
            del self.fields["show_values"]

    def clean(self):
        told = super().clean()
        if told.get("show_code") and not told.get("show_values"):
            self.add_error("show_values" if "show_values" in self.fields else None, _("Choose the answers, then save."))
        return told

    def asked(self) -> Question:
        """The question as the action takes it. Raises NotPossible for choices that do not fit together."""
        told = dict(self.cleaned_data)
        present = self.question.options if self.question else ()
        options = document.options_from(told.pop("options"), told.pop("options_en"), present)
        code, values = told.pop("show_code"), told.pop("show_values", ())
        return Question(
            code=self.question.code if self.question else "",
            options=options,
            show_if=Condition(code, tuple(values)) if code else None,
            **told,
        )


def _values(question: Question) -> list[tuple[str, str]]:
    if question.kind == "yes_no":
        return yes_no()
    if question.kind == "scale":
        return [(n, n) for n in document.SCALE]
    return [(option.code, option.sv) for option in question.options]


def _present(question: Question) -> dict:
    names = ("kind", "sv", "easy", "en", "help_sv", "help_en", "compartment", "link", "step_sv", "step_en")
    return {name: getattr(question, name) for name in names} | {
        "options": "\n".join(option.sv for option in question.options),
        "options_en": "\n".join(option.en for option in question.options).rstrip(),
        "show_code": question.show_if.code if question.show_if else "",
        "show_values": list(question.show_if.values) if question.show_if else [],
    }
