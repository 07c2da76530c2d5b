"""The sentences that explain a figure, in Swedish and English."""

from stegvis.demo.synthesiser.figures import Figure
from stegvis.demo.synthesiser.rounding import rounded_percent

_WORDS = {
    "sv": {
        "and": "och",
        "count_against": "{printed} är tryckt, men {others} ger tillsammans {achieved}.",
        "count_against_one": "{printed} är tryckt här, men på ett annat ställe står {others}.",
        "count_alone": "{printed} är tryckt, men det går inte att uppfylla.",
        "share_against": "{printed} % är tryckt, men {numerator} av {base} är {exact} %, avrundat {achieved} %. "
        "Det följer av {others}.",
        "share_alone": "{printed} % är tryckt, men {numerator} av {base} är {exact} %, avrundat {achieved} %.",
        "share": "{numerator} av {base} är {exact} %, avrundat {achieved} %.",
        "share_of_nobody": "Ingen finns i den grupp som andelen räknas av.",
        "count": "{achieved} personer.",
        "one": "1 person.",
    },
    "en": {
        "and": "and",
        "count_against": "{printed} is printed, but {others} make {achieved}.",
        "count_against_one": "{printed} is printed here, but elsewhere it says {others}.",
        "count_alone": "{printed} is printed, but cannot be met.",
        "share_against": "{printed} % is printed, but {numerator} of {base} is {exact} %, rounded {achieved} %. "
        "That follows from {others}.",
        "share_alone": "{printed} % is printed, but {numerator} of {base} is {exact} %, rounded {achieved} %.",
        "share": "{numerator} of {base} is {exact} %, rounded {achieved} %.",
        "share_of_nobody": "There is nobody in the group that the share is counted of.",
        "count": "{achieved} persons.",
        "one": "1 person.",
    },
}


def why_set_aside(figure: Figure, numerator: int, base: int | None, against: list[Figure], language: str) -> str:
    """Say in one or two sentences why a printed figure was set aside, in `sv` or `en`."""
    words = _WORDS[language]
    others = _listed([_named(other, language) for other in against], words["and"])
    if base == 0:
        return words["share_of_nobody"]
    kind = ("count_" if base is None else "share_") + ("against" if against else "alone")
    if base is None and len(against) == 1:
        kind = "count_against_one"
    return words[kind].format(printed=figure.printed, others=others, **_numbers(figure, numerator, base, language))


def how_recomputed(figure: Figure, numerator: int, base: int | None, language: str) -> str:
    """Say how a figure comes out when it is counted again, in `sv` or `en`."""
    words = _WORDS[language]
    if base == 0:
        return words["share_of_nobody"]
    kind = "share" if base is not None else "one" if numerator == 1 else "count"
    return words[kind].format(**_numbers(figure, numerator, base, language))


def _numbers(figure: Figure, numerator: int, base: int | None, language: str) -> dict[str, object]:
    if base is None:
        return {"achieved": numerator}
    exact = f"{100 * numerator / base:.1f}"
    return {
        "numerator": numerator,
        "base": base,
        "exact": exact.replace(".", ",") if language == "sv" else exact,
        "achieved": rounded_percent(numerator, base, figure.rounding),
    }


def _named(figure: Figure, language: str) -> str:
    unit = " %" if figure.unit == "percent" else ""
    return f"{figure.label.in_language(language)} ({figure.printed}{unit})"


def _listed(parts: list[str], last: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
