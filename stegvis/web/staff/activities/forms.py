"""The forms of the catalogue and of planning."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.base.vocabulary import Vocabulary
from stegvis.casework.models import Activity, ActivitySession
from stegvis.casework.queries import activities
from stegvis.casework.rules.activities import LARGEST_GROUP, LONGEST, SHORTEST
from stegvis.casework.vocabulary import ACTIVITY_KINDS, ACTIVITY_MODES, LANGUAGES
from stegvis.casework.vocabulary.plan import TRACKS
from stegvis.organisation.models import Unit
from stegvis.web.shared.forms import DateField
from stegvis.web.staff import fields

_FREE = {"dir": "auto", "autocomplete": "off"}


def _chosen(label, words: Vocabulary, **more) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=words.choices, **more)


def _text(label, most: int, **more) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(attrs=_FREE), **more)


def _minutes(**more) -> forms.IntegerField:
    return forms.IntegerField(label=_("Minutes"), min_value=SHORTEST, max_value=LONGEST, **more)


def _places(**more) -> forms.IntegerField:
    return forms.IntegerField(label=_("Places"), min_value=1, max_value=LARGEST_GROUP, **more)


class _InUnit(forms.Form):
    """What a unit has to choose from: its rooms and those who work there."""

    def keep_to(self, unit: Unit | None) -> None:
        rooms = activities.rooms_of(unit) if unit else activities.rooms_of(None).none()
        self.fields["room"].queryset = rooms
        self.fields["leader"].queryset = activities.leaders_of(unit, timezone.localdate())
        self.fields["room"].empty_label = gettext("No room of our own")
        self.fields["leader"].empty_label = gettext("Nobody of us")


class ActivityForm(_InUnit):
    """An entry of the catalogue."""

    name = _text(_("Name"), 120)
    kind = _chosen(_("What is it?"), ACTIVITY_KINDS)
    track = _chosen(_("Track"), TRACKS)
    aim = _text(_("Sub-goal"), 200, help_text=_("What it is for, as one would say it to a participant."))
    description = forms.CharField(
        label=_("Description"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    mode = _chosen(_("How do you meet?"), ACTIVITY_MODES)
    place = _text(_("Place"), 200, required=False, help_text=_("Address, or link to the digital room."))
    room = forms.ModelChoiceField(label=_("Room"), queryset=None, required=False)
    new_room = _text(_("A room that is not in the list"), 100, required=False)
    leader = forms.ModelChoiceField(label=_("Who leads it?"), queryset=None, required=False)
    leader_name = _text(_("Somebody from outside"), 100, required=False)
    language = _chosen(_("Language"), LANGUAGES)
    minutes = _minutes()
    capacity = _places()
    open_to_others = forms.BooleanField(label=_("Other units of ours may book here"), required=False)
    compulsory = forms.BooleanField(label=_("Somebody else may require it of a participant"), required=False)
    with_wellbeing = forms.BooleanField(label=_("Ask how people feel, 1–5, before and after"), required=False)
    with_staff = forms.BooleanField(label=_("Staff take part too, and are counted"), required=False)
    ordered_by = _text(
        _("Ordered by"),
        120,
        required=False,
        help_text=_("The agency that ordered places and gets the attendance report."),
    )
    adaptations = forms.CharField(
        label=_("Adaptations"),
        help_text=_("Hours, group size, surroundings, staff on site."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args, unit: Unit | None, units=None, activity: Activity | None = None, **kwargs):
        super().__init__(*args, initial=_of_activity(activity), **kwargs)
        if activity is None and units is not None and len(units) > 1:
            chosen = forms.ChoiceField(label=_("Unit"), choices=[(one.pk, one.name) for one in units])
            self.fields = {"unit": chosen, **self.fields}
            self.initial["unit"] = unit.pk
        self.keep_to(unit)

    def facts(self) -> dict:
        """The answers as the action's arguments."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("unit", "new_room")}


def _of_activity(activity: Activity | None) -> dict:
    if activity is None:
        return {"language": "sv", "minutes": 60, "capacity": 10, "mode": "on_site", "kind": "wellness"}
    names = [name for name in ActivityForm.base_fields if name not in ("room", "leader", "new_room")]
    return {name: getattr(activity, name) for name in names} | {
        "room": activity.room_id,
        "leader": activity.leader_id,
    }


