"""What is kept of each of two records, and why they are made one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.casework.actions.merges import CHOSEN
from stegvis.web.shared.forms import CheckboxList
from stegvis.web.shared.words import day_short

_LABELS = {
    "identity_number": _("Identity number"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "name_in_use": _("Name in use"),
    "pronoun": _("Pronoun"),
    "language": _("Language"),
    "interpreter": _("Needs an interpreter"),
}
_SIDES = (("kept", _("The first")), ("other", _("The second")))


class MergeForm(forms.Form):
    """For each field the record it is taken from; which enrolment was double; why."""

    void = forms.MultipleChoiceField(
        label=_("Was one of these registered twice?"),
        help_text=_("Tick the one that is to be taken away. It stays with its trace, and is not counted."),
        required=False,
        widget=CheckboxList,
    )
    reason = forms.CharField(
        label=_("How do you know that it is the same person?"), max_length=300, help_text=_("It stands in the history.")
    )

    def __init__(self, *args, kept, other, both, **kwargs):
        super().__init__(*args, **kwargs)
        for name in CHOSEN:
            self.fields[name] = forms.ChoiceField(
                label=_LABELS[name], choices=_SIDES, initial=_likely(name, kept, other), widget=forms.RadioSelect
            )
        self.fields["void"].choices = [(str(each.pk), _words(each, kept)) for each in both]
        if not both:
            del self.fields["void"]

    def facts(self) -> dict:
        """The answers as the action's arguments."""
        told = self.cleaned_data
        return {
            "from_other": [name for name in CHOSEN if told[name] == "other"],
            "void": told.get("void", []),
            "reason": told["reason"],
        }


class UndoForm(forms.Form):
    """Nothing to fill in; refusals show above the button."""


def _likely(name: str, kept, other) -> str:
    """The personal identity number before a coordination number; else what the first has, unless that is empty."""
    if name == "identity_number":
        return "other" if (kept.number.kind, other.number.kind) == ("samordningsnummer", "personnummer") else "kept"
    return "kept" if getattr(kept, name) or not getattr(other, name) else "other"


def _words(enrolment, kept) -> str:
    which = _("the first") if enrolment.participant_id == kept.pk else _("the second")
    ended = day_short(enrolment.ended_on) if enrolment.ended_on else ""
    return f"{enrolment.project}, {enrolment.unit}, {day_short(enrolment.started_on)} – {ended} ({which})"
