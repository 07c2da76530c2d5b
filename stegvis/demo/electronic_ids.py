"""The invented people of the test broker, and the ties of the cast's accounts to their e-IDs.

Identity numbers are made for birth numbers of the range kept for tests, with their check digits.
"""

from stegvis.access.actions import electronic_identities
from stegvis.access.models import User
from stegvis.access.queries.electronic_identities import known, number_key
from stegvis.access.rules import Viewer
from stegvis.demo.cast import CAST
from stegvis.gateways.electronic_id.broker import Persona

#: Identity numbers of those of the cast who have an e-ID in the demonstration.
_NUMBERS = {
    "amina": "198403129805",
    "bo": "197906039818",
    "dag": "197111249814",
    "eva": "196809179820",
    "gun": "195904309845",
    "ida": "199001059865",
    "karin": "196602289883",
}


def personas() -> list[Persona]:
    """Everybody who can be chosen at the broker: some of the cast, and two who have no account."""
    cast = [
        Persona(player.key, player.full_name, number=_NUMBERS[player.key], email=player.email)
        for player in CAST
        if player.key in _NUMBERS
    ]
    return [
        *cast,
        Persona("stranger", "Okänd Person", number="197707079922"),
        Persona("renumbered", "Ny Folkbokförd", number="199308089904", former_number="199308689901"),
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
