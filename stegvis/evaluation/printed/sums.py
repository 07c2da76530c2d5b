"""Rules about parts: do they make their whole, do percentages make a hundred?"""

from collections.abc import Iterator
from fractions import Fraction

from stegvis.evaluation.definitions import Words
from stegvis.evaluation.printed.document import PrintedFigure
from stegvis.evaluation.printed.findings import Finding
from stegvis.evaluation.printed.reading import Book, Reach, number_text

_ADVICE = Words(
    sv="Kontrollera delarna och summan mot källan; minst ett av talen är fel, eller så fattas en del.",
    en="Check the parts and the sum against the source; at least one of the numbers is wrong, or a part is missing.",
)


def parts(book: Book, wrong: set[str]) -> Iterator[Finding]:
    """Parts of one whole, one split and one day against the whole. `wrong` shares are left out."""
    for (whole, split, _day), members in _groups(book, wrong).items():
        reach = _whole_reach(book, whole, members)
        if reach is None or len(members) < 2:
            continue
        total = _sum(book, members)
        too_many, too_few = total.low > reach.high, total.high < reach.low
        if too_many or (too_few and book.is_complete(split)):
            yield _does_not_sum(book, whole, members, total)


def _groups(book: Book, wrong: set[str]) -> dict[tuple, list[PrintedFigure]]:
    found: dict[tuple, list[PrintedFigure]] = {}
    for figure in book.document.figures:
        if figure.part_of is None or figure.id in wrong or figure.part_of in wrong:
            continue
        whole = book.by_id.get(figure.part_of) if isinstance(figure.part_of, str) else None
        if whole and (whole.unit != figure.unit or (whole.date and figure.date and whole.date != figure.date)):
            continue
        if whole and book.base_of(whole) != book.base_of(figure):
            continue
        if whole is None and figure.unit != "persons":
            continue
        found.setdefault((figure.part_of, figure.split, figure.date), []).append(figure)
    return found


def _whole_reach(book: Book, whole, members: list[PrintedFigure]) -> Reach | None:
    if isinstance(whole, int):
        return Reach(Fraction(whole), Fraction(whole))
    return book.reach(book.by_id[whole])


def _sum(book: Book, members: list[PrintedFigure]) -> Reach:
    total = Reach(Fraction(0), Fraction(0))
    for figure in members:
        total = total + book.reach(figure)
    return total


def _does_not_sum(book: Book, whole, members: list[PrintedFigure], total: Reach) -> Finding:
    said = {}
    for language in ("sv", "en"):
        listed = " + ".join(book.name(figure.id, language) for figure in members)
        is_, but, printed = ("blir", "men", "är tryckt") if language == "sv" else ("make", "but", "is printed")
        added = number_text(sum(figure.value for figure in members), language)
        said[language] = f"{listed} {is_} {added}, {but} {book.name(whole, language)} {printed}."
        if members[0].is_share:
            more = (" Avrundningen räcker inte till.", " Rounding does not explain it.")
            said[language] += more[language == "en"]
    counted = members[0].unit == "persons"
    added = number_text(sum(figure.value for figure in members), "sv")
    advice = Words(
        sv=f"Är delarna rätta ska summan vara {added}. {_ADVICE.sv}",
        en=f"If the parts are right the sum is {added}. {_ADVICE.en}",
    )
    named = [whole] if isinstance(whole, str) else []
    return Finding(
        "parts_do_not_sum", (*named, *(f.id for f in members)), Words(**said), advice if counted else _ADVICE
    )


def hundreds(book: Book, wrong: set[str]) -> Iterator[Finding]:
    """Shares of one split on one base and day, of which no whole is printed, against a hundred."""
    found: dict[tuple, list[PrintedFigure]] = {}
    for figure in book.document.figures:
        if figure.is_share and figure.split and figure.part_of is None:
            base = book.base_of(figure)
            found.setdefault((figure.split, base if base is not None else figure.base, figure.date), []).append(figure)
    for (split, base, _day), members in found.items():
        sound = [figure for figure in members if figure.id not in wrong]
        if len(members) < 2 or not sound:
            continue
        whole = Fraction(base) if isinstance(base, int) and base else Fraction(100)
        total = _sum(book, sound)
        too_few = total.high < whole and book.is_complete(split) and len(sound) == len(members)
        if total.low > whole or too_few:
            yield _not_a_hundred(book, sound)


def _not_a_hundred(book: Book, members: list[PrintedFigure]) -> Finding:
    added = sum(figure.value for figure in members)
    said = {}
    for language in ("sv", "en"):
        listed = " + ".join(book.name(figure.id, language) for figure in members)
        total = number_text(added, language)
        if language == "sv":
            said["sv"] = f"{listed} blir {total} %. Det är längre från 100 än avrundningen kan förklara."
        else:
            said["en"] = f"{listed} make {total} %. That is further from 100 than rounding can explain."
    return Finding(
        "percentages_not_100",
        tuple(figure.id for figure in members),
        Words(**said),
        Words(
            sv="Kontrollera andelarna, eller säg att någon grupp inte är tryckt.",
            en="Check the shares, or say that a group is not printed.",
        ),
    )
