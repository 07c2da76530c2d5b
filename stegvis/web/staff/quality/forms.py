"""One gap, filled in where it stands in the list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.casework.models import Enrolment
from stegvis.casework.vocabulary import EDUCATION, EMPLOYMENT_STATUS, INCOME_SOURCES, INFLOW_CHANNELS, TARGET_GROUPS
from stegvis.web.staff.enrol.choices import coaches_for

#: Gaps that one choice fills: the words to choose from, and the argument of the action.
_CHOICES = {
    "inflow_channel": (INFLOW_CHANNELS, "inflow_channel"),
    "target_groups": (TARGET_GROUPS, "target_groups"),
    "employment_status": (EMPLOYMENT_STATUS, "employment_status"),
    "education": (EDUCATION, "education"),
    "income_at_start": (INCOME_SOURCES, "income_source"),
    "income_at_exit": (INCOME_SOURCES, "income_at_exit"),
}
IN_PLACE = frozenset({*_CHOICES, "employment_status_months", "coach"})


class GapForm(forms.Form):
    """The one field that fills a gap of this kind."""

    def __init__(self, *args, kind: str, enrolment: Enrolment, coaches=None, **kwargs):
        super().__init__(*args, auto_id=f"%s-{enrolment.pk}", **kwargs)
        self.kind = kind
        if kind == "coach" and coaches is not None:  # a list's worth, asked for once
            self.fields["answer"] = forms.ChoiceField(choices=[("", _("Choose")), *coaches], label=_("Coach"))
        elif kind == "coach":
            self.fields["answer"] = forms.ModelChoiceField(queryset=coaches_for([enrolment.unit]), label=_("Coach"))
        elif kind == "employment_status_months":
            self.fields["answer"] = forms.IntegerField(min_value=0, max_value=600, label=_("Months"))
        else:
            words = [choice for choice in _CHOICES[kind][0].choices() if choice[0] != "unknown"]
            self.fields["answer"] = forms.ChoiceField(choices=[("", _("Choose")), *words], label=_("Answer"))

    def facts(self) -> dict:
        """The answer as the action's argument."""
        answer = self.cleaned_data["answer"]
        if self.kind == "target_groups":
            return {"target_groups": [answer]}
        return {_CHOICES[self.kind][1] if self.kind in _CHOICES else self.kind: answer}
