"""The forms of what a participant does and gets. What may not be is said by the rules of casework."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.casework.vocabulary.attainments import ATTAINMENT_KINDS, ATTAINMENT_RESULTS
from stegvis.web.shared.forms import DateField
from stegvis.web.staff.fields import NAME

_PASTED = 200_000


def _line(label, *, help_text="") -> forms.CharField:
    return forms.CharField(label=label, max_length=_PASTED, required=False, help_text=help_text, widget=NAME)


def _kinds_with_results() -> list:
    """Each kind with what it can come to, so that no choice is wrong."""
    groups: list = [("", _("Choose"))]
    for kind, words in ATTAINMENT_KINDS.choices():
        results = ATTAINMENT_KINDS[kind].results
        groups.append((words, [(f"{kind}:{each}", f"{words}: {_low(each)}") for each in results]))
    return groups


def _low(result: str) -> str:
    return ATTAINMENT_RESULTS.label(result).lower()


class NoteForm(forms.Form):
    """One line: what, how it went, where and when."""

    what = forms.ChoiceField(label=_("What, and how it went"), choices=_kinds_with_results)
    text = _line(_("Where or what"), help_text=_("For example an employer, a school, a road. No diagnoses."))
    on = DateField(label=_("Day"), required=False, help_text=_("Empty means today."))
    minutes = forms.IntegerField(label=_("Minutes"), required=False, help_text=_("For driving practice."))
    learnt = _line(_("What was learnt"))
    next_step = _line(_("What comes next"))

    def facts(self) -> dict:
        """The answers as the action takes them."""
        told = dict(self.cleaned_data)
        kind, result = told.pop("what").split(":")
        return told | {"kind": kind, "result": result}


class AnswerForm(forms.Form):
    """What something came to."""

    result = forms.ChoiceField(label=_("How it went"))
    on = DateField(label=_("Day"), required=False, help_text=_("Empty means today."))
    learnt = _line(_("What was learnt"))
    next_step = _line(_("What comes next"))

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        results = ATTAINMENT_KINDS[kind].results
        self.fields["result"].choices = [(each, ATTAINMENT_RESULTS.label(each)) for each in results]
