"""Words of meetings: what they are for, how they are held, how they went."""

from dataclasses import dataclass

from stegvis.base.vocabulary import Term, Vocabulary


@dataclass(frozen=True)
class MeetingKind(Term):
    """What a meeting is for. `note`: the kind of note that is written when it has been held."""

    note: str = "talk"


MEETING_KINDS = Vocabulary(
    [
        MeetingKind("talk", "Samtal", "Talk"),
        MeetingKind("plan_talk", "Genomförandesamtal", "Plan talk", note="plan_talk"),
        MeetingKind("first", "Första samtal", "First talk"),
        MeetingKind("start", "Startsamtal före utskrivning", "Start talk before discharge"),
        MeetingKind("mapping", "Kartläggning", "Mapping"),
        MeetingKind("visit", "Besök i våra lokaler", "Visit to our premises"),
        MeetingKind("home_visit", "Hembesök", "Home visit", note="home_visit"),
        MeetingKind("partner", "Möte med andra", "Meeting with others", note="partner_meeting"),
        MeetingKind("other", "Annat", "Other"),
    ]
)

MEETING_MODES = Vocabulary(
    [
        Term("on_site", "På plats", "On site"),
        Term("phone", "Telefon", "Phone"),
        Term("digital", "Digitalt", "Digital"),
        Term("outdoors", "Utomhus", "Outdoors"),
        Term("home", "I hemmet", "At home"),
    ]
)

MEETING_STATES = Vocabulary(
    [
        Term("planned", "Bokat", "Booked"),
        Term("held", "Genomfört", "Held"),
        Term("no_show", "Kom inte", "Did not come"),
        Term("cancelled", "Avbokat", "Cancelled"),
    ]
)
