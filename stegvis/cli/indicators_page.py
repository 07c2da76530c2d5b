"""docs/reference/indicators.md: each indicator for whoever is no programmer, with the same eleven people throughout.

Definitions and people come from `stegvis.evaluation`; the same people are run against engine and twin by tests/spec.
"""

from datetime import date

from stegvis.evaluation.catalogue import DESTINATION_WORDS, DIMENSION_WORDS, INDICATORS
from stegvis.evaluation.composed.ready import READY
from stegvis.evaluation.definitions import BASE_WORDS, MONTHS, Base, IndicatorDefinition, Kind, Words
from stegvis.evaluation.examples import AT, EXAMPLES, PEOPLE, Answer, Example, Person, Total
from stegvis.evaluation.fund.tables import MISSING_AT_ENTRY, MISSING_AT_EXIT, SHADOW, TABLES, RuleTable
from stegvis.evaluation.fund.words import counts
from stegvis.evaluation.shares import percent

_ROUNDING = {
    "percent_half_up": Words(
        sv="Hela procent; exakta halvor uppåt (12,5 blir 13).", en="Whole percent; exact halves up (12.5 becomes 13)."
    ),
    "percent_half_even": Words(
        sv="Hela procent; exakta halvor till närmaste jämna tal (12,5 blir 12).",
        en="Whole percent; exact halves to the even neighbour (12.5 becomes 12).",
    ),
    "percent_cut": Words(sv="Hela procent; decimaler stryks.", en="Whole percent; decimals are cut off."),
}
_NOT_ROUNDED = {
    Kind.COUNT: Words(sv="Räknas i hela personer; inget rundas.", en="Counted in whole people; nothing is rounded."),
    Kind.MEDIAN_DURATION: Words(
        sv="Hela dagar; vid ett jämnt antal personer mitt emellan de två mittersta, alltså ibland en halv dag.",
        en="Whole days; with an even number of people halfway between the two in the middle, so sometimes half a day.",
    ),
}
_HEAD = """# Så räknas resultaten

*How the results are counted*

Varje tal på resultatsidan och i rapporterna är ett av måtten nedan. Här står vad måttet räknar, av vilka, när och
hur det rundas, och vad det säger om elva påhittade personer. Samma personer prövas mot programmet vid varje ändring,
så sidan stämmer med det som räknas.

*Each number of the results page and the reports is one of the measures below, with what it says of eleven invented
people. The same people are run against the program at every change.*

Små grupper (1–4 personer) döljs innan något visas; se [skyddet av små grupper](disclosure.md). Exemplen här är så små
att de aldrig skulle visas.
"""


_FUND_HEAD = f"""## Fondens indikatorer

*The fund's indicators*

{SHADOW.sv} *{SHADOW.en}*

{MISSING_AT_ENTRY.sv} *{MISSING_AT_ENTRY.en}*

{MISSING_AT_EXIT.sv} *{MISSING_AT_EXIT.en}*
"""


_READY_HEAD = """## Egna indikatorer

*Own indicators*

Projekt sätter ihop egna indikatorer av färdiga delar, och läser dem ur det som släppen visar. Här är de som erbjuds att
utgå från. *Projects compose indicators of ready parts, read from what releases show. These are offered to begin from.*

En ny indikator läggs till på ett av tre sätt: som summa av grupper som skyddet av små grupper känner (`catalogue`), som
regel i en av fondens tabeller (`fund`), eller utan kod på sidan Egna indikatorer. *A new indicator is added in one of
three ways: as a sum of groups the gate knows, as a rule of a fund's table, or without code on the page of own ones.*
"""


def page() -> str:
    """The page in Markdown."""
    parts = [_HEAD, _people(), *(_indicator(definition) for definition in INDICATORS.values())]
    parts += [_FUND_HEAD, *(_fund(table) for table in TABLES.values()), _ready()]
    return "\n".join([*parts, "Sidan skapas av `stegvis docs indicators`.\n"])


def _day(day: date | None) -> str:
    return f"{day.day} {MONTHS.sv.split()[day.month - 1]}" if day else ""


def _both(words: Words) -> str:
    return f"{words.sv} *{words.en}*"


def _table(*lines: tuple[str, ...]) -> str:
    head, *rest = lines
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ("---",) * len(head), *rest)) + "\n"


def _people() -> str:
    lines = [("Vem", "Kön", "Kommun", "Börjar", "Slutar", "Till", "Att lägga märke till / *what to notice*")]
    for person in PEOPLE:
        lines += _stays(person)
    told = f"Mätdagen är {_day(AT)} {AT.year}. Alla dagar är under {AT.year}. Det första utfallet är huvudutfallet.\n"
    return f"## De elva\n\n{told}\n{_table(*lines)}"


