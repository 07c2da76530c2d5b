"""One word, as an administrator may change it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.base.vocabulary import Term
from stegvis.casework.queries.words import WordList
from stegvis.casework.vocabulary import DESTINATIONS, TARGET_GROUPS
from stegvis.web.shared.forms import DateField


class WordForm(forms.Form):
    """Labels, synonyms, explanation, place, and the day from which the word is not used any more."""

    sv = forms.CharField(label=_("In Swedish"), max_length=120)
    en = forms.CharField(label=_("In English"), max_length=120)
    synonyms = forms.CharField(
        label=_("Other words that imports understand"),
        help_text=_("One on each line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    explanation_sv = forms.CharField(label=_("Explanation in Swedish"), max_length=300, required=False)
    explanation_en = forms.CharField(label=_("Explanation in English"), max_length=300, required=False)
    position = forms.IntegerField(
        label=_("Place in the list"),
        help_text=_("0 is first. Empty: where the program puts it."),
        min_value=0,
        max_value=999,
        required=False,
    )
    retired_on = DateField(
        label=_("Not used since"),
        help_text=_("From that day nobody can choose the word for anything new. Where it stands it stays readable."),
        required=False,
    )

    def facts(self) -> dict:
        """The answers as the action's arguments."""
        return self.cleaned_data | {"synonyms": self.cleaned_data["synonyms"].splitlines()}


class NewWordForm(WordForm):
    """A word of the installation's own."""

    code = forms.RegexField(
        r"^[a-z][a-z0-9_]{1,39}$",
        label=_("Code"),
        help_text=_("Small letters, digits and underscores, such as young_parents. It can never be changed."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("code", "sv", "en", "under")

    def __init__(self, *args, one: WordList, **kwargs):
        super().__init__(*args, **kwargs)
        if one.name == "reasons":
            self.fields["under"] = forms.ChoiceField(label=_("Reason under"), choices=DESTINATIONS.choices())
        if one.name == "target_groups":
            fixed = [(code, TARGET_GROUPS.label(code)) for code in TARGET_GROUPS.fixed_codes]
            self.fields["under"] = forms.ChoiceField(
                label=_("Counted as, in all figures"),
                help_text=_("Without one, the group is seen by the unit and counted in no figure."),
                choices=[("", _("None")), *fixed],
                required=False,
            )
        self.order_fields(self.field_order)


def present(term: Term, position: int | None) -> dict:
    """What stands now, as the form's initial values."""
    names = ("sv", "en", "explanation_sv", "explanation_en", "retired_on")
    return {name: getattr(term, name) for name in names} | {
        "synonyms": "\n".join(term.synonyms),
        "position": position,
    }
