"""Words of contacts and notes."""

from dataclasses import dataclass

from stegvis.base.vocabulary import Term, Vocabulary


@dataclass(frozen=True)
class NoteKind(Term):
    """What was done. `contact`: the person was met or reached, so that it counts as contact (not for an attempt)."""

    contact: bool = True


NOTE_KINDS = Vocabulary(
    [
        NoteKind("talk", "Samtal", "Talk", ("möte", "coachsamtal")),
        NoteKind("plan_talk", "Genomförandesamtal", "Plan talk", ("planeringssamtal", "uppföljningssamtal")),
        NoteKind("phone", "Telefonsamtal", "Phone call", ("telefon",)),
        NoteKind("message", "Meddelande", "Message", ("sms", "e-post", "brev")),
        NoteKind("home_visit", "Hembesök", "Home visit"),
        NoteKind("partner_meeting", "Möte med andra", "Meeting with others", ("nätverksmöte",), contact=False),
        NoteKind("attempt", "Kontaktförsök", "Contact attempt", ("försök",), contact=False),
        NoteKind("aftercare", "Kontakt efter avslut", "Contact after the exit", ("eftervård",)),
        NoteKind("team_decision", "Beslut i teamet", "Decision of the team", ("teambeslut",), contact=False),
        NoteKind("own_note", "Egen anteckning", "Note", ("anteckning",), contact=False),
    ]
)

#: How an attempt to reach somebody ended.
ATTEMPT_RESULTS = Vocabulary(
    [
        Term("no_answer", "Inget svar", "No answer"),
        Term("left_message", "Lämnade meddelande", "Left a message"),
        Term("did_not_come", "Kom inte", "Did not come", ("uteblev",)),
        Term("wrong_way", "Numret eller adressen stämmer inte", "The number or address is wrong"),
        Term("declined", "Vill inte ha kontakt nu", "Does not want contact now"),
    ]
)

#: Who tried: so that nobody rings twice (INT-28).
ATTEMPT_PARTIES = Vocabulary(
    [
        Term("unit", "Vi på enheten", "We at the unit"),
        Term("income_support", "Försörjningsstöd", "Income support"),
        Term("municipal_activity_duty", "Aktivitetsansvaret", "Municipal activity duty"),
        Term("school", "Skolan", "School"),
        Term("health_care", "Vården", "Health care"),
        Term("agency", "Myndighet", "Agency"),
        Term("other", "Någon annan", "Somebody else"),
    ]
)

NOTE_MODES = Vocabulary(
    [
        Term("on_site", "På plats", "On site"),
        Term("phone", "Telefon", "Phone"),
        Term("digital", "Digitalt", "Digital", ("video",)),
        Term("outdoors", "Utomhus", "Outdoors", ("promenad",)),
        Term("home", "I hemmet", "At home"),
        Term("written", "Skriftligt", "In writing"),
    ]
)

#: Conversation methods, for learning later what helped (PLN-23).
COACHING_METHODS = Vocabulary(
    [
        Term("mi", "MI (motiverande samtal)", "MI (motivational interviewing)", ("MI", "motiverande samtal")),
        Term("fact", "FACT", "FACT", ("fokuserad ACT",)),
        Term("solution_focus", "Lösningsfokus", "Solution focus", ("lösningsfokuserat",)),
        Term("seven_twenty", "7Tjugo", "7Tjugo", ("7tjugo",)),
        Term("supported_employment", "Supported employment", "Supported employment", ("SE",)),
        Term("supported_education", "Supported education", "Supported education", ("SEd",)),
        Term("case_management", "Case management", "Case management", ("CM",)),
        Term("walk_and_talk", "Promenad och prat", "Walk and talk"),
    ],
    live="coaching_methods",
)

#: What a sensitive note is about; each kept apart from the ordinary notes (PRV-03).
COMPARTMENTS = Vocabulary(
    [
        Term("health", "Hälsa och diagnos", "Health and diagnosis"),
        Term("substance_use", "Missbruk och beroende", "Substance use"),
        Term("crime", "Brott och våld", "Crime and violence"),
        Term("gender_identity", "Könsidentitet och läggning", "Gender identity and orientation"),
        Term("family", "Familj och barn", "Family and children"),
        Term("other", "Annat känsligt", "Other sensitive matters"),
    ]
)
