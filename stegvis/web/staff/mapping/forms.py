"""Questions as fields, and how a sitting is held."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.rules import mapping_form as document
from stegvis.casework.rules.mapping_form import Question
from stegvis.casework.vocabulary.mapping import PRESENT
from stegvis.casework.vocabulary.notes import NOTE_MODES
from stegvis.web.shared.forms import CheckboxList, DateInput


class ScaleRadios(forms.RadioSelect):
    """One to five beside each other."""

    template_name = "staff/widgets/scale.html"


class SittingForm(forms.Form):
    """How the sitting is held, and who is there beside the one who writes."""

    mode = forms.ChoiceField(label=gettext_lazy("How do you sit down?"), choices=NOTE_MODES.choices)
    present = forms.MultipleChoiceField(
        label=gettext_lazy("Who is there, beside you?"),
        choices=PRESENT.choices,
        required=False,
        widget=CheckboxList,
    )


class AnswerForm(forms.Form):
    """The questions of one section. The rules judge the answers; nothing is required."""

    def __init__(self, questions: Iterable[Question], answers: Mapping[str, str], text: str, posted=None):
        super().__init__(posted)
        for question in questions:
            if question.kind == "notice":
                continue
            field = _field(question, text)
            value = answers.get(question.code, "")
            field.initial = value.split("\n") if question.kind == "several_choices" and value else value
            self.fields[question.code] = field


def _field(question: Question, text: str) -> forms.Field:
    about = {
        "label": document.words(question, "", text),
        "help_text": document.words(question, "help", text),
        "required": False,
    }
    match question.kind:
        case "short_text":
            return forms.CharField(strip=False, widget=forms.TextInput(attrs=_TEXT), **about)
        case "long_text":
            return forms.CharField(strip=False, widget=forms.Textarea(attrs={"rows": 4, **_TEXT}), **about)
        case "date":
            return forms.CharField(widget=DateInput(), **about)
        case "several_choices":
            chosen = [(option.code, document.words(option, "", text)) for option in question.options]
            return forms.MultipleChoiceField(choices=chosen, widget=CheckboxList, **about)
        case "scale":
            return forms.ChoiceField(choices=[*((n, n) for n in document.SCALE), none()], widget=ScaleRadios, **about)
        case "yes_no":
            return forms.ChoiceField(choices=[*yes_no(), none()], widget=forms.RadioSelect, **about)
        case _:
            options = [(option.code, document.words(option, "", text)) for option in question.options]
            return forms.ChoiceField(choices=[*options, none()], widget=forms.RadioSelect, **about)


_TEXT = {"dir": "auto", "autocomplete": "off"}


def yes_no() -> list[tuple[str, str]]:
    """The two answers in words."""
    return [("yes", _("Yes")), ("no", _("No"))]


def none() -> tuple[str, str]:
    """The choice that takes an answer back."""
    return ("", _("No answer"))


def value_words(question: Question | None, value: str, text: str) -> str:
    """A stored answer in words."""
    if question is None or not question.values:
        return value
    if question.kind == "yes_no":
        return dict(yes_no()).get(value, value)
    if question.kind == "scale":
        return _("%(number)s of 5") % {"number": value}
    by_code = {option.code: document.words(option, "", text) for option in question.options}
    return ", ".join(by_code.get(code, code) for code in value.split("\n"))
