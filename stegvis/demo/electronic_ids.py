"""The invented people of the test broker, and the ties of the cast's accounts to their e-IDs.

Identity numbers are made for birth numbers of the range kept for tests, with their check digits.
"""

from stegvis.access.actions import electronic_identities
from stegvis.access.models import User
from stegvis.access.queries.electronic_identities import known, number_key
from stegvis.access.rules import Viewer
from stegvis.demo.cast import CAST
from stegvis.demo.synthesiser.numbers import COORDINATION_DAY, luhn_digit
from stegvis.gateways.electronic_id.broker import Persona

#: Birthday (YYYYMMDD) and birth number of those of the cast who have an e-ID in the demonstration.
_BORN = {
    "amina": ("19840312", 980),
    "bo": ("19790603", 981),
    "dag": ("19711124", 981),
    "eva": ("19680917", 982),
    "gun": ("19590430", 984),
    "ida": ("19900105", 986),
    "karin": ("19660228", 988),
}


def _number(day: str, birth_number: int, *, coordination: bool = False) -> str:
    nine = f"{day[2:6]}{int(day[6:]) + (COORDINATION_DAY if coordination else 0):02d}{birth_number}"
    return f"{day[:2]}{nine}{luhn_digit(nine)}"


def personas() -> list[Persona]:
    """Everybody who can be chosen at the broker: some of the cast, and two who have no account."""
    cast = [
        Persona(player.key, player.full_name, number=_number(*_BORN[player.key]), email=player.email)
        for player in CAST
        if player.key in _BORN
    ]
    former = _number("19930808", 990, coordination=True)
    return [
        *cast,
        Persona("stranger", "Okänd Person", number=_number("19770707", 992)),
        Persona("renumbered", "Ny Folkbokförd", number=_number("19930808", 990), former_number=former),
    ]


def tie(*, by: Viewer) -> int:
    """Tie the cast's accounts to their e-IDs; how many were new. Safe to run again."""
    new = 0
    for persona in personas():
        user = User.objects.filter(email__iexact=persona.email).first() if persona.email else None
        if user and known(number_key(persona.number)) is None:
            electronic_identities.tie_number(user=user, number=persona.number, by=by)
            new += 1
    return new
