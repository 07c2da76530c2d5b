"""What an access token for another system may be narrowed to: words for groups of permissions."""

from dataclasses import dataclass

from stegvis.base.vocabulary import Term, Vocabulary


@dataclass(frozen=True)
class TokenScope(Term):
    """A group of permissions of the access matrix, as (record, verb), under one word."""

    permissions: frozenset[tuple[str, str]] = frozenset()


TOKEN_SCOPES = Vocabulary(
    [
        TokenScope(
            "participants.read", "Läsa deltagare", "Read participants",
            explanation_sv="Listor, sökning och enskilda personer, med dolda personnummer.",
            explanation_en="Lists, search and single people, with identity numbers hidden.",
            permissions=frozenset({("participant", "list"), ("participant", "search"), ("participant", "read")}),
        ),
        TokenScope(
            "participants.write", "Registrera och ändra deltagare", "Register and change participants",
            explanation_sv="Lägga till personer och ändra uppgifter om dem.",
            explanation_en="Add people and change facts about them.",
            permissions=frozenset({("participant", "create"), ("participant", "change"), ("participant", "read")}),
        ),
        TokenScope(
            "enrolments.write", "Skriva in och avsluta", "Enrol and close",
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
            "notes.read", "Läsa kontakter och anteckningar", "Read contacts and notes",
            explanation_sv="Utan orden i känsliga anteckningar.",
            explanation_en="Without the words of sensitive notes.",
            permissions=frozenset({("participant", "read"), ("note", "read")}),
        ),
        TokenScope(
            "notes.write", "Skriva kontakter och anteckningar", "Write contacts and notes",
            explanation_sv="Skriva, rätta och ta tillbaka. Det som stod förut bevaras.",
            explanation_en="Write, correct and take back. What stood there before is kept.",
            permissions=frozenset({("participant", "read"), ("note", "read"), ("note", "write"), ("note", "correct")}),
        ),
        TokenScope(
            "sensitive_notes", "Läsa och skriva känsliga anteckningar", "Read and write sensitive notes",
            explanation_sv="Tillsammans med någon av rättigheterna ovan. Varje öppning syns i loggen.",
            explanation_en="Together with one of those above. Each opening stands in the log.",
            permissions=frozenset({("sensitive_note", "read"), ("sensitive_note", "write")}),
        ),
        TokenScope(
            "follow_ups.read", "Läsa uppföljningar", "Read follow-ups",
            explanation_sv="Vem som ska tillfrågas efter avslutet, och svaren.",
            explanation_en="Who is to be asked after the exit, and the answers.",
            permissions=frozenset({("participant", "read"), ("follow_up", "read")}),
        ),
        TokenScope(
            "follow_ups.write", "Skriva uppföljningar", "Write follow-ups",
            explanation_sv="Notera svar efter avslutet och rätta dem.",
            explanation_en="Note answers after the exit and correct them.",
            permissions=frozenset({("participant", "read"), ("follow_up", "read"), ("follow_up", "write")}),
        ),
        TokenScope(
            "sensitive_exits.read", "Läsa känsliga avslut", "Read sensitive exits",
            explanation_sv="Se avslutsorsaker som få får se. Annars visas de grovt.",
            explanation_en="See reasons that few may see. Without it they are shown coarsely.",
            permissions=frozenset({("sensitive_exit", "read")}),
        ),
        TokenScope(
            "access_log.read", "Läsa vem som har tittat", "Read who has looked",
            explanation_sv="Se vem som har läst eller ändrat en persons uppgifter.",
            explanation_en="See who has read or changed a person's facts.",
            permissions=frozenset({("access_log", "read"), ("audit_log", "read")}),
        ),
        TokenScope(
            "results.read", "Läsa och hämta resultat", "Read and fetch results",
            explanation_sv="Släppta resultat, med små grupper dolda, och hur de räknades.",
            explanation_en="Released results, with small groups hidden, and how they were counted.",
            permissions=frozenset({("result", "read"), ("result", "export")}),
        ),
    ]
)  # fmt: skip


def permissions_of(scopes) -> frozenset[tuple[str, str]]:
    """Every permission of the scopes; a scope that is no longer in the list gives none."""
    return frozenset().union(*(TOKEN_SCOPES[code].permissions for code in scopes if code in TOKEN_SCOPES))
