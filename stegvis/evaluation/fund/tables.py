"""The fund's common indicators as versioned tables. A changed rule is a new version; facts are never stored as codes.

Source: Regulation (EU) 2021/1057, Annex I (2021–2027); Regulation (EU) 1304/2013, Annex I (2014–2020).
"""

import hashlib
import json
from datetime import date

from pydantic import BaseModel, ConfigDict

from stegvis.evaluation.codes import FUND_FACTS
from stegvis.evaluation.definitions import Words

UNEMPLOYED, INACTIVE, EMPLOYED, STUDENT = STATUSES = FUND_FACTS["status"]
"""The situation at entry. Whoever studies full time is outside the labour force, as the fund counts."""

ISCED = {
    "none": (0, 0),
    "primary": (1, 1),
    "lower_secondary": (2, 2),
    "upper_secondary": (3, 3),
    "post_secondary": (4, 4),
    "tertiary": (5, 8),
}
"""Highest completed education at entry → the lowest and highest ISCED 2011 level it holds."""

OLDEST = 110

QUALIFICATIONS = FUND_FACTS["attained"]
"""What counts as a qualification: schooling that ends with an assessment. A certificate of attendance does not."""


class _Fixed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class When(_Fixed):
    """Who counts: all parts that are given must hold. A part that is not given asks nothing.

    `status`, `education`, `age` (from, to, in whole years) and `group` (target group) are read on the day of the first
    start. `months_over`: pairs (younger than, more than so many months without work), the first that fits the age.
    `found`: one of these destinations in the window `at` after the last day. `attained`: one of these between the
    """

    status: tuple[str, ...] = ()
    months_over: tuple[tuple[int, int], ...] = ()
    age: tuple[int, int] | None = None
    education: tuple[str, ...] = ()
    group: str = ""
    found: tuple[str, ...] = ()
    attained: tuple[str, ...] = ()
    at: str = ""


class Rule(_Fixed):
    """One code of the table. `when` is None for what is not computed, and `why_not` says why.

    `family` puts together what shares out one whole: `status`, `age`, `education`; the others stand alone. `within`:
    sums of codes in which everybody who counts must be found (empty: in the total only).
    """

    code: str
    name: Words
    family: str
    when: When | None = None
    within: tuple[tuple[str, ...], ...] = ()
    why_not: Words | None = None


