"""What an access token for another system may be narrowed to: words for groups of permissions."""

from dataclasses import dataclass

from stegvis.base.vocabulary import Term, Vocabulary


@dataclass(frozen=True)
class TokenScope(Term):
    """Some permissions of the access matrix, as (record, verb), under one word. `group`: where a form shows it.

    `about`: those of them without any of which the scope makes no sense; all of them when it is empty.
    """

    permissions: frozenset[tuple[str, str]] = frozenset()
    group: str = ""
    about: frozenset[tuple[str, str]] = frozenset()


#: Under which headings a form shows the scopes.
SCOPE_GROUPS = Vocabulary(
    [
        Term("people", "Deltagare", "Participants"),
        Term("work", "Kontakter, planer och uppföljning", "Contacts, plans and follow-ups"),
        Term("intake", "Anmälningar", "Referrals"),
        Term("activities", "Aktiviteter och möten", "Activities and meetings"),
        Term("results", "Resultat och logg", "Results and log"),
    ]
)
TOKEN_SCOPES = Vocabulary(
    [
        TokenScope(
            "participants.read", "Läsa deltagare", "Read participants",
            group="people",
            explanation_sv="Listor, sökning och enskilda personer, med dolda personnummer.",
            explanation_en="Lists, search and single people, with identity numbers hidden.",
            permissions=frozenset({("participant", "list"), ("participant", "search"), ("participant", "read")}),
        ),
        TokenScope(
            "participants.write", "Registrera och ändra deltagare", "Register and change participants",
            group="people",
            explanation_sv="Lägga till personer och ändra uppgifter om dem.",
            explanation_en="Add people and change facts about them.",
            permissions=frozenset({("participant", "create"), ("participant", "change"), ("participant", "read")}),
        ),
        TokenScope(
            "enrolments.write", "Skriva in och avsluta", "Enrol and close",
            group="people",
            explanation_sv="Skriva in, ändra, avsluta, öppna igen och ta bort felregistreringar.",
            explanation_en="Enrol, change, close, reopen and take away wrong registrations.",
            permissions=frozenset(
                {
                    ("participant", "read"), ("enrolment", "create"), ("enrolment", "change"), ("enrolment", "close"),
                    ("enrolment", "reopen"), ("enrolment", "void"),
                }
            ),
        ),
        TokenScope(
            "imports.write", "Importera deltagare", "Import participants",
            group="people",
            explanation_sv="Skicka en fil, ta in de rader som går bra och ångra.",
            explanation_en="Send a file, take the good rows in, and undo.",
            permissions=frozenset(
                {
                    ("import", "create"), ("import", "read"), ("import", "undo"), ("enrolment", "create"),
                    ("enrolment", "close"), ("participant", "change"),
                }
            ),
        ),
        TokenScope(
            "notes.read", "Läsa kontakter och anteckningar", "Read contacts and notes",
            group="work",
            explanation_sv="Utan orden i känsliga anteckningar.",
            explanation_en="Without the words of sensitive notes.",
            permissions=frozenset({("participant", "read"), ("note", "read")}),
        ),
        TokenScope(
            "notes.write", "Skriva kontakter och anteckningar", "Write contacts and notes",
            group="work",
            explanation_sv="Skriva, rätta och ta tillbaka. Det som stod förut bevaras.",
            explanation_en="Write, correct and take back. What stood there before is kept.",
            permissions=frozenset({("participant", "read"), ("note", "read"), ("note", "write"), ("note", "correct")}),
        ),
        TokenScope(
            "sensitive_notes", "Läsa och skriva känsliga anteckningar", "Read and write sensitive notes",
            group="work",
            explanation_sv="Tillsammans med någon av rättigheterna ovan. Varje öppning syns i loggen.",
            explanation_en="Together with one of those above. Each opening stands in the log.",
            permissions=frozenset({("sensitive_note", "read"), ("sensitive_note", "write")}),
        ),
        TokenScope(
            "follow_ups.read", "Läsa uppföljningar", "Read follow-ups",
            group="work",
            explanation_sv="Vem som ska tillfrågas efter avslutet, och svaren.",
            explanation_en="Who is to be asked after the exit, and the answers.",
            permissions=frozenset({("participant", "read"), ("follow_up", "read")}),
        ),
        TokenScope(
            "follow_ups.write", "Skriva uppföljningar", "Write follow-ups",
            group="work",
            explanation_sv="Notera svar efter avslutet och rätta dem.",
            explanation_en="Note answers after the exit and correct them.",
            permissions=frozenset({("participant", "read"), ("follow_up", "read"), ("follow_up", "write")}),
        ),
        TokenScope(
            "goals.read", "Läsa mål", "Read goals",
            group="results",
            explanation_sv="Projektens mål, vad de säger och om de håller.",
            explanation_en="The projects' goals, what they say and whether they hold.",
            about=frozenset({("goal", "read")}),
            permissions=frozenset({("result", "read"), ("goal", "read")}),
        ),
        TokenScope(
            "goals.write", "Sätta och bedöma mål", "Set and judge goals",
            group="results",
            explanation_sv="Sätta mål, ändra dem genom beslut, bedöma dem och notera antal.",
            explanation_en="Set goals, change them by decisions, judge them and note counts.",
            about=frozenset({("goal", "write")}),
            permissions=frozenset({("result", "read"), ("goal", "read"), ("goal", "write")}),
        ),
        TokenScope(
            "plans.read", "Läsa planer", "Read plans",
            group="work",
            explanation_sv="Mål, delmål, steg och ramar.",
            explanation_en="Goal, sub-goals, steps and frames.",
            permissions=frozenset({("participant", "read"), ("plan", "read")}),
        ),
        TokenScope(
            "plans.write", "Ändra planer", "Change plans",
            group="work",
            explanation_sv="Skriva mål och steg, och notera hur stegen gick.",
            explanation_en="Write goals and steps, and note how steps came out.",
            permissions=frozenset({("participant", "read"), ("plan", "read"), ("plan", "change")}),
        ),
        TokenScope(
            "mappings.read", "Läsa kartläggningar", "Read mappings",
            group="work",
            explanation_sv="Vanliga svar och behov; känsliga svar läses bara på sidan.",
            explanation_en="Ordinary answers and needs; sensitive answers are read on the page alone.",
            permissions=frozenset({("participant", "read"), ("mapping", "read")}),
        ),
        TokenScope(
            "mappings.write", "Fylla i kartläggningar", "Fill in mappings",
            group="work",
            explanation_sv="Börja, svara och bli klar; notera behov. Känsliga svar skrivs bara på sidan.",
            explanation_en="Begin, answer and be done; note needs. Sensitive answers are written on the page alone.",
            permissions=frozenset({("participant", "read"), ("mapping", "read"), ("mapping", "write")}),
        ),
        TokenScope(
            "meetings.read", "Läsa kalendern", "Read the calendar",
            group="activities",
            explanation_sv="Möten med deltagare, och meddelanden till dem.",
            explanation_en="Meetings with participants, and messages to them.",
            permissions=frozenset({("participant", "read"), ("meeting", "read")}),
        ),
        TokenScope(
            "meetings.write", "Boka möten", "Book meetings",
            group="activities",
            explanation_sv="Boka, flytta och avboka möten, notera hur de gick och vem som vill ha meddelanden.",
            explanation_en="Book, move and cancel meetings, note how they went and who wants messages.",
            permissions=frozenset({("participant", "read"), ("meeting", "read"), ("meeting", "write")}),
        ),
        TokenScope(
            "referrals.create", "Skicka anmälningar", "Send referrals",
            group="intake",
            explanation_sv="Bara skicka, och läsa det man själv skickar. För system som anvisar.",
            explanation_en="Only send, and read what one sends oneself. For systems that refer.",
            permissions=frozenset({("referral", "create")}),
        ),
        TokenScope(
            "referrals.read", "Läsa anmälningar", "Read referrals",
            group="intake",
            explanation_sv="Återuppringningslistan, väntelistan och det som är avklarat.",
            explanation_en="The call-back list, the waiting list and what is settled.",
            permissions=frozenset({("referral", "list")}),
        ),
        TokenScope(
            "referrals.write", "Ta hand om anmälningar", "Take care of referrals",
            group="intake",
            explanation_sv="Notera kontaktförsök, startmöten, väntelista och vad det blev.",
            explanation_en="Note attempts, start meetings, the waiting list and what came of it.",
            permissions=frozenset({("referral", "list"), ("referral", "change")}),
        ),
        TokenScope(
            "activities.read", "Läsa aktiviteter och närvaro", "Read activities and attendance",
            group="activities",
            explanation_sv="Utbud, tillfällen, platser och närvaro.",
            explanation_en="What is offered, sessions, places and attendance.",
            permissions=frozenset({("activity", "read"), ("attendance", "read")}),
        ),
        TokenScope(
            "activities.write", "Planera aktiviteter och ta närvaro", "Plan activities and take attendance",
            group="activities",
            explanation_sv="Ändra utbudet, planera tillfällen, ge platser och ta närvaro.",
            explanation_en="Change what is offered, plan sessions, give places and take attendance.",
            permissions=frozenset(
                {
                    ("participant", "read"), ("activity", "read"), ("activity", "change"), ("attendance", "read"),
                    ("attendance", "change"),
                }
            ),
        ),
        TokenScope(
            "sensitive_exits.read", "Läsa känsliga avslut", "Read sensitive exits",
            group="people",
            explanation_sv="Se avslutsorsaker som få får se. Annars visas de grovt.",
            explanation_en="See reasons that few may see. Without it they are shown coarsely.",
            permissions=frozenset({("sensitive_exit", "read")}),
        ),
        TokenScope(
            "access_log.read", "Läsa vem som har tittat", "Read who has looked",
            group="results",
            explanation_sv="Se vem som har läst eller ändrat en persons uppgifter.",
            explanation_en="See who has read or changed a person's facts.",
            permissions=frozenset({("access_log", "read"), ("audit_log", "read")}),
        ),
        TokenScope(
            "results.read", "Läsa och hämta resultat", "Read and fetch results",
            group="results",
            explanation_sv="Släppta resultat, med små grupper dolda, och hur de räknades.",
            explanation_en="Released results, with small groups hidden, and how they were counted.",
            permissions=frozenset({("result", "read"), ("result", "export"), ("indicator", "read")}),
        ),
        TokenScope(
            "theory.read", "Läsa förändringsteori och lärande", "Read theories of change and learning",
            explanation_sv="Bilden med sina siffror, utvärderingsplanen och iakttagelserna.",
            explanation_en="The chart with its figures, the evaluation plan and the findings.",
            group="results",
            about=frozenset({("theory", "read"), ("evaluation_plan", "read"), ("finding", "read")}),
            permissions=frozenset(
                {
                    ("result", "read"), ("goal", "read"), ("theory", "read"), ("evaluation_plan", "read"),
                    ("finding", "read"), ("indicator", "read"),
                }
            ),
        ),
        TokenScope(
            "theory.write", "Ändra förändringsteori och lärande", "Change theories of change and learning",
            explanation_sv="Bygga bilden, pröva antaganden, skriva frågor och iakttagelser.",
            explanation_en="Build the chart, review assumptions, write questions and findings.",
            group="results",
            about=frozenset({("theory", "write"), ("evaluation_plan", "write"), ("finding", "write")}),
            permissions=frozenset(
                {
                    ("result", "read"), ("goal", "read"), ("theory", "read"), ("theory", "write"),
                    ("evaluation_plan", "read"), ("evaluation_plan", "write"), ("finding", "read"),
                    ("finding", "write"), ("indicator", "read"),
                }
            ),
        ),
    ]
)  # fmt: skip


def permissions_of(scopes) -> frozenset[tuple[str, str]]:
    """Every permission of the scopes; a scope that is no longer in the list gives none."""
    return frozenset().union(*(TOKEN_SCOPES[code].permissions for code in scopes if code in TOKEN_SCOPES))