def _stays(person: Person) -> list[tuple[str, ...]]:
    found = []
    for number, stay in enumerate(person.stays):
        ways = ", ".join(DESTINATION_WORDS[way].sv.lower() for way in stay.exits)
        when = (stay.municipality, _day(stay.start_on), _day(stay.end_on) or "–", ways or "–")
        who = (person.name, {"F": "kvinna", "M": "man"}[person.sex]) if number == 0 else (f"{person.name} igen", "")
        found.append((*who, *when, _both(person.trap) if number == 0 else ""))
    return found


def _indicator(definition: IndicatorDefinition) -> str:
    example, reading = EXAMPLES[definition.id], definition.reading
    facts = [
        ("Vad det räknar / *what it counts*", reading.what),
        ("Av vilka / *of whom*", reading.who),
        ("När / *when*", reading.when),
        ("Avrundning / *rounding*", _NOT_ROUNDED.get(definition.kind) or _ROUNDING[definition.rounding]),
        ("Källa / *source*", reading.source),
    ]
    parts = [
        f"## {reading.title.sv}\n\n*{reading.title.en}* (`{definition.id}`, version {definition.version})\n",
        f"{reading.sentence.sv}\n*{reading.sentence.en}*\n",
        _table(("", "Svenska", "*English*"), *((name, words.sv, words.en) for name, words in facts)),
        f"Kan delas upp på / *can be split by*: {_splits(definition)}.\n",
    ]
    if definition.bases:
        parts.append(_bases(definition))
    return "\n".join([*parts, "### Person för person\n", _answers(definition, example), _totals(definition, example)])


def _fund(table: RuleTable) -> str:
    """One rule table of the fund."""
    lines = [("Kod", "Indikator", "Vilka / *who*", "*English*")]
    lines += [(rule.code, rule.name.sv, counts(rule, table).sv, counts(rule, table).en) for rule in table.rules]
    told = f"Gäller projekt som börjar {table.valid_from.year}–{table.valid_to.year}. {_both(table.source)}"
    return f"### {table.name.sv} (version {table.version})\n\n{told}\n\n{_table(*lines)}"


def _ready() -> str:
    """The composed indicators that are offered to begin from, and the ways in which an indicator is added."""
    lines = [("Indikator", "Så lyder den", "*English*")]
    lines += [(one.name, one.sentence().sv, one.sentence().en) for one in READY.values()]
    return f"{_READY_HEAD}\n{_table(*lines)}"


def _splits(definition: IndicatorDefinition) -> str:
    names = [" och ".join(DIMENSION_WORDS[one].sv.lower() for one in by) for by in definition.breakdowns if by]
    return "; ".join(names)


def _bases(definition: IndicatorDefinition) -> str:
    lines = [(f"**{BASE_WORDS[base].name.sv}**", _both(BASE_WORDS[base].who)) for base in definition.bases]
    return "Baser att välja på (delas med / *the bases, what is divided by*):\n\n" + _table(
        ("Bas", "Vilka / *who*"), *lines
    )


def _answers(definition: IndicatorDefinition, example: Example) -> str:
    head = {Kind.COUNT: "Räknas?", Kind.SHARE: "Räknas?", Kind.DISTRIBUTION: "Grupp", Kind.MEDIAN_DURATION: "Dagar"}
    lines = [
        (person.name, _said(example.answers[person.name]), _both(example.answers[person.name].why)) for person in PEOPLE
    ]
    return _table(("Vem", head[definition.kind], "Varför / *why*"), *lines)


def _said(answer: Answer) -> str:
    if isinstance(answer.counts, bool):
        return "**ja**" if answer.counts else "nej"
    return (
        f"**{DESTINATION_WORDS[answer.counts].sv.lower()}**"
        if isinstance(answer.counts, str)
        else f"**{answer.counts}**"
    )


def _totals(definition: IndicatorDefinition, example: Example) -> str:
    lines = [f"- {_of(total)}: {_number(definition, total)}" for total in example.totals]
    return "**Tillsammans / *in total***\n\n" + "\n".join(lines) + "\n"


def _of(total: Total) -> str:
    sexes = {"F": "kvinnor", "M": "män"}
    parts = [BASE_WORDS[Base(total.base)].name.sv] if total.base else []
    parts += [sexes.get(value, value) for value in total.by.values()]
    if total.destination:
        parts.append(DESTINATION_WORDS[total.destination].sv.lower())
    return ", ".join(parts) or "Alla"


def _number(definition: IndicatorDefinition, total: Total) -> str:
    if total.denominator is None:
        return f"**{total.numerator}** personer"
    if total.numerator is None:
        return f"medianen av {total.denominator} är **{total.value:.0f} dagar**"
    share = percent(total.numerator, total.denominator, definition.rounding)
    return f"{total.numerator} av {total.denominator}, **{share} %**"
