"""The rules. Each looks at the whole document and yields what it finds; figures that were counted truly give nothing.

A rule says only what follows with certainty from the printed numbers: a sum of rounded shares is compared with
everything the rounding allows.
"""

from collections.abc import Iterator
from fractions import Fraction

from stegvis.evaluation.definitions import Words
from stegvis.evaluation.printed import claims, sums
from stegvis.evaluation.printed.document import Document, PrintedFigure
from stegvis.evaluation.printed.findings import Finding
from stegvis.evaluation.printed.reading import Book, number_text
from stegvis.evaluation.printed.rounding import RULES, counts, decimals_of, nearest, rounded, span

_RULE_WORDS = {
    "half_up": Words(sv="halva uppåt", en="halves upwards"),
    "half_even": Words(sv="halva till närmaste jämna tal", en="halves to the even neighbour"),
    "down": Words(sv="bortskurna decimaler", en="decimals dropped"),
}


def check(document: Document) -> list[Finding]:
    """Everything that cannot hold, in the order of the rules and of the document."""
    book = Book(document)
    single = [*_too_large(book), *_shares(book)]
    # a share that is wrong by itself would be wrong in every sum it stands in: it is named once
    wrong = {finding.figures[0] for finding in single if finding.rule.startswith("share_")}
    return [
        *single,
        *sums.parts(book, wrong),
        *sums.hundreds(book, wrong),
        *_two_values(book),
        *claims.compared(book),
        *claims.goals(book),
    ]


def _too_large(book: Book) -> Iterator[Finding]:
    for figure in book.document.figures:
        for reference in (figure.part_of, figure.base):
            whole = book.people(reference)
            size = figure.value if figure.unit == "persons" else book.people(figure.numerator)
            if whole is not None and size is not None and size > whole and figure.unit in ("persons", "percent"):
                yield _larger(book, figure, reference, int(size))
        related = figure.base is not None or figure.part_of is not None or figure.split
        if figure.is_share and figure.value > 100 and related:
            yield Finding(
                "count_exceeds_base",
                (figure.id,),
                Words(
                    sv=f"{book.name(figure.id, 'sv')}: en del av en grupp kan inte vara mer än 100 %.",
                    en=f"{book.name(figure.id, 'en')}: a part of a group cannot be more than 100 %.",
                ),
                Words(sv="Kontrollera talet och vilken grupp det gäller.", en="Check the number and its group."),
            )


def _larger(book: Book, figure: PrintedFigure, reference, size: int) -> Finding:
    named = (figure.id, reference) if isinstance(reference, str) else (figure.id,)
    return Finding(
        "count_exceeds_base",
        named,
        Words(
            sv=f"{book.name(figure.id, 'sv')}: {size} kan inte vara en del av {book.name(reference, 'sv')}.",
            en=f"{book.name(figure.id, 'en')}: {size} cannot be a part of {book.name(reference, 'en')}.",
        ),
        Words(
            sv="Kontrollera båda talen, och att delen räknas bland samma personer som det hela.",
            en="Check both numbers, and that the part is counted among the same people as the whole.",
        ),
    )


def _shares(book: Book) -> Iterator[Finding]:
    for figure in book.document.figures:
        base = book.base_of(figure)
        if not base or figure.value > 100:
            continue
        stated = book.people(figure.numerator)
        if stated is not None and stated <= base:
            achieved = rounded(stated, base, decimals_of(figure.value), book.rule(figure))
            if achieved != figure.value:
                yield _recounted(book, figure, stated, base, achieved)
        elif stated is None and not counts(figure.value, base, book.rule(figure)):
            yield _impossible(book, figure, base)


