"""The facts of an enrolment that may be filled in or corrected."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.casework.models import Enrolment
from stegvis.casework.queries.outcomes import OutcomeView
from stegvis.casework.rules import Outcome
from stegvis.casework.vocabulary import DESTINATIONS, INFLOW_CHANNELS, REASONS
from stegvis.web.staff import fields
from stegvis.web.staff.enrol.choices import coaches_for


class FactsForm(forms.Form):
    """How the person came, the situation at the start, and the coach."""

    inflow_channel = forms.ChoiceField(
        label=_("How did the person come?"),
        choices=fields.choices_of(INFLOW_CHANNELS, _("Not known")),
        required=False,
    )
    referred_by = forms.CharField(
        label=_("Who pointed the way?"),
        help_text=_("Name or unit, if somebody did."),
        max_length=200,
        required=False,
        widget=fields.NAME,
    )
    coach = forms.ModelChoiceField(label=_("Coach"), queryset=None, required=False)
    target_groups = fields.target_groups_field()

    def __init__(self, *args, enrolment: Enrolment, **kwargs):
        super().__init__(*args, initial=_present(enrolment), **kwargs)
        self.fields.update(fields.entry_facts())
        self.fields["income_source"].label = _("Lived on at the start")
        # a coach can be changed, not taken away
        self.fields["coach"].queryset = coaches_for([enrolment.unit])
        self.fields["coach"].empty_label = _("Nobody yet") if enrolment.coach is None else None

    def facts(self) -> dict:
        """The answers as the action's arguments."""
        told = dict(self.cleaned_data)
        told["income_source"] = told["income_source"] or "unknown"
        if told["coach"] is None:
            del told["coach"]
        return told


def _present(enrolment: Enrolment) -> dict:
    first_income = min(enrolment.income_periods.all(), key=lambda period: (period.since_on, period.pk), default=None)
    return {
        "inflow_channel": enrolment.referral.channel,
        "referred_by": enrolment.referral.referred_by,
        "coach": enrolment.coach_id,
        "target_groups": [group.code for group in enrolment.target_groups.all() if group.until_on is None],
        "employment_status": enrolment.employment_status,
        "employment_status_months": enrolment.employment_status_months,
        "education": enrolment.education,
        "income_source": first_income.source if first_income else "unknown",
    }


class OutcomeDetailsForm(forms.Form):
    """What is known of one destination the enrolment was closed with; the destination itself stays."""

    reason = forms.ChoiceField(label=_("More exactly"), required=False)
    receiver = forms.CharField(label=_("Who takes over?"), max_length=200, required=False, widget=fields.NAME)
    receiver_exception = forms.CharField(label=_("If nobody takes over: why not?"), max_length=300, required=False)
    explanation = forms.CharField(label=_("In words"), max_length=300, required=False)

    def __init__(self, *args, view: OutcomeView, **kwargs):
        names = ("reason", "receiver", "receiver_exception", "explanation")
        super().__init__(
            *args,
            prefix=f"outcome-{view.destination}",
            initial={name: getattr(view, name) for name in names},
            **kwargs,
        )
        self.view = view
        under = [(reason.code, reason.label) for reason in REASONS if reason.destination == view.destination]
        self.fields["reason"].choices = [("", _("None, or not known")), *under]
        if not under:
            del self.fields["reason"]
        if not DESTINATIONS[view.destination].receiver_required:
            del self.fields["receiver"], self.fields["receiver_exception"]
        if not DESTINATIONS[view.destination].text_required:
            del self.fields["explanation"]

    def outcome(self) -> Outcome:
        """The destination with the answers; what the form did not ask stays as it was."""
        stored = {
            name: getattr(self.view, name) for name in ("reason", "receiver", "receiver_exception", "explanation")
        }
        return Outcome(destination=self.view.destination, **(stored | self.cleaned_data))
