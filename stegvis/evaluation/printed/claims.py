"""Rules about what is claimed: shares that are compared, and goals that are said to be reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from stegvis.evaluation.definitions import Words
from stegvis.evaluation.printed.document import Claim, PrintedFigure
from stegvis.evaluation.printed.findings import Finding
from stegvis.evaluation.printed.reading import Book, number_text


def compared(book: Book) -> Iterator[Finding]:
    """Shares that a claim compares although they are not shares of the same group, or do not say of which."""
    for claim in book.document.claims:
        shares = [book.by_id[name] for name in claim.compares if book.by_id[name].is_share]
        for other in shares[1:]:
            if not _comparable(book, shares[0], other):
                yield _bases_differ(book, claim, shares[0], other)


def _comparable(book: Book, one: PrintedFigure, other: PrintedFigure) -> bool:
    if one.base is None or other.base is None:
        return False
    if one.base == other.base or book.people(one.base) == book.people(other.base):
        return True
    first, second = (book.by_id.get(f.base) if isinstance(f.base, str) else None for f in (one, other))
    if first is None or second is None or not first.split:
        return False
    # women against men, one town against another: groups of the same kind are there to be compared
    return (first.part_of, first.split, first.date) == (second.part_of, second.split, second.date)


def _of(book: Book, figure: PrintedFigure, language: str) -> str:
    if figure.base is None:
        return "utan tryckt bas" if language == "sv" else "with no base printed"
    return f"{'av' if language == 'sv' else 'of'} {book.name(figure.base, language)}"


def _bases_differ(book: Book, claim: Claim, one: PrintedFigure, other: PrintedFigure) -> Finding:
    said = {}
    for language in ("sv", "en"):
        pair = [f"{book.name(f.id, language)} {_of(book, f, language)}" for f in (one, other)]
        both = (" jämförs med " if language == "sv" else " is compared with ").join(pair)
        said[language] = f"{both}."
    return Finding(
        "bases_differ",
        (one.id, other.id),
        Words(**said),
        Words(
            sv="Räkna båda andelarna på samma slags grupp, eller säg av vilka varje andel är.",
            en="Count both shares on the same kind of group, or say of whom each share is.",
        ),
        about=claim.id,
    )


@dataclass(frozen=True)
class _Reading:
    """One way to count a claim: which shares, on which base, how much they make, and whether the goal is reached."""

    figures: tuple[str, ...]
    words: Words
    percent: Fraction
    reached: bool


def goals(book: Book) -> Iterator[Finding]:
    """Goals that are reached when counted in one way and not in another: other outcomes, another base."""
    for claim in book.document.claims:
        if claim.goal is None:
            continue
        supporting = [(f.id,) for f in book.document.figures if f.claim == claim.id and f.is_share]
        readings = dict.fromkeys((*claim.readings, *supporting))
        found = [one for names in readings for one in _ways(book, claim, names)]
        if any(one.reached for one in found) and not all(one.reached for one in found):
            yield _depends(claim, found)


def _ways(book: Book, claim: Claim, names: tuple[str, ...]) -> Iterator[_Reading]:
    shares = [book.by_id[name] for name in names]
    if not shares or not all(share.is_share for share in shares):
        return
    bases = {share.base for share in shares}
    total = sum(share.value for share in shares)
    yield _Reading(names, _sum_words(book, shares), Fraction(total), total >= claim.goal)
    if len(bases) != 1 or (base := bases.pop()) is None:
        return
    counts = [book.counts(share) for share in shares]
    seen = {base}
    while isinstance(base, str) and (wider := book.by_id[base].part_of) is not None and wider not in seen:
        people = book.people(wider)
        if not people or not all(counts):
            return
        seen.add(wider)
        base = wider
        least, most = sum(c[0] for c in counts), sum(c[-1] for c in counts)
        ends = {100 * Fraction(n, people) >= claim.goal for n in (least, most)}
        if len(ends) == 1:  # said only when every possible count gives the same answer
            exact = Fraction(100 * (least + most), 2 * people)
            named = (*names, wider) if isinstance(wider, str) else names
            yield _Reading(named, _rebased(book, shares, wider, exact), exact, ends.pop())


def _sum_words(book: Book, shares: list[PrintedFigure]) -> Words:
    said = {}
    for language in ("sv", "en"):
        listed = " + ".join(book.name(share.id, language) for share in shares)
        total = number_text(sum(share.value for share in shares), language)
        made = f"{listed} = {total} %" if len(shares) > 1 else listed
        said[language] = f"{made} {_of(book, shares[0], language)}"
    return Words(**said)


def _rebased(book: Book, shares: list[PrintedFigure], base, exact: Fraction) -> Words:
    said = {}
    for language in ("sv", "en"):
        listed = " + ".join(share.label.in_language(language) for share in shares)
        about, of = ("ungefär", "av") if language == "sv" else ("about", "of")
        said[language] = f"{listed} {about} {number_text(exact, language, 0)} % {of} {book.name(base, language)}"
    return Words(**said)


def _depends(claim: Claim, found: list[_Reading]) -> Finding:
    said = {}
    for language in ("sv", "en"):
        yes = [one.words.in_language(language) for one in found if one.reached]
        no = [one.words.in_language(language) for one in found if not one.reached]
        goal, text = number_text(claim.goal, language), claim.text.in_language(language)
        if language == "sv":
            said["sv"] = f"Målet {goal} % ({text}) nås med {'; '.join(yes)}. Det nås inte med {'; '.join(no)}."
        else:
            said["en"] = f"The goal {goal} % ({text}) is reached with {'; '.join(yes)}. It is not with {'; '.join(no)}."
    return Finding(
        "goal_depends_on_reading",
        tuple(dict.fromkeys(name for one in found for name in one.figures)),
        Words(**said),
        Words(
            sv="Säg vilka utfall och vilken grupp målet gäller, och visa båda sätten att räkna.",
            en="Say which outcomes and which group the goal is about, and show both ways to count.",
        ),
        about=claim.id,
    )