class SessionForm(_InUnit):
    """One session: when, where, how, with whom."""

    on = DateField(label=_("Day"))
    clock = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = _minutes()
    capacity = _places()
    topic = _text(_("Topic"), 120, required=False, help_text=_("For a lecture or a visit: what or where it is."))
    mode = _chosen(_("How do you meet?"), ACTIVITY_MODES)
    place = _text(_("Place"), 200, required=False, help_text=_("Address, or link to the digital room."))
    travel = _text(
        _("Getting there"), 300, required=False,
        help_text=_("Bus or shared car, when and from where, and who pays. For a day together with others."),
    )  # fmt: skip
    room = forms.ModelChoiceField(label=_("Room"), queryset=None, required=False)
    leader = forms.ModelChoiceField(label=_("Who leads it?"), queryset=None, required=False)
    leader_name = _text(_("Somebody from outside"), 100, required=False)
    safety_note = forms.CharField(
        label=_("Safety at a home visit"),
        help_text=_("Who knows where you are, when you call in, whether you go alone. Seen by the unit's staff only."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args, activity: Activity, session: ActivitySession | None = None, **kwargs):
        super().__init__(*args, initial=_of_session(session or activity, session), **kwargs)
        self.keep_to(activity.unit)

    def facts(self) -> dict:
        """The answers as the action's arguments; day and time as one instant."""
        told = dict(self.cleaned_data)
        day, clock = told.pop("on"), told.pop("clock")
        return told | {"starts_at": timezone.make_aware(dt.datetime.combine(day, clock))}


def _of_session(source, session: ActivitySession | None) -> dict:
    told = {
        "mode": source.mode,
        "place": source.place,
        "room": source.room_id,
        "leader": source.leader_id,
        "leader_name": source.leader_name,
        "capacity": source.capacity,
        "minutes": source.minutes,
    }
    if session:
        start = timezone.localtime(session.starts_at)
        told |= {"on": session.on, "clock": start.time(), "topic": session.topic, "safety_note": session.safety_note}
        told["travel"] = session.travel
    return told


WEEKDAYS = (
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")), (5, _("Saturday")),
    (6, _("Sunday")),
)  # fmt: skip
EVERY = ((1, _("Every week")), (2, _("Every other week")), (4, _("Every fourth week")))


class SeriesForm(forms.Form):
    """A session each week on a day, from one day to another."""

    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    clock = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = _minutes()
    every_weeks = forms.TypedChoiceField(label=_("How often?"), choices=EVERY, coerce=int, initial=1)
    from_on = DateField(label=_("First day"))
    until_on = DateField(label=_("Last day"))
    exceptions = forms.CharField(
        label=_("Not on these days"),
        help_text=_("Days without a session, such as holidays. One on each line or with commas, as 2026-12-24."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    safety_note = SessionForm.base_fields["safety_note"]

    def __init__(self, *args, activity: Activity, **kwargs):
        super().__init__(*args, initial={"minutes": activity.minutes, "from_on": timezone.localdate()}, **kwargs)
        if activity.mode != "home_visit":
            del self.fields["safety_note"]

    def clean_exceptions(self) -> list[dt.date]:
        found = []
        for word in self.cleaned_data["exceptions"].replace(",", " ").replace(";", " ").split():
            try:
                found.append(dt.date.fromisoformat(word))
            except ValueError:
                raise forms.ValidationError(
                    gettext("“%(word)s” is no day. Write it as 2026-12-24.") % {"word": word[:30]}
                ) from None
        return found

    def facts(self) -> dict:
        """The answers as the action's arguments."""
        told = dict(self.cleaned_data)
        return told | {"starts_at": told.pop("clock")}


class InterpreterForm(forms.Form):
    """An interpreter that is needed, or is booked already."""

    language = forms.ChoiceField(label=_("Language"), choices=fields.choices_of(LANGUAGES))
    name = _text(_("Name or agency, if booked"), 120, required=False)


class CancelForm(forms.Form):
    """Why a session is cancelled."""

    reason = _text(_("Why?"), 200, required=False, help_text=_("Those who were booked can be told so."))
