"""What is asked when a referral comes in, and when something is done with it."""

import datetime as dt
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.access.rules import Viewer
from stegvis.base.identity_number import InvalidIdentityNumber, parse
from stegvis.casework.actions.referrals import LONGEST_ABOUT
from stegvis.casework.queries import participants, referrals
from stegvis.casework.vocabulary import (
    ADVICE_KINDS,
    ATTEMPT_PARTIES,
    ATTEMPT_RESULTS,
    INFLOW_CHANNELS,
    NO_ENROLMENT,
    OUTSIDE_REASONS,
    REFERRAL_STATES,
    SEXES,
    WAIT_REASONS,
)
from stegvis.web.shared.forms import DateField, RadioCards
from stegvis.web.staff import fields
from stegvis.web.staff.enrol.choices import projects_for
from stegvis.web.staff.notes.forms import TimeInput


class ReferralForm(forms.Form):
    """Who was pointed to the unit, by whom, and how to reach them. As little as is needed to get in touch."""

    identity_number = forms.CharField(
        label=gettext_lazy("Identity number"),
        help_text=gettext_lazy("Only for somebody in the register. Otherwise it is asked for at enrolment."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("If the person is not in the register."),
        max_length=200,
        required=False,
        widget=fields.NAME,
    )
    reach = forms.CharField(
        label=gettext_lazy("How is the person reached?"),
        help_text=gettext_lazy("A phone number, or somebody who can get hold of them."),
        max_length=200,
        required=False,
        widget=fields.NAME,
    )
    may_leave_message = forms.BooleanField(label=gettext_lazy("A message may be left"), required=False)
    another = forms.BooleanField(
        label=gettext_lazy("It is another person of the same name"), required=False, widget=forms.HiddenInput
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How did the person come?"), choices=fields.choices_of(INFLOW_CHANNELS)
    )
    referred_by = forms.CharField(
        label=gettext_lazy("Who pointed the way?"),
        help_text=gettext_lazy("Name or unit, if somebody did."),
        max_length=200,
        required=False,
        widget=fields.NAME,
    )
    received_on = DateField(label=gettext_lazy("The day it came"))
    project = forms.ModelChoiceField(label=gettext_lazy("Project"), queryset=None, empty_label=None)
    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=None, empty_label=None)
    sex = forms.ChoiceField(
        label=gettext_lazy("Legal sex"),
        help_text=gettext_lazy("Only for counting. Leave empty if you do not know."),
        choices=lambda: [("", _("Not known yet")), *SEXES.choices()],
        required=False,
    )
    about = forms.CharField(
        label=gettext_lazy("What it is about"),
        help_text=gettext_lazy("What whoever gets in touch needs to know. Nothing about health or crime."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    sent_as = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, posted=None, *, viewer: Viewer):
        units = referrals.units_for(viewer, "create")
        self.viewer, self.units = viewer, list(units)
        offered = projects_for(units)
        first = offered.filter(ends_on__gte=timezone.localdate()).first() or offered.first()
        super().__init__(
            posted,
            initial={
                "received_on": timezone.localdate(),
                "sent_as": uuid.uuid4(),
                "unit": self.units[0].pk if self.units else None,
                "project": first.pk if first else None,
            },
        )
        self.fields["unit"].queryset, self.fields["project"].queryset = units, offered
        self.nowhere = first is None
        self.participant = None

    def clean_about(self):
        text = self.cleaned_data["about"]
        if len(text) > LONGEST_ABOUT:
            raise forms.ValidationError(
                _("The text is %(length)s characters long, and at most %(most)s fit.")
                % {"length": len(text), "most": LONGEST_ABOUT}
            )
        return text

    def clean(self):
        told = super().clean()
        if written := told.get("identity_number"):
            self._find(written, told.get("unit"))
        elif not self.errors.get("identity_number"):
            for name in ("name", "reach"):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, _("This is needed."))
        return told

    def _find(self, written: str, unit) -> None:
        try:
            number = parse(written)
        except InvalidIdentityNumber as fault:
            self.add_error("identity_number", forms.ValidationError(fault.message, code=fault.code))
            return
        if unit:
            self.participant = participants.same_number(self.viewer, unit.organisation, number)
            if self.participant is None:
                self.add_error(
                    "identity_number",
                    _("Nobody you may see has this number. Leave it empty and write name and way to reach."),
                )

    def ask_if_another(self) -> None:
        """Show the box that says it is somebody else of the same name."""
        self.fields["another"].widget = forms.CheckboxInput()

    def facts(self) -> dict:
        """The answers as the action's arguments."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "identity_number"}
        return told | {"participant": self.participant}


class AttemptForm(forms.Form):
    """An attempt to reach the person, just now."""

    result = forms.ChoiceField(label=gettext_lazy("How did the attempt end?"), choices=ATTEMPT_RESULTS.choices)
    party = forms.ChoiceField(label=gettext_lazy("Who tried?"), choices=ATTEMPT_PARTIES.choices, initial="unit")


class StartForm(forms.Form):
    """When the start meeting is, and when a care or treatment before it ends."""

    start_on = DateField(label=gettext_lazy("Day of the start meeting"))
    start_time = forms.TimeField(
        label=gettext_lazy("Time"), widget=TimeInput, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"]
    )
    discharge_on = DateField(
        label=gettext_lazy("Discharged on"),
        help_text=gettext_lazy("If a care or treatment ends before: then the activity can begin within days."),
        required=False,
    )

    def start_at(self) -> dt.datetime:
        """The instant of the meeting."""
        told = self.cleaned_data
        return timezone.make_aware(dt.datetime.combine(told["start_on"], told["start_time"]))


class WaitForm(forms.Form):
    """Why somebody waits, and when to look again."""

    wait_reason = forms.ChoiceField(label=gettext_lazy("Why does the person wait?"), choices=WAIT_REASONS.choices)
    review_on = DateField(
        label=gettext_lazy("Look again on"), help_text=gettext_lazy("On this day the row comes up on the first screen.")
    )


class SettleForm(forms.Form):
    """What came of it, when it was not an enrolment."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it?"),
        choices=lambda: [(code, REFERRAL_STATES.label(code)) for code in NO_ENROLMENT],
        widget=RadioCards(),
    )
    guided_to = forms.CharField(
        label=gettext_lazy("Where was the person shown to?"),
        help_text=gettext_lazy("Nobody is left at home: a place, a person, or who goes on trying."),
        max_length=200,
        required=False,
        widget=fields.NAME,
    )
    advice_kind = forms.ChoiceField(
        label=gettext_lazy("What advice did the person get?"), choices=fields.choices_of(ADVICE_KINDS), required=False
    )
    outside_reason = forms.ChoiceField(
        label=gettext_lazy("Why no enrolment?"), choices=fields.choices_of(OUTSIDE_REASONS), required=False
    )
