"""What a job is: its occupation by SSYK 2012 and its industry by SNI 2007, the standards of Statistics Sweden.

Occupations have Swedish names only: the standard's own. A unit group (four digits) or, when no more is known, its
minor group (three digits).
"""

import re
from functools import cache
from pathlib import Path

from stegvis.base.vocabulary import Term, UnknownWord, Vocabulary

_SSYK = Path(__file__).parent.parent / "shipped" / "ssyk_2012.txt"

#: Sections of SNI 2007, which are those of NACE Rev. 2.
INDUSTRIES = Vocabulary(
    [
        Term("A", "Jordbruk, skogsbruk och fiske", "Agriculture, forestry and fishing"),
        Term("B", "Utvinning av mineral", "Mining and quarrying"),
        Term("C", "Tillverkning", "Manufacturing"),
        Term(
            "D", "Försörjning av el, gas, värme och kyla", "Electricity, gas, steam and air conditioning supply",
        ),
        Term(
            "E",
            "Vattenförsörjning; avloppsrening, avfallshantering och sanering",
            "Water supply; sewerage, waste management and remediation activities",
        ),
        Term("F", "Byggverksamhet", "Construction", ("bygg",)),
        Term(
            "G",
            "Handel; reparation av motorfordon och motorcyklar",
            "Wholesale and retail trade; repair of motor vehicles and motorcycles",
            ("handel",),
        ),
        Term("H", "Transport och magasinering", "Transportation and storage", ("transport",)),
        Term(
            "I",
            "Hotell- och restaurangverksamhet",
            "Accommodation and food service activities",
            ("hotell och restaurang",),
        ),
        Term("J", "Informations- och kommunikationsverksamhet", "Information and communication"),
        Term("K", "Finans- och försäkringsverksamhet", "Financial and insurance activities"),
        Term("L", "Fastighetsverksamhet", "Real estate activities"),
        Term(
            "M",
            "Verksamhet inom juridik, ekonomi, vetenskap och teknik",
            "Professional, scientific and technical activities",
        ),
        Term(
            "N",
            "Uthyrning, fastighetsservice, resetjänster och andra stödtjänster",
            "Administrative and support service activities",
        ),
        Term(
            "O",
            "Offentlig förvaltning och försvar; obligatorisk socialförsäkring",
            "Public administration and defence; compulsory social security",
            ("offentlig förvaltning",),
        ),
        Term("P", "Utbildning", "Education"),
        Term(
            "Q",
            "Vård och omsorg; sociala tjänster",
            "Human health and social work activities",
            ("vård och omsorg",),
        ),
        Term("R", "Kultur, nöje och fritid", "Arts, entertainment and recreation"),
        Term("S", "Annan serviceverksamhet", "Other service activities"),
        Term(
            "T",
            "Förvärvsarbete i hushåll; hushållens produktion av diverse varor och tjänster för eget bruk",
            "Activities of households as employers; goods and services produced by households for own use",
        ),
        Term(
            "U",
            "Verksamhet vid internationella organisationer, utländska ambassader o.d.",
            "Activities of extraterritorial organisations and bodies",
        ),
    ]
)  # fmt: skip


@cache
def occupations() -> Vocabulary:
    """The occupations, unit groups before minor groups, so that a name both have means the finer one."""
    lines = [line.split(" ", 1) for line in _SSYK.read_text(encoding="utf-8").splitlines()]
    lines.sort(key=lambda line: -len(line[0]))
    return Vocabulary([Term(code, name, name) for code, name in lines])


def occupation_meant(text: str) -> Term:
    """The occupation somebody means by a code, a name, or both (`5330 Vårdbiträden`): then the code decides.

    Raises UnknownWord, naming the nearest name (none for a number).
    """
    number = re.match(r"\s*(\d+)", str(text))
    if number and number[1] in occupations():
        return occupations()[number[1]]
    if number:
        raise UnknownWord(str(text), lambda: None)
    return occupations().read(text)


def occupation_words(code: str) -> str:
    """`5330 Vårdbiträden`; the code alone when it is none of the standard's, nothing for none."""
    term = occupations().get(code)
    return f"{term.code} {term.sv}" if term else code
