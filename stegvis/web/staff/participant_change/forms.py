"""What is known about a person, and the ways to reach them."""

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.base.identity_number import InvalidIdentityNumber, parse
from stegvis.casework.models import Participant
from stegvis.casework.vocabulary import LANGUAGES
from stegvis.web.shared.sides import Part, Rows
from stegvis.web.staff import fields

KINDS = (
    ("phone", gettext_lazy("Phone")),
    ("email", gettext_lazy("E-mail")),
    ("other", gettext_lazy("Other way")),
)
#: Empty rows for new ways each time, and the most a person can have.
NEW_ROWS = 1
MOST = 10


class PersonForm(forms.Form):
    """Names and language; the identity number only when it is to be changed."""

    given_name = fields.name_field(gettext_lazy("Given name"))
    family_name = fields.name_field(gettext_lazy("Family name"))
    name_in_use = fields.name_field(
        gettext_lazy("Name in use"),
        required=False,
        help_text=gettext_lazy("If the person goes by another name. It is shown everywhere."),
    )
    pronoun = fields.pronoun_field()
    language = fields.language_field()
    interpreter = fields.interpreter_field()
    identity_number = forms.CharField(
        label=gettext_lazy("New identity number"),
        help_text=gettext_lazy(
            "Leave empty if it is the same. A corrected number, or a new one after a change of legal sex, brings the "
            "legal sex with it. Statistics keep the sex the person had at each enrolment."
        ),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, person: Participant, **kwargs):
        names = ("given_name", "family_name", "name_in_use", "pronoun", "language", "interpreter")
        super().__init__(*args, initial={name: getattr(person, name) for name in names}, **kwargs)
        self.fields["language"].choices = LANGUAGES.choices(keep=[person.language])

    def clean_identity_number(self):
        text = self.cleaned_data["identity_number"]
        if not text.strip():
            return None
        try:
            return parse(text)
        except InvalidIdentityNumber as fault:
            raise forms.ValidationError(fault.message, code=fault.code) from fault

    def facts(self) -> dict:
        """The answers as the action's arguments; the number only when there is a new one."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("identity_number", "language")}
        # an empty choice, which only a bent form can send, changes nothing
        return told | {
            name: self.cleaned_data[name] for name in ("identity_number", "language") if self.cleaned_data[name]
        }


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except forms.ValidationError:
        return False
    return True


class WayForm(forms.Form):
    """A way to reach the person."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS, initial="phone", required=False)
    value = forms.CharField(
        label=gettext_lazy("Number, address or way"), max_length=200, required=False, widget=fields.NAME
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("When to call, whose phone it is."),
        max_length=200,
        required=False,
        widget=fields.NAME,
    )
    may_leave_message = forms.BooleanField(label=gettext_lazy("A message may be left"), required=False)
    remove = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    def clean(self):
        cleaned = super().clean()
        value = cleaned.get("value", "")
        if value and not cleaned.get("remove"):
            if cleaned.get("kind") == "email" and not _is_address(value):
                self.add_error("value", _("Write an e-mail address."))
            if cleaned.get("kind") == "phone" and sum(char.isdigit() for char in value) < 5:
                self.add_error("value", _("Write the phone number with digits."))
        if not value and cleaned.get("note") and not cleaned.get("remove"):
            self.add_error("value", _("Write what the note is about, or empty the note."))
        return cleaned

    def way(self) -> dict | None:
        """The way as the action takes it; None when the row is empty or to be removed."""
        told = self.cleaned_data
        if told.get("remove") or not told.get("value"):
            return None
        return {name: told[name] for name in ("value", "may_leave_message", "note")} | {"kind": told["kind"] or "phone"}


WayFormSet = forms.formset_factory(WayForm, extra=NEW_ROWS, max_num=MOST, absolute_max=MOST)


def person_part(posted, person: Participant) -> Part:
    """The form, for comparing with what somebody else has saved. The number stands masked, and is drawn empty."""
    return Part(PersonForm(posted, person=person), instead={"identity_number": person.number.masked})


def ways_part(posted, person: Participant) -> Rows:
    """The ways to reach the person, compared one by one."""
    present = [
        {"kind": way.kind, "value": way.value, "note": way.note, "may_leave_message": way.may_leave_message}
        for way in person.contact_ways.all()
    ]
    return Rows(
        WayFormSet(posted, initial=present, prefix="way"),
        key=("kind", "value"),
        fact="contact_ways",
        label=lambda row: f"{dict(KINDS).get(row['kind'], '')} {row['value']}".strip(),
        words=_way_words,
    )


def _way_words(row: dict) -> str:
    message = _("A message may be left") if row["may_leave_message"] in (True, "on") else _("Leave no message")
    return " · ".join(filter(None, (row["value"], message, row["note"])))
