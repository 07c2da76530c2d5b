"""Invite somebody, give a role, end it, move to another unit, leave; an evaluator's assignment."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.access.roles import ROLES
from stegvis.organisation.models import Organisation, Project, Unit
from stegvis.web.shared.forms import DateField


def _roles(leave_out: tuple[str, ...] = ("participant", "evaluator")):
    """The roles one may give, as choices. Evaluators get theirs with a written assignment."""
    return [("", _("Choose")), *((slug, role.label()) for slug, role in ROLES.items() if slug not in leave_out)]


class _UnitChoice(forms.ModelChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.name} – {unit.organisation.name}"


def _units():
    return Unit.objects.select_related("organisation").order_by("sort_key")


class RoleForm(forms.Form):
    """A role, where, and from and to which day."""

    role = forms.ChoiceField(label=_("Role"), choices=_roles)
    unit = _UnitChoice(
        label=_("Unit"),
        queryset=None,
        required=False,
        empty_label=_("The whole organisation"),
        help_text=_("Coaches, matchers and local leaders work in a unit."),
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=None,
        required=False,
        empty_label=_("That of the unit"),
        help_text=_("Only where no unit is chosen."),
    )
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"), required=False, help_text=_("Leave empty when it is not known."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = _units()
        self.fields["organisation"].queryset = Organisation.objects.order_by("sort_key")
        self.initial.setdefault("starts_on", timezone.localdate())

    def clean(self):
        given = super().clean()
        if given.get("unit"):
            given["organisation"] = given["unit"].organisation
        elif not given.get("organisation"):
            self.add_error("unit", _("Choose a unit or an organisation."))
        return given


class InviteForm(RoleForm):
    """Who is invited, and the first role."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    full_name = forms.CharField(label=_("First and last name"), max_length=200)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=(("sv", _("Swedish")), ("en", _("English"))))
    field_order = ("email", "full_name", "language", "role", "unit", "organisation", "starts_on", "ends_on")


class LastDayForm(forms.Form):
    """The last day of a role, or of an account."""

    last_day = DateField(label=_("Last day"), help_text=_("Nothing can be reached after this day."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("last_day", timezone.localdate())


class MoveForm(forms.Form):
    """Another unit, from a day."""

    unit = _UnitChoice(label=_("New unit"), queryset=None, empty_label=_("Choose"))
    on = DateField(label=_("First day in the new unit"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = _units()


class AssignmentForm(forms.Form):
    """What a written assignment to evaluate says."""

    user = forms.ModelChoiceField(label=_("Evaluator"), queryset=None, empty_label=_("Choose"))
    project = forms.ModelChoiceField(label=_("Project"), queryset=None, empty_label=_("Choose"))
    purpose = forms.CharField(
        label=_("What is to be evaluated, and for what?"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )
    decided_by = forms.CharField(label=_("Who decided it?"), max_length=200, help_text=_("Name and position."))
    decided_on = DateField(label=_("Decided on"))
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"), help_text=_("The assignment ends by itself after this day."))

    def __init__(self, *args, users, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = users
        self.fields["project"].queryset = Project.objects.order_by("-starts_on", "code")
        self.initial.setdefault("starts_on", timezone.localdate())
