"""Fields that several of the staff's forms share, in the words of the closed lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.base.vocabulary import Vocabulary
from stegvis.casework.vocabulary import EDUCATION, EMPLOYMENT_STATUS, INCOME_SOURCES, LANGUAGES, TARGET_GROUPS
from stegvis.web.shared.forms import CheckboxList

NAME = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})


def choices_of(vocabulary: Vocabulary, prompt=None):
    """A callable that gives the list's choices in the language of the moment, after an empty first one."""
    return lambda: [("", prompt or _("Choose")), *vocabulary.choices()]


def name_field(label, *, required: bool = True, help_text="") -> forms.CharField:
    """A name: any script, at most 100 characters."""
    return forms.CharField(label=label, max_length=100, required=required, help_text=help_text, widget=NAME)


def language_field() -> forms.ChoiceField:
    """The language a person prefers."""
    return forms.ChoiceField(label=_("Language"), choices=LANGUAGES.choices, initial="sv", required=False)


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
