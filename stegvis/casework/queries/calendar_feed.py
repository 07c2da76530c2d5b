"""What a user's calendar program is told: times without names, and a place only where it gives nobody away."""

import datetime as dt

from icalendar import Calendar, Event

from stegvis.casework.models import Protection
from stegvis.casework.queries.calendar import Entry

_TITLES = {"meeting": "Samtal", "talk": "Samtal", "session": "Aktivitet", "start": "Startmöte"}
#: How meetings are held whose place may be told. At home it would be the person's address.
_WITH_PLACE = ("on_site", "outdoors")


def written(entries: list[Entry], *, made_at: dt.datetime) -> bytes:
    """The entries as iCalendar (RFC 5545). The room of a meeting is told; words of its own (`place`) never are."""
    calendar = Calendar()
    calendar.add("prodid", "-//Stegvis//Stegvis//SV")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Stegvis")
    protected = set(
        Protection.objects.filter(
            lifted_at=None, participant__in=[one.participant.pk for one in entries if one.participant]
        ).values_list("participant_id", flat=True)
    )
    for one in entries:
        calendar.add_component(_event(one, protected, made_at))
    return calendar.to_ical()


def _event(one: Entry, protected: set, made_at: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"{one.record_id}@stegvis")
    event.add("dtstamp", made_at)
    event.add("summary", _TITLES[one.kind])
    event.add("class", "PRIVATE")
    if one.starts_at is None:
        event.add("dtstart", one.on)
        event.add("dtend", one.on + dt.timedelta(days=1))
        return event
    event.add("dtstart", one.starts_at.astimezone(dt.UTC))
    if one.ends_at is None:
        return event
    event.add("dtend", one.ends_at.astimezone(dt.UTC))
    hidden = one.participant is not None and one.participant.pk in protected
    if one.record.room_id and one.record.mode in _WITH_PLACE and not hidden:
        event.add("location", str(one.record.room))
    return event
