"""The enrolment form: somebody new, or somebody who returns."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.access.rules import Viewer
from stegvis.base.identity_number import InvalidIdentityNumber, parse
from stegvis.casework.queries import unit_intake
from stegvis.casework.vocabulary import INFLOW_CHANNELS, PROTECTION_LEVELS
from stegvis.web.shared.forms import DateField
from stegvis.web.staff import fields
from stegvis.web.staff.enrol.choices import coaches_for, projects_for, units_for


class EnrolmentForm(forms.Form):
    """Into what, when, how, and what is known at the start. The part that somebody who returns also answers."""

    project = forms.ModelChoiceField(label=gettext_lazy("Project"), queryset=None, empty_label=None)
    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=None, empty_label=None)
    started_on = DateField(label=gettext_lazy("First day"))
    coach = forms.ModelChoiceField(
        label=gettext_lazy("Coach"), queryset=None, required=False, empty_label=gettext_lazy("Nobody yet")
    )
    inflow_channel = forms.ChoiceField(
        label=gettext_lazy("How did the person come?"), choices=fields.choices_of(INFLOW_CHANNELS)
    )
    referred_by = forms.CharField(
        label=gettext_lazy("Who pointed the way?"),
        help_text=gettext_lazy("Name or unit, if somebody did."),
        max_length=200,
        required=False,
        widget=fields.NAME,
    )
    target_groups = fields.target_groups_field()
    group_exception = forms.CharField(
        label=gettext_lazy("Why, though none of the groups is one the unit has chosen?"),
        help_text=gettext_lazy("Whoever leads the unit decides about the exception."),
        max_length=500,
        required=False,
    )
    stop_exception = forms.CharField(
        label=gettext_lazy("Why in spite of the stop?"),
        help_text=gettext_lazy("Whoever leads the unit decides about the exception."),
        max_length=500,
        required=False,
    )
    age_exception = forms.CharField(
        label=gettext_lazy("Why in spite of the age?"),
        help_text=gettext_lazy("The project has an age range. Write why an exception is made."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args, viewer: Viewer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.update(fields.entry_facts())
        units = units_for(viewer)
        self.units = list(units)
        self.projects = list(projects_for(units).prefetch_related("parts"))
        for name, offered in (("unit", units), ("project", projects_for(units)), ("coach", coaches_for(units))):
            self.fields[name].queryset = offered
        self._preselect(viewer)
        self._own_groups_first()

    def _preselect(self, viewer: Viewer) -> None:
        """The newest project, the only unit, today or the project's last day, and me as coach."""
        today = timezone.localdate()
        project = self.projects[0] if self.projects else None
        self.initial.setdefault("project", project.pk if project else None)
        self.initial.setdefault("unit", self.units[0].pk if self.units else None)
        self.initial.setdefault("started_on", min(today, project.ends_on) if project else today)
        if any(grant.role == "coach" for grant in viewer.grants):
            self.initial.setdefault("coach", viewer.user_id)

    def _own_groups_first(self) -> None:
        """The target groups that the units have chosen stand first, and say so."""
        self.stops = list(unit_intake.stops_of(self.units, timezone.localdate()))
        chosen = unit_intake.groups_of_units(self.units, timezone.localdate())
        if chosen:
            offered = list(self.fields["target_groups"].choices)
            first = [
                (code, _("%(group)s (chosen by the unit)") % {"group": label})
                for code, label in offered
                if code in chosen
            ]
            self.fields["target_groups"].choices = [*first, *(each for each in offered if each[0] not in chosen)]

    @property
    def only_choice(self) -> bool:
        """Is there one project and one unit, so that nothing need be chosen?"""
        return len(self.projects) == 1 and len(self.units) == 1

    def clean(self):
        cleaned = super().clean()
        project, unit = cleaned.get("project"), cleaned.get("unit")
        if project and unit and unit.pk not in {part.unit_id for part in project.parts.all()}:
            self.add_error("unit", _("This unit does not take part in the project. Choose another."))
        return cleaned

    def enrolment_facts(self) -> dict:
        """The cleaned answers as the action's arguments."""
        names = (
            "project", "unit", "started_on", "inflow_channel", "target_groups", "coach", "referred_by",
            "employment_status", "employment_status_months", "education", "age_exception", "group_exception",
            "stop_exception",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names} | {
            "income_source": self.cleaned_data["income_source"] or "unknown"
        }


class NewPersonForm(EnrolmentForm):
    """The whole form, for somebody who is not yet in the register."""

    identity_number = forms.CharField(
        label=gettext_lazy("Identity number"),
        help_text=gettext_lazy("Twelve digits: YYYYMMDD-NNNN. Personal or coordination number."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )
    given_name = fields.name_field(gettext_lazy("Given name"))
    family_name = fields.name_field(gettext_lazy("Family name"))
    name_in_use = fields.name_field(
        gettext_lazy("Name in use"),
        required=False,
        help_text=gettext_lazy("If the person goes by another name."),
    )
    pronoun = fields.pronoun_field()
    language = fields.language_field()
    interpreter = fields.interpreter_field()
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    may_leave_message = forms.BooleanField(label=gettext_lazy("A message may be left"), required=False)
    protected = forms.BooleanField(
        label=gettext_lazy("The identity is protected"),
        help_text=gettext_lazy("Then only you and your manager see the person. Your manager can name more."),
        required=False,
    )
    protection_level = forms.ChoiceField(
        label=gettext_lazy("Kind of protection"), choices=PROTECTION_LEVELS.choices, required=False
    )

    field_order = [
        "identity_number",
        "given_name",
        "family_name",
        "name_in_use",
        "pronoun",
        "language",
        "interpreter",
        "phone",
    ]

    def clean_identity_number(self):
        try:
            return parse(self.cleaned_data["identity_number"])
        except InvalidIdentityNumber as fault:
            raise forms.ValidationError(fault.message, code=fault.code) from fault

    def clean_phone(self):
        phone = " ".join(self.cleaned_data["phone"].split())
        if phone and sum(char.isdigit() for char in phone) < 5:
            raise forms.ValidationError(_("Write the phone number with digits, or leave it empty."))
        return phone

    def protection_facts(self) -> dict | None:
        """The answers about a protected identity as the action's arguments; None when there is none.

        Who decided is not asked in the middle of a meeting: the manager checks and fills in.
        """
        if not self.cleaned_data["protected"]:
            return None
        return {
            "level": self.cleaned_data["protection_level"] or PROTECTION_LEVELS.codes[0],
            "decided_by": _("Told at enrolment, to be checked"),
            "review_on": timezone.localdate() + dt.timedelta(days=30),
        }

    def person_facts(self) -> dict:
        """The cleaned answers about the person, as the action's arguments."""
        names = ("identity_number", "given_name", "family_name", "name_in_use", "pronoun", "language", "interpreter")
        return {name: self.cleaned_data[name] for name in names} | {"language": self.cleaned_data["language"] or "sv"}
