"""The small forms of the intake."""

from django import forms
from django.utils.translation import gettext_lazy

from stegvis.casework.vocabulary import TARGET_GROUPS
from stegvis.casework.vocabulary.intake import CO_APPLICANT_RESULTS, UVAS_REASONS, VULNERABLE_GROUPS
from stegvis.web.shared.forms import CheckboxList, DateField
from stegvis.web.staff import fields


class UvasForm(forms.Form):
    """Since when somebody neither works nor studies."""

    since_on = DateField(label=gettext_lazy("Neither works nor studies since"))
    until_on = DateField(label=gettext_lazy("To and with"), required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Why?"), choices=UVAS_REASONS.choices, initial="unknown")


class PermitForm(forms.Form):
    """When the residence permit runs out."""

    expires_on = DateField(
        label=gettext_lazy("The residence permit runs out on"),
        help_text=gettext_lazy("Leave empty when it no longer runs out."),
        required=False,
    )


class SchoolForm(forms.Form):
    """Which schooling is completed."""

    compulsory = forms.BooleanField(label=gettext_lazy("Compulsory school is completed"), required=False)
    upper_secondary = forms.BooleanField(label=gettext_lazy("Upper secondary school is completed"), required=False)


class CoApplicantForm(forms.Form):
    """Somebody in the same household."""

    name = fields.name_field(gettext_lazy("Name of the co-applicant"))
    result = forms.ChoiceField(label=gettext_lazy("What came of it?"), choices=CO_APPLICANT_RESULTS.choices)


class GroupsForm(forms.Form):
    """Groups for whom more care is taken."""

    codes = forms.MultipleChoiceField(
        label=gettext_lazy("More care is taken for"),
        help_text=gettext_lazy("Seen only by those who work with the person or lead the unit, and in no export."),
        choices=VULNERABLE_GROUPS.choices,
        required=False,
        widget=CheckboxList,
    )


class ExceptionForm(forms.Form):
    """An exception from a delimitation of the unit."""

    rule = forms.CharField(label=gettext_lazy("Which delimitation?"), max_length=300, widget=fields.NAME)
    reason = forms.CharField(
        label=gettext_lazy("Why an exception?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class TargetGroupsForm(forms.Form):
    """The target groups a unit takes."""

    codes = forms.MultipleChoiceField(
        label=gettext_lazy("The unit's target groups"),
        help_text=gettext_lazy("None: the unit takes all."),
        choices=TARGET_GROUPS.choices,
        required=False,
        widget=CheckboxList,
    )
    from_on = DateField(label=gettext_lazy("From"))


class RuleForm(forms.Form):
    """Who is not enrolled without an exception."""

    text = forms.CharField(
        label=gettext_lazy("Delimitation"),
        help_text=gettext_lazy("For example: no ongoing substance use."),
        max_length=300,
        widget=fields.NAME,
    )
    since_on = DateField(label=gettext_lazy("From"))


class PurposeForm(forms.Form):
    """What those who refer are told."""

    text = forms.CharField(
        label=gettext_lazy("What are you for, and how does one refer?"),
        help_text=gettext_lazy("Short, in plain words. Target groups and limits are added by themselves."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class StopForm(forms.Form):
    """No new enrolments for a time."""

    project = forms.ModelChoiceField(label=gettext_lazy("Project"), queryset=None, empty_label=None)
    since_on = DateField(label=gettext_lazy("From"))
    until_on = DateField(label=gettext_lazy("To and with"), required=False)
    reason = forms.CharField(label=gettext_lazy("Why?"), max_length=300, widget=fields.NAME)
    consequence = forms.CharField(
        label=gettext_lazy("What does it do to the targets?"), max_length=300, widget=fields.NAME
    )