class RuleTable(_Fixed):
    """The codes of one programme period: for projects that start between `valid_from` and `valid_to`.

    `total` is the code of all complete records. `immediate_days`: how long after the last day a result still is one
    upon leaving. `later_months`, `tolerance_days`: when the later results are read.
    """

    id: str
    version: int
    name: Words
    valid_from: date
    valid_to: date
    total: str
    immediate_days: int
    later_months: int
    tolerance_days: int
    rules: tuple[Rule, ...]
    source: Words

    @property
    def digest(self) -> str:
        """SHA-256 over the whole table; goes with every number computed by it."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    def rule(self, code: str) -> Rule:
        """The rule of a code. Raises KeyError."""
        return {rule.code: rule for rule in self.rules}[code]

    @property
    def computed(self) -> tuple[Rule, ...]:
        """The rules that are computed."""
        return tuple(rule for rule in self.rules if rule.when is not None)


SHADOW = Words(
    sv="Intern skuggräkning. Fondens officiella tal tas fram ur register av Statistiska centralbyrån.",
    en="Internal shadow count. The fund's official figures are made from registers by Statistics Sweden.",
)
MISSING_AT_ENTRY = Words(
    sv="Den som saknar arbetssituation, tid utan arbete, ålder eller utbildning vid starten räknas bara bland alla "
    "deltagare.",
    en="Someone without work situation, time without work, age or education at the start counts among all "
    "participants only.",
)
MISSING_AT_EXIT = Words(
    sv="Den som det inte finns någon uppgift om räknas som att resultatet inte är nått.",
    en="Someone of whom nothing is known counts as not having reached the result.",
)

_LONG = ((25, 6), (OLDEST + 1, 12))
_LOW_2014 = ("primary", "lower_secondary")
_MIDDLE = ("upper_secondary", "post_secondary")
_OUTSIDE = (INACTIVE, STUDENT)
_SEEKING = ("job_seeking", "employment_service")

_NOT_HELD = Words(
    sv="Räknas inte: uppgiften behövs inte i arbetet och samlas därför inte in.",
    en="Not computed: the work does not need the fact, so it is not collected.",
)
_NEVER = Words(
    sv="Räknas aldrig: ingen uppgift om etnisk tillhörighet registreras om en person.",
    en="Never computed: no fact about ethnic belonging is registered about a person.",
)
_ENTITY = Words(
    sv="Räknas inte per deltagare: gäller de organisationer som får stöd.",
    en="Not counted by participant: it is about the organisations that get support.",
)
_IMPROVED = Words(
    sv="Räknas inte: uppföljningen frågar inte om anställningens villkor före och efter.",
    en="Not computed: the follow-up does not ask about the terms of employment before and after.",
)
_DROPPED = Words(
    sv="Räknas inte: indikatorn togs bort under perioden.",
    en="Not computed: the indicator was dropped during the period.",
)
_DISADVANTAGED = Words(
    sv="Räknas inte: bygger på uppgifter om bakgrund som inte samlas in.",
    en="Not computed: it builds on facts of background that are not collected.",
)


def _rule(code, sv, en, family, when=None, within=(), why_not=None) -> Rule:
    return Rule(code=code, name=Words(sv=sv, en=en), family=family, when=when, within=within, why_not=why_not)


ESF_PLUS = RuleTable(
    id="esf_plus",
    version=1,
    name=Words(sv="ESF+ 2021–2027", en="ESF+ 2021–2027"),
    valid_from=date(2021, 1, 1),
    valid_to=date(2029, 12, 31),
    total="EECO01",
    immediate_days=28,
    later_months=6,
    tolerance_days=14,
    source=Words(
        sv="Förordning (EU) 2021/1057, bilaga I: gemensamma output- och resultatindikatorer.",
        en="Regulation (EU) 2021/1057, Annex I: common output and result indicators.",
    ),
    rules=(
        _rule("EECO01", "Alla med fullständiga uppgifter", "All with complete records", "total", When()),
        _rule("EECO02", "Arbetslösa", "Unemployed", "status", When(status=(UNEMPLOYED,))),
        _rule(
            "EECO03", "Långtidsarbetslösa", "Long-term unemployed", "subset",
            When(status=(UNEMPLOYED,), months_over=_LONG), (("EECO02",),),
        ),
        _rule("EECO04", "Utanför arbetskraften", "Inactive", "status", When(status=_OUTSIDE)),
        _rule("EECO05", "Har arbete", "Employed", "status", When(status=(EMPLOYED,))),
        _rule("EECO06", "Under 18 år", "Below 18", "age", When(age=(0, 17))),
        _rule("EECO07", "18–29 år", "18 to 29", "age", When(age=(18, 29))),
        _rule("EECO08", "55 år och äldre", "55 and above", "age", When(age=(55, OLDEST))),
        _rule(
            "EECO09", "Högst grundskola (ISCED 0–2)", "Lower secondary or less (ISCED 0–2)", "education",
            When(education=("none", *_LOW_2014)),
        ),
        _rule(
            "EECO10", "Gymnasium eller kortare eftergymnasial (ISCED 3–4)",
            "Upper secondary or post-secondary (ISCED 3–4)", "education", When(education=_MIDDLE),
        ),
        _rule(
            "EECO11", "Eftergymnasial, två år eller mer (ISCED 5–8)", "Tertiary (ISCED 5–8)", "education",
            When(education=("tertiary",)),
        ),
        _rule(
            "EECO12", "Med funktionsnedsättning", "With disabilities", "subset", When(group="disability"),
        ),
        _rule("EECO13", "Medborgare utanför EU", "Third-country nationals", "subset", why_not=_NOT_HELD),
        _rule("EECO14", "Med utländsk bakgrund", "With a foreign background", "subset", why_not=_NOT_HELD),
        _rule("EECO15", "Minoriteter", "Minorities", "subset", why_not=_NEVER),
        _rule("EECO16", "Hemlösa eller utan fast bostad", "Homeless or excluded from housing", "subset",
              why_not=_NOT_HELD),
        _rule("EECO17", "Från landsbygd", "From rural areas", "subset", why_not=_NOT_HELD),
        _rule("EECO18", "Offentliga förvaltningar med stöd", "Public administrations supported", "entity",
              why_not=_ENTITY),
        _rule("EECO19", "Små och medelstora företag med stöd", "Small and medium enterprises supported", "entity",
              why_not=_ENTITY),
        _rule(
            "EECR01", "Söker arbete efter avslut", "In job searching upon leaving", "result",
            When(status=_OUTSIDE, found=_SEEKING, at="immediate"), (("EECO04",),),
        ),
        _rule(
            "EECR02", "I utbildning efter avslut", "In education or training upon leaving", "result",
            When(status=(UNEMPLOYED, INACTIVE, EMPLOYED), found=("studies",), at="immediate"),
        ),
        _rule(
            "EECR03", "Fick en formell kvalifikation", "Gained a qualification upon leaving", "result",
            When(attained=QUALIFICATIONS, at="immediate"),
        ),
        _rule(
            "EECR04", "I arbete efter avslut", "In employment upon leaving", "result",
            When(status=(UNEMPLOYED, *_OUTSIDE), found=("work",), at="immediate"), (("EECO02", "EECO04"),),
        ),
        _rule(
            "EECR05", "I arbete sex månader senare", "In employment six months after leaving", "result",
            When(status=(UNEMPLOYED, *_OUTSIDE), found=("work",), at="later"), (("EECO02", "EECO04"),),
        ),
        _rule(
            "EECR06", "Bättre läge på arbetsmarknaden sex månader senare",
            "Improved labour-market situation six months after leaving", "result", within=(("EECO05",),),
            why_not=_IMPROVED,
        ),
    ),
)  # fmt: skip

ESF_2014 = RuleTable(
    id="esf_2014",
    version=1,
    name=Words(sv="ESF 2014–2020", en="ESF 2014–2020"),
    valid_from=date(2014, 1, 1),
    valid_to=date(2020, 12, 31),
    total="CO01+03+05",
    immediate_days=28,
    later_months=6,
    tolerance_days=14,
    source=Words(
        sv="Förordning (EU) nr 1304/2013, bilaga I: gemensamma output- och resultatindikatorer.",
        en="Regulation (EU) No 1304/2013, Annex I: common output and result indicators.",
    ),
    rules=(
        _rule("CO01+03+05", "Alla med fullständiga uppgifter", "All with complete records", "total", When()),
        _rule("CO01", "Arbetslösa", "Unemployed", "status", When(status=(UNEMPLOYED,))),
        _rule("CO02", "Långtidsarbetslösa", "Long-term unemployed", "subset",
              When(status=(UNEMPLOYED,), months_over=_LONG), (("CO01",),)),
        _rule("CO03", "Utanför arbetskraften", "Inactive", "status", When(status=_OUTSIDE)),
        _rule("CO04", "Utanför arbetskraften, utan studier", "Inactive, not in education or training", "subset",
              When(status=(INACTIVE,)), (("CO03",),)),
        _rule("CO05", "Har arbete", "Employed", "status", When(status=(EMPLOYED,))),
        _rule("CO06", "Under 25 år", "Below 25", "age", When(age=(0, 24))),
        _rule("CO07", "Över 54 år", "Above 54", "age", When(age=(55, OLDEST))),
        _rule("CO08", "Över 54 år, utan arbete och studier", "Above 54, without work and education", "subset",
              When(status=(UNEMPLOYED, INACTIVE), age=(55, OLDEST)), (("CO07",), ("CO01", "CO04"))),
        _rule("CO09", "Grundskola (ISCED 1–2)", "Primary or lower secondary (ISCED 1–2)", "education",
              When(education=_LOW_2014)),
        _rule("CO10", "Gymnasium eller kortare eftergymnasial (ISCED 3–4)",
              "Upper secondary or post-secondary (ISCED 3–4)", "education", When(education=_MIDDLE)),
        _rule("CO11", "Eftergymnasial, två år eller mer (ISCED 5–8)", "Tertiary (ISCED 5–8)", "education",
              When(education=("tertiary",))),
        _rule("CO12", "I hushåll utan arbete", "In jobless households", "subset", why_not=_DROPPED),
        _rule("CO13", "I hushåll utan arbete, med barn", "In jobless households with children", "subset",
              why_not=_DROPPED),
        _rule("CO14", "Ensam vuxen med barn", "Single adults with children", "subset", why_not=_DROPPED),
        _rule("CO15", "Migranter, utländsk bakgrund, minoriteter", "Migrants, foreign background, minorities", "subset",
              why_not=_NEVER),
        _rule("CO16", "Med funktionsnedsättning", "With disabilities", "subset", When(group="disability")),
        _rule("CO17", "Andra missgynnade", "Other disadvantaged", "subset", why_not=_DISADVANTAGED),
        _rule("CO18", "Hemlösa eller utan fast bostad", "Homeless or excluded from housing", "subset",
              why_not=_NOT_HELD),
        _rule("CO19", "Från landsbygd", "From rural areas", "subset", why_not=_NOT_HELD),
        _rule("CO20", "Projekt hos arbetsmarknadens parter eller föreningar", "Projects of social partners or NGOs",
              "entity", why_not=_ENTITY),
        _rule("CO21", "Projekt för kvinnors deltagande", "Projects for women's participation", "entity",
              why_not=_ENTITY),
        _rule("CO22", "Projekt hos offentliga förvaltningar", "Projects at public administrations", "entity",
              why_not=_ENTITY),
        _rule("CO23", "Små och medelstora företag med stöd", "Small and medium enterprises supported", "entity",
              why_not=_ENTITY),
        _rule("CR01", "Söker arbete efter avslut", "In job searching upon leaving", "result",
              When(status=_OUTSIDE, found=_SEEKING, at="immediate"), (("CO03",),)),
        _rule("CR02", "I utbildning efter avslut", "In education or training upon leaving", "result",
              When(status=(UNEMPLOYED, INACTIVE, EMPLOYED), found=("studies",), at="immediate")),
        _rule("CR03", "Fick en formell kvalifikation", "Gained a qualification upon leaving", "result",
              When(attained=QUALIFICATIONS, at="immediate")),
        _rule("CR04", "I arbete efter avslut", "In employment upon leaving", "result",
              When(status=(UNEMPLOYED, *_OUTSIDE), found=("work",), at="immediate"), (("CO01", "CO03"),)),
        _rule("CR05", "Missgynnade med resultat efter avslut", "Disadvantaged with a result upon leaving", "result",
              why_not=_DISADVANTAGED),
        _rule("CR06", "I arbete sex månader senare", "In employment six months after leaving", "result",
              When(status=(UNEMPLOYED, *_OUTSIDE), found=("work",), at="later"), (("CO01", "CO03"),)),
        _rule("CR07", "Bättre läge på arbetsmarknaden sex månader senare",
              "Improved labour-market situation six months after leaving", "result", within=(("CO05",),),
              why_not=_IMPROVED),
        _rule("CR08", "Över 54 år, i arbete sex månader senare", "Above 54, in employment six months after leaving",
              "result", When(status=(UNEMPLOYED, *_OUTSIDE), age=(55, OLDEST), found=("work",), at="later"),
              (("CR06",), ("CO07",))),
        _rule("CR09", "Missgynnade i arbete sex månader senare",
              "Disadvantaged in employment six months after leaving", "result", why_not=_DISADVANTAGED),
    ),
)  # fmt: skip

TABLES: dict[str, RuleTable] = {table.id: table for table in (ESF_PLUS, ESF_2014)}
"""Every table by its id, the newest first."""


def table_for(starts_on: date) -> RuleTable:
    """The table of the period in which a project starts; the oldest for projects before all of them."""
    return next((table for table in TABLES.values() if starts_on >= table.valid_from), ESF_2014)
