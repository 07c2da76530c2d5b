"""The columns of an import, known by their Swedish and English headings."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.base.text_keys import search_key


@dataclass(frozen=True)
class Column:
    """A column: the name reports use, its English name, other headings that are understood, and what it is for."""

    name: str
    english: str
    also: tuple[str, ...] = ()
    required: bool = False
    explanation_sv: str = ""
    explanation_en: str = ""


COLUMNS = (
    Column(
        "personnummer", "identity number",
        ("personal identity number", "identitetsnummer", "pnr", "persnr", "person number", "samordningsnummer",
         "id number"),
        True,
        "Personnummer eller samordningsnummer, tolv siffror.",
        "Personal identity or coordination number, twelve digits.",
    ),
    Column("förnamn", "given name", ("first name", "tilltalsnamn"), True, "Förnamn.", "Given name."),
    Column("efternamn", "family name", ("last name", "surname"), True, "Efternamn.", "Family name."),
    Column(
        "kommun", "municipality", ("unit", "enhet"), True,
        "Kommun eller enhet som deltar i projektet.", "Municipality or unit that takes part in the project.",
    ),
    Column(
        "startdatum", "start date", ("start", "started on", "inskriven", "inskrivningsdatum"), True,
        "Dagen då deltagandet började, ÅÅÅÅ-MM-DD.", "The day participation began, YYYY-MM-DD.",
    ),
    Column(
        "inflöde", "inflow", ("inflow channel", "inflödesväg", "channel"), False,
        "Hur personen kom. Tomt betyder okänt.", "How the person came. Empty means unknown.",
    ),
    Column(
        "målgrupper", "target groups", ("målgrupp", "target group"), False,
        "En eller flera, med semikolon mellan.", "One or several, separated by semicolons.",
    ),
    Column(
        "slutdatum", "end date", ("end", "ended on", "avslutad", "avslutsdatum"), False,
        "Dagen då deltagandet slutade. Tomt betyder att det pågår.",
        "The day participation ended. Empty means it goes on.",
    ),
    Column(
        "utfall", "outcome", ("outcomes", "exit destination", "destination"), False,
        "Vart personen gick. Flera skrivs med semikolon mellan.", "Where the person went. Several: semicolons between.",
    ),
    Column(
        "orsak", "reason", ("reasons", "exit reason", "utskrivningsorsak"), False,
        "Finare orsak, i samma ordning som utfallen. Tomt betyder okänt.",
        "Finer reason, in the order of the outcomes. Empty means unknown.",
    ),
    Column(
        "mottagare", "receiver", ("receiving party", "mottagande part", "receivers"), False,
        "Vem som tog emot, i samma ordning som utfallen. Tomt betyder okänt.",
        "Who took over, in the order of the outcomes. Empty means unknown.",
    ),
    Column(
        "yrke", "occupation", ("occupations", "ssyk", "yrken"), False,
        "Yrket, som kod eller namn i SSYK 2012, i samma ordning som utfallen. Bara för arbete.",
        "The occupation, as a code or name of SSYK 2012, in the order of the outcomes. For work only.",
    ),
    Column(
        "näringsgren", "industry", ("industries", "bransch", "sni"), False,
        "Arbetsplatsens näringsgren, som bokstav eller namn i SNI 2007, i samma ordning som utfallen. Bara för arbete.",
        "The industry, as a letter or name of SNI 2007, in the order of the outcomes. For work only.",
    ),
    Column(
        "tidigare nummer", "former number",
        ("tidigare personnummer", "tidigare samordningsnummer", "gammalt nummer", "previous number"), False,
        "Nummer som personen stod under förut, när det har bytts. Raden hittar då samma person.",
        "Number the person had before, when it has changed. The row then finds the same person.",
    ),
    Column(
        "åldersundantag", "age exception", (), False,
        "Varför personen deltar trots sin ålder. Får saknas.",
        "Why the person takes part in spite of their age. May be left out.",
    ),
    Column(
        "målgruppsundantag", "target group exception", ("undantag från målgrupp",), False,
        "Varför personen deltar fast ingen av målgrupperna är en som enheten har valt. Får saknas.",
        "Why the person takes part although none of the target groups is one the unit has chosen. May be left out.",
    ),
    Column(
        "stoppundantag", "stop exception", ("undantag från inskrivningsstopp",), False,
        "Varför personen skrivs in fast enheten inte tar emot nya den dagen. Får saknas.",
        "Why the person is enrolled although the unit takes nobody new that day. May be left out.",
    ),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
REQUIRED = tuple(column.name for column in COLUMNS if column.required)

#: Columns we add to the workbook of rejected rows; they are left out when it is imported again.
ADDED = ("fel rad", "fel kolumn", "fel", "råd")


def _key(heading: str) -> str:
    return re.sub(r"[\W_]+", "", search_key(heading))


_KNOWN = {_key(word): c.name for c in COLUMNS for word in (c.name, c.english, *c.also)}
_PASSED_OVER = {_key(name) for name in ADDED}


class BadHeadings(ValueError):
    """The headings cannot be used: a needed one is missing, one stands twice, or one is nearly a known one."""


def recognised(headings: list[str]) -> int:
    """How many of the headings are known."""
    return len({_KNOWN[_key(heading)] for heading in headings if _key(heading) in _KNOWN})


def places(headings: list[str]) -> tuple[dict[str, int], list[str]]:
    """Where each known column stands, and the headings that are not used. Raises BadHeadings."""
    found: dict[str, int] = {}
    unused = []
    for place, heading in enumerate(headings):
        name = _KNOWN.get(_key(heading))
        if name is None:
            if _key(heading) and _key(heading) not in _PASSED_OVER:
                _refuse_near_miss(heading)
                unused.append(heading.strip())
        elif name in found:
            raise BadHeadings(_("The column “%(name)s” stands twice. Keep one of the two.") % {"name": heading.strip()})
        else:
            found[name] = place
    if missing := [name for name in REQUIRED if name not in found]:
        raise BadHeadings(
            _("These columns are missing: %(names)s. The template has all of them: stegvis import-template")
            % {"names": ", ".join(missing)}
        )
    return found, unused


def _refuse_near_miss(heading: str) -> None:
    """A misspelt heading must not silently lose its column, such as everybody's end date."""
    if name := nearest(heading):
        raise BadHeadings(
            _("There is no column “%(heading)s”. Is it “%(name)s”? Correct the heading or give it another name.")
            % {"heading": heading.strip()[:60], "name": name}
        )


def key(heading: str) -> str:
    """The form in which headings are compared and remembered: letters and digits only, without case and accents."""
    return _key(heading)


def known(heading: str) -> str | None:
    """The name of the column the heading means beyond doubt, or None."""
    return _KNOWN.get(_key(heading))


def is_added(heading: str) -> bool:
    """Is it a column that we add to a file of rows that were not taken in?"""
    return _key(heading) in _PASSED_OVER


def nearest(heading: str) -> str | None:
    """The name of the column that the heading is nearly spelt as, or None."""
    from rapidfuzz import fuzz, process

    hit = process.extractOne(_key(heading), list(_KNOWN), scorer=fuzz.ratio, score_cutoff=85)
    return _KNOWN[hit[0]] if hit else None