def _recounted(book: Book, figure: PrintedFigure, numerator: int, base: int, achieved) -> Finding:
    said = {}
    for language, of, but in (("sv", "av", "men"), ("en", "of", "but")):
        is_, rounded_to = ("är", "avrundat") if language == "sv" else ("is", "rounded")
        exact = number_text(_exact(numerator, base), language, decimals_of(figure.value) + 1)
        said[language] = (
            f"{book.name(figure.id, language)}, {but} {numerator} {of} {base} {is_} {exact} %, "
            f"{rounded_to} {number_text(achieved, language)} %.{_otherwise(book, figure, base, numerator, language)}"
        )
    named = [figure.id, *(r for r in (figure.numerator, figure.base) if isinstance(r, str))]
    return Finding(
        "share_recounted",
        tuple(dict.fromkeys(named)),
        Words(**said),
        Words(
            sv=f"Skriv {number_text(achieved, 'sv')} %.",
            en=f"Write {number_text(achieved, 'en')} %.",
        ),
    )


def _impossible(book: Book, figure: PrintedFigure, base: int) -> Finding:
    said = {}
    for language in ("sv", "en"):
        name, printed = book.name(figure.id, language), book.printed(figure, language)
        near = [
            f"{n} {'är' if language == 'sv' else 'is'} {number_text(_exact(n, base), language, 1)} %"
            for n in nearest(figure.value, base)
        ]
        both = (" och " if language == "sv" else " and ").join(near)
        said[language] = (
            f"{name}: inget helt antal av {base} ger {printed}. {both}."
            if language == "sv"
            else f"{name}: no whole number of {base} gives {printed}. {both}."
        ) + _otherwise(book, figure, base, None, language)
    named = (figure.id, figure.base) if isinstance(figure.base, str) else (figure.id,)
    advice = Words(
        sv="Skriv antalet bredvid andelen, eller den andel som antalet ger. Kontrollera också basen.",
        en="Print the count beside the share, or the share the count gives. Check the base as well.",
    )
    return Finding("share_impossible", named, Words(**said), advice)


def _otherwise(book: Book, figure: PrintedFigure, base: int, numerator: int | None, language: str) -> str:
    """Under which other rounding the share would hold; said only where the document does not state its rounding."""
    if book.rule_is_stated(figure):
        return ""
    for rule in RULES:
        allowed = counts(figure.value, base, rule)
        fits = bool(allowed) if numerator is None else numerator in allowed
        if rule != book.rule(figure) and fits:
            words = _RULE_WORDS[rule].in_language(language)
            if language == "sv":
                return f" Det går bara med en annan avrundning: {words}."
            return f" It holds only with another rounding: {words}."
    return ""


def _exact(numerator: int, base: int) -> Fraction:
    return Fraction(100 * numerator, base)


def _two_values(book: Book) -> Iterator[Finding]:
    told: dict[tuple, PrintedFigure] = {}
    for figure in book.document.figures:
        # the same words under another whole are another quantity: women of the enrolled, women of the ended
        said = (figure.quantity,) if figure.quantity else (figure.label.sv.casefold(), figure.part_of, figure.split)
        key = (*said, figure.unit, book.base_of(figure) or figure.base)
        before = told.setdefault(key, figure)
        if before is figure or not _same_day(before, figure) or _agree(book, before, figure):
            continue
        yield Finding(
            "two_values",
            (before.id, figure.id),
            Words(
                sv=f"Två tal för samma sak: {book.name(before.id, 'sv')} och {book.name(figure.id, 'sv')}.",
                en=f"Two values for one quantity: {book.name(before.id, 'en')} and {book.name(figure.id, 'en')}.",
            ),
            Words(
                sv="Skriv samma tal på båda ställena, eller säg vad som skiljer: datum, grupp eller sätt att räkna.",
                en="Print the same number in both places, or say what differs: date, group or way of counting.",
            ),
        )


def _same_day(one: PrintedFigure, other: PrintedFigure) -> bool:
    return not one.date or not other.date or one.date == other.date


def _agree(book: Book, one: PrintedFigure, other: PrintedFigure) -> bool:
    if not one.is_share:
        return one.value == other.value
    first, second = (span(figure.value, book.rule(figure)) for figure in (one, other))
    return (first.low < second.high and second.low < first.high) or one.value == other.value
