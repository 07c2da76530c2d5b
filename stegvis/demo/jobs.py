"""What people do at the invented workplaces: occupation (SSYK 2012) and industry (SNI 2007)."""

import random

_JOBS = {
    "Bageriet": ("7612", "C"),
    "Bilverkstaden": ("7231", "G"),
    "Blomsterhandeln": ("5223", "G"),
    "Bygghandeln": ("4322", "G"),
    "Caféet": ("9413", "I"),
    "Cykelverkstaden": ("7233", "G"),
    "Fastighetsskötseln": ("5152", "N"),
    "Förskolan": ("5311", "P"),
    "Glasbruket": ("8114", "C"),
    "Hemtjänsten": ("5330", "Q"),
    "Hotellet": ("9111", "I"),
    "Järnhandeln": ("5223", "G"),
    "Lagret": ("4322", "H"),
    "Lanthandeln": ("5222", "G"),
    "Mataffären": ("5222", "G"),
    "Möbelfabriken": ("8214", "C"),
    "Plantskolan": ("6112", "A"),
    "Plåtslageriet": ("7214", "C"),
    "Skolköket": ("9412", "P"),
    "Snickeriet": ("7522", "C"),
    "Städbolaget": ("9111", "N"),
    "Tvätteriet": ("8151", "S"),
    "Åkeriet": ("8332", "H"),
    "Återbruket": ("9610", "E"),
    "Äldreboendet": ("533", "Q"),
}


def of(workplace: str) -> dict[str, str]:
    """`occupation` and `industry` at a workplace; nothing where it is not known what is done there."""
    occupation, industry = _JOBS.get(workplace.split(" ")[0], ("", ""))
    return {"occupation": occupation, "industry": industry}


def any_of_them(rng: random.Random) -> dict[str, str]:
    """`occupation` and `industry` of a job somewhere."""
    occupation, industry = rng.choice(list(_JOBS.values()))
    return {"occupation": occupation, "industry": industry}
