"""Fields that several of the staff's forms share, in the words of the closed lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.base.vocabulary import UnknownWord, Vocabulary
from stegvis.casework.vocabulary import (
    DESTINATIONS,
    EDUCATION,
    EMPLOYMENT_STATUS,
    INCOME_SOURCES,
    INDUSTRIES,
    LANGUAGES,
    TARGET_GROUPS,
    occupation_meant,
)
from stegvis.web.shared.forms import CheckboxList

NAME = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})


def choices_of(vocabulary: Vocabulary, prompt=None):
    """A callable that gives the list's choices in the language of the moment, after an empty first one."""
    return lambda: [("", prompt or _("Choose")), *vocabulary.choices()]


def keep_present(form: forms.Form, vocabularies: dict[str, Vocabulary], prompt=None) -> None:
    """Let fields go on offering what stands in the record though the word is retired: {field: list of words}."""
    for name, vocabulary in vocabularies.items():
        stands = form.initial.get(name) or ()
        keep = [stands] if isinstance(stands, str) else list(stands)
        if any(code in vocabulary and not vocabulary[code].in_use() for code in keep):
            field = form.fields[name]
            empty = [choice for choice in field.choices if choice[0] == ""]
            field.choices = [*empty, *vocabulary.choices(keep=keep)]


def name_field(label, *, required: bool = True, help_text="") -> forms.CharField:
    """A name: any script, at most 100 characters."""
    return forms.CharField(label=label, max_length=100, required=required, help_text=help_text, widget=NAME)


def language_field() -> forms.ChoiceField:
    """The language a person prefers."""
    return forms.ChoiceField(label=_("Language"), choices=LANGUAGES.choices, initial="sv", required=False)


class _Suggesting(forms.TextInput):
    """A text field with a few suggestions; anything else may be written too."""

    template_name = "staff/widgets/suggesting.html"

    def __init__(self, suggestions, attrs=None):
        super().__init__(attrs)
        self.suggestions = suggestions

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}-suggestions"
        return context | {"suggestions": self.suggestions, "list_id": f"{name}-suggestions"}


PRONOUNS = (_("she"), _("he"), _("they (hen)"))


def pronoun_field() -> forms.CharField:
    """How the person wants to be spoken of; free words, or one of the suggestions (HOR-09)."""
    return forms.CharField(
        label=_("Pronoun"),
        help_text=_("If the person has said so. Seen by those who work with the person, and never in any export."),
        max_length=40,
        required=False,
        widget=_Suggesting(PRONOUNS, attrs={"autocomplete": "off", "dir": "auto"}),
    )


class DestinationSelect(forms.Select):
    """Destinations; each option says in attributes what it asks for, which the page's script reads."""

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        term = DESTINATIONS.get(value) if value else None
        if term and term.receiver_required:
            option["attrs"]["data-receiver"] = "yes"
        if term and term.text_required:
            option["attrs"]["data-text"] = "yes"
        if term and term.job:
            option["attrs"]["data-job"] = "yes"
        return option


class OccupationField(forms.CharField):
    """An occupation by its code or name in SSYK 2012, looked up in the page's list of them (or typed); gives the code.

    The page has the list once: `staff/occupations.html`.
    """

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"list": "occupations", "autocomplete": "off", "data-job": True})
        super().__init__(max_length=200, widget=widget, **kwargs)

    def clean(self, value):
        """The code; empty for nothing."""
        text = super().clean(value)
        try:
            return occupation_meant(text).code if text else ""
        except UnknownWord as unknown:
            said = {"text": text[:60], "nearest": unknown.nearest}
            words = _("No occupation in the list is called “%(text)s”. Choose one in the list, or write its SSYK code.")
            if unknown.nearest:
                words = _("No occupation in the list is called “%(text)s”. Do you mean “%(nearest)s”?")
            raise forms.ValidationError(words % said, "unknown_word") from None


def job_fields() -> dict[str, forms.Field]:
    """Occupation and industry of a job somebody has got."""
    return {
        "occupation": OccupationField(
            label=_("Occupation"), help_text=_("Write a few letters and choose in the list."), required=False
        ),
        "industry": forms.ChoiceField(
            label=_("Industry"),
            choices=choices_of(INDUSTRIES, _("Not known")),
            required=False,
            widget=forms.Select(attrs={"data-job": True}),
        ),
    }


def interpreter_field() -> forms.BooleanField:
    """Is an interpreter needed?"""
    return forms.BooleanField(label=_("Needs an interpreter"), required=False)


def target_groups_field() -> forms.MultipleChoiceField:
    """Target groups; several may fit."""
    return forms.MultipleChoiceField(
        label=_("Target groups"),
        help_text=_("Several may fit."),
        choices=TARGET_GROUPS.choices,
        required=False,
        widget=CheckboxList,
    )


def entry_facts() -> dict[str, forms.Field]:
    """The facts at entry, each of which may be filled in later (a gap until then)."""
    later = _("Fill in later")
    return {
        "employment_status": forms.ChoiceField(
            label=_("Work situation"), choices=choices_of(EMPLOYMENT_STATUS, later), required=False
        ),
        "employment_status_months": forms.IntegerField(
            label=_("For how many months?"),
            help_text=_("A guess in whole months will do."),
            min_value=0,
            max_value=600,
            required=False,
        ),
        "education": forms.ChoiceField(
            label=_("Highest completed education"), choices=choices_of(EDUCATION, later), required=False
        ),
        "income_source": forms.ChoiceField(
            label=_("Lives on"), choices=INCOME_SOURCES.choices, initial="unknown", required=False
        ),
    }
