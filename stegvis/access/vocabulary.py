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
