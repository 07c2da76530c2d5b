"""What the final report holds, and to whom it was given."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.models import FinalReport
from stegvis.casework.vocabulary.final_report import REPORT_PARTS, REPORT_RECEIVERS, USUAL_PARTS
from stegvis.casework.vocabulary.team import GROUNDS, WAYS
from stegvis.web.shared.forms import CheckboxList, DateField, RadioCards

_LONG = 4000


def _words(label, rows: int, help_text="") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=_LONG, required=False,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )  # fmt: skip


class ReportForm(forms.Form):
    """Parts to tick, and three texts. A protected person's report never holds the identity number."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What the report holds"), choices=REPORT_PARTS.choices, required=False, widget=CheckboxList
    )
    summary = _words(gettext_lazy("Summary"), 6, gettext_lazy("Nothing from sensitive notes. The person reads this."))
    own_words = _words(gettext_lazy("In the participant's own words"), 4)
    remains = _words(gettext_lazy("What remains, and who goes on with it"), 3)

    def __init__(self, posted=None, *, report: FinalReport | None, protected: bool):
        initial = {name: getattr(report, name) for name in self.base_fields} if report else {"parts": USUAL_PARTS}
        super().__init__(posted, initial=initial)
        if protected:
            self.fields["parts"].choices = [pair for pair in REPORT_PARTS.choices() if pair[0] != "number"]


class GiveForm(forms.Form):
    """To whom the report was given, when, and on what basis."""

    receiver = forms.ChoiceField(
        label=gettext_lazy("Who got it?"), choices=REPORT_RECEIVERS.choices, initial="participant", widget=RadioCards
    )
    given_on = DateField(label=gettext_lazy("Day"))
    contact = forms.ChoiceField(label=gettext_lazy("The agency or party"), required=False)
    way = forms.ChoiceField(
        label=gettext_lazy("In which way"), choices=WAYS.choices, initial="secure_mail", required=False
    )
    consent = forms.NullBooleanField(
        label=gettext_lazy("Has the participant agreed?"), required=False,
        widget=forms.Select(choices=[
            ("", gettext_lazy("Choose")), ("true", gettext_lazy("Yes")),
            ("false", gettext_lazy("No, it is given on another basis")),
        ]),
    )  # fmt: skip
    ground = forms.ChoiceField(
        label=gettext_lazy("On which ground in law, without consent?"),
        choices=lambda: [("", _("Choose")), *(pair for pair in GROUNDS.choices() if pair[0] != "consent")],
        required=False,
    )
    basis = forms.CharField(
        label=gettext_lazy("On what basis?"),
        help_text=gettext_lazy("When and how the participant agreed, or which law. Needed for others than the person."),
        max_length=500,
        required=False,
    )

    def __init__(self, posted=None, *, contacts=()):
        super().__init__(posted, initial={"given_on": timezone.localdate()})
        self.contacts = {str(each.pk): each for each in contacts}
        self.fields["contact"].choices = [("", _("Choose")), *((key, str(each)) for key, each in self.contacts.items())]

    def facts(self) -> dict:
        """The answers as the action takes them."""
        return self.cleaned_data | {"contact": self.contacts.get(self.cleaned_data["contact"])}
