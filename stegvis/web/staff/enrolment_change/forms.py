"""The facts of an enrolment that may be filled in or corrected."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.access.rules import Viewer
from stegvis.casework.actions import enrolment_facts
from stegvis.casework.models import Enrolment
from stegvis.casework.queries.outcomes import OutcomeView
from stegvis.casework.rules import Outcome
from stegvis.casework.vocabulary import (
    DESTINATIONS,
    EDUCATION,
    EMPLOYMENT_STATUS,
    INCOME_SOURCES,
    INFLOW_CHANNELS,
    REASONS,
    TARGET_GROUPS,
)
from stegvis.web.staff import fields
from stegvis.web.staff.enrol.choices import coaches_for

_WORDS = {
    "inflow_channel": INFLOW_CHANNELS,
    "target_groups": TARGET_GROUPS,
    "employment_status": EMPLOYMENT_STATUS,
    "education": EDUCATION,
    "income_source": INCOME_SOURCES,
}

#: The details of a destination that may be filled in, as both form and record name them.
OUTCOME_FACTS = ("reason", "receiver", "receiver_exception", "explanation", "occupation", "industry")


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
        fields.keep_present(self, _WORDS)
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


class IncomeAtExitForm(forms.Form):
    """What the person lives on after the end, which is often known later than the closing."""

    income_at_exit = forms.ChoiceField(
        label=_("Lives on after the project"), choices=INCOME_SOURCES.choices, required=False
    )

    def __init__(self, *args, enrolment: Enrolment, **kwargs):
        after = [each for each in enrolment.income_periods.all() if each.since_on > enrolment.ended_on]
        super().__init__(
            *args, prefix="after", initial={"income_at_exit": after[0].source if after else "unknown"}, **kwargs
        )
        self.title = _("After the end")
        fields.keep_present(self, {"income_at_exit": INCOME_SOURCES})

    def save(self, enrolment: Enrolment, by: Viewer) -> None:
        """Write the answer. Raises NotPossible."""
        source = self.cleaned_data["income_at_exit"] or "unknown"
        enrolment_facts.set_income_at_exit(enrolment=enrolment, income_at_exit=source, by=by)


class OutcomeDetailsForm(forms.Form):
    """What is known of one destination the enrolment was closed with; the destination itself stays.

    `sealed`, for a protected person: who received them and as what is not shown, and asked for only while not known.
    """

    reason = forms.ChoiceField(label=_("More exactly"), required=False)
    receiver = forms.CharField(label=_("Who takes over?"), max_length=200, required=False, widget=fields.NAME)
    receiver_exception = forms.CharField(label=_("If nobody takes over: why not?"), max_length=300, required=False)
    explanation = forms.CharField(label=_("In words"), max_length=300, required=False)

    def __init__(self, *args, view: OutcomeView, sealed: bool = False, **kwargs):
        initial = {name: getattr(view, name) for name in OUTCOME_FACTS} | {"occupation": view.occupation_label}
        super().__init__(*args, prefix=f"outcome-{view.destination}", initial=initial, **kwargs)
        self.view = view
        self.title = gettext("At the end: %(destination)s") % {"destination": view.label}
        under = [
            (reason.code, reason.label)
            for reason in REASONS
            if reason.destination == view.destination and (reason.in_use() or reason.code == view.reason)
        ]
        self.fields["reason"].choices = [("", _("None, or not known")), *under]
        if not under:
            del self.fields["reason"]
        if DESTINATIONS[view.destination].job and not (sealed and (view.occupation or view.industry)):
            self.fields.update(fields.job_fields())
        told = sealed and (view.receiver or view.receiver_exception)
        if told or not DESTINATIONS[view.destination].receiver_required:
            del self.fields["receiver"], self.fields["receiver_exception"]
        if not DESTINATIONS[view.destination].text_required:
            del self.fields["explanation"]

    def save(self, enrolment: Enrolment, by: Viewer) -> None:
        """Write the answers. Raises NotPossible."""
        enrolment_facts.complete_outcome(enrolment=enrolment, outcome=self.outcome(), by=by)

    def outcome(self) -> Outcome:
        """The destination with the answers; what the form did not ask stays as it was."""
        stored = {name: getattr(self.view, name) for name in OUTCOME_FACTS}
        return Outcome(destination=self.view.destination, **(stored | self.cleaned_data))
