"""The forms of team, consents and register. What may not be is said by the rules of casework."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.casework.vocabulary.onward import ONWARD_STATES, ONWARD_WISHES
from stegvis.casework.vocabulary.team import (
    GIVEN_HOW,
    GROUNDS,
    INFORMATION,
    MEETING_KINDS,
    PARTS,
    PRINCIPALS,
    WAYS,
    WITHDRAWN_HOW,
)
from stegvis.web.shared.forms import CheckboxList, DateField
from stegvis.web.staff.fields import NAME, choices_of

#: Beyond this the browser itself stops; the rules say the real limits in words.
PASTED = 200_000


def line(label, *, required: bool = True, help_text="") -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, max_length=PASTED, required=required, help_text=help_text, widget=NAME)


def text(label, *, required: bool = False, rows: int = 3, help_text="") -> forms.CharField:
    """Several lines of text."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=PASTED, required=required, help_text=help_text, widget=widget)


def today_if_empty(label) -> DateField:
    """A day that may be left empty."""
    return DateField(label=label, required=False, help_text=_("Empty means today."))


def _kinds() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=_("Kinds of information"), choices=INFORMATION.choices, widget=CheckboxList)


class WithContact(forms.Form):
    """A form in which a contact of the directory is chosen."""

    contact = forms.ChoiceField(label=_("Contact"))

    def __init__(self, *args, contacts=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.contacts = {str(each.pk): each for each in contacts}
        self.fields["contact"].choices = [("", _("Choose")), *((key, str(each)) for key, each in self.contacts.items())]

    def facts(self) -> dict:
        """The answers as the action takes them."""
        told = dict(self.cleaned_data)
        return told | {"contact": self.contacts.get(told["contact"])}


class MemberForm(WithContact):
    """Somebody joins the team."""

    part = forms.ChoiceField(label=_("Answers for"), choices=choices_of(PARTS))
    mandate = line(_("Mandate"), required=False, help_text=_("What they may decide, and what can be asked of them."))
    since_on = today_if_empty(_("From"))
    until_on = DateField(label=_("Until"), required=False)
    main = forms.BooleanField(label=_("Main contact outside the unit"), required=False)


class ConsentForm(WithContact):
    """The participant lifts secrecy towards a contact."""

    kinds = _kinds()
    purpose = line(_("What for"), help_text=_("For example: to plan the studies together."))
    given_how = forms.ChoiceField(label=_("How it was given"), choices=GIVEN_HOW.choices)
    given_on = today_if_empty(_("Given on"))
    since_on = DateField(label=_("Holds from"), required=False, help_text=_("Empty means from the day it was given."))
    until_on = DateField(label=_("Holds until"))


class WithdrawForm(forms.Form):
    """The consent is taken back."""

    how = forms.ChoiceField(label=_("How it was taken back"), choices=WITHDRAWN_HOW.choices)
    on = today_if_empty(_("Day"))


class DisclosureForm(WithContact):
    """Something was handed out."""

    kinds = _kinds()
    text = line(_("What was handed out"))
    way = forms.ChoiceField(label=_("In which way"), choices=WAYS.choices)
    disclosed_on = today_if_empty(_("Day"))
    ground = forms.ChoiceField(label=_("On which ground"), choices=GROUNDS.choices)
    ground_text = line(
        _("Which rule and why"), required=False, help_text=_("Needed when it is not on the participant's consent.")
    )


class StrikeForm(forms.Form):
    """A line was written by mistake."""

    reason = line(_("Why the line is wrong"))


class OnwardForm(WithContact):
    """The participant is referred to a contact."""

    wish = forms.ChoiceField(label=_("What we ask for"), choices=choices_of(ONWARD_WISHES))
    reason = line(_("Why, in one sentence"), help_text=_("What the participant wants help with."))
    kinds = forms.MultipleChoiceField(
        label=_("What is handed out"), choices=INFORMATION.choices, widget=CheckboxList, required=False,
        help_text=_("Needs the participant's consent. Choose nothing when the participant makes the contact."),
    )  # fmt: skip
    way = forms.ChoiceField(label=_("In which way"), choices=WAYS.choices)
    sent_on = today_if_empty(_("Day"))
    answer_by = DateField(label=_("Answer by"), required=False, help_text=_("Empty means in three weeks."))


class OnwardMoveForm(forms.Form):
    """How a referral stands now."""

    state = forms.ChoiceField(label=_("How it stands"), choices=choices_of(ONWARD_STATES))
    outcome = line(_("What came of it"), required=False, help_text=_("Needed when it is done, declined or taken back."))
    moved_on = today_if_empty(_("Since"))
    answer_by = DateField(label=_("Ask again by"), required=False)
    decision_until_on = DateField(
        label=_("The decision holds until"), required=False, help_text=_("For example a decision on benefit.")
    )


class InviteForm(forms.Form):
    """A meeting to which the participant has agreed. `contacts` are those in the team now."""

    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=MEETING_KINDS.choices)
    planned_on = DateField(label=_("Day"))
    starts_at = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = line(_("Place or link"), required=False)
    purpose = line(_("What the meeting is for"))
    invited = forms.MultipleChoiceField(
        label=_("Invited"), help_text=_("Those who stand in the team."), widget=CheckboxList
    )
    consented_how = forms.ChoiceField(label=_("How the participant agreed to it"), choices=GIVEN_HOW.choices)
    consented_on = today_if_empty(_("Agreed on"))

    def __init__(self, *args, contacts=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.contacts = {str(each.pk): each for each in contacts}
        self.fields["invited"].choices = [(key, str(each)) for key, each in self.contacts.items()]

    def facts(self) -> dict:
        """The answers as the action takes them."""
        told = dict(self.cleaned_data)
        return told | {"contacts": [self.contacts[key] for key in told.pop("invited")]}


class RecordForm(forms.Form):
    """What was agreed at a meeting; a SIP has its four contents."""

    held_on = today_if_empty(_("Held on"))
    attended = forms.MultipleChoiceField(label=_("Who came"), required=False, widget=CheckboxList)
    goal = line(_("Goal, in the participant's own words"), required=False)
    needed = text(_("Which efforts are needed"))
    municipality_does = text(_("What the municipality answers for"))
    region_does = text(_("What the region answers for"))
    others_do = text(_("What others do"), help_text=_("For example the employment service, a school, relatives."))
    leading = forms.ChoiceField(
        label=_("Who has the overall responsibility"), choices=choices_of(PRINCIPALS), required=False
    )
    record = text(_("What else was said"), rows=5)
    follow_up_on = DateField(label=_("Follow up on"), required=False)

    def __init__(self, *args, contacts=(), sip: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.contacts = {str(each.pk): each for each in contacts}
        self.fields["attended"].choices = [(key, str(each)) for key, each in self.contacts.items()]
        if not sip:
            for name in ("needed", "municipality_does", "region_does", "others_do", "leading"):
                del self.fields[name]

    def facts(self) -> dict:
        """The answers as the action takes them."""
        told = dict(self.cleaned_data)
        return told | {"attended": [self.contacts[key] for key in told["attended"]]}
