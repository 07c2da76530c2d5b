"""docs/reference/printed-figures.md: the form of the figures that the checker reads, in Swedish, and its rules."""

from stegvis.evaluation.printed import RULES
from stegvis.evaluation.printed.document import MOST_BYTES, MOST_FIGURES
from stegvis.evaluation.printed.table import HEADINGS

_FIGURE = (
    ("id", "ja", "Ett ord utan mellanslag, bara en gång i filen."),
    ("label", "ja", "Vad siffran är. Text, eller `{sv: …, en: …}`."),
    ("value", "ja", 'Det tryckta talet: `228`, `47.8`, `"47,8"`.'),
    ("unit", "nej", "`persons` (utan annat besked), `percent`, eller något annat ord som då inte räknas."),
    ("date", "nej", "Vilken dag eller tid siffran gäller. Delar och summor jämförs bara när den är densamma."),
    ("base", "nej", "Av vilka andelen är: id på en siffra, eller ett antal."),
    ("numerator", "nej", "Antalet bakom andelen: id eller antal."),
    ("part_of", "nej", "Vad siffran är en del av: id eller antal."),
    ("split", "nej", "Vad delarna delas efter, till exempel `sex`. Delar i samma uppdelning överlappar inte."),
    ("quantity", "nej", "Siffror med samma ord säger samma sak och ska vara lika."),
    ("rounding", "nej", "`half_up`, `half_even` eller `down`. Går före filens `rounding`."),
    ("claim", "nej", "Id på det påstående som siffran stöder."),
    ("recount", "nej", "Hur Stegvis räknar samma sak, för sidan Tryckt och räknat (se nedan)."),
)
_EXAMPLE = """```yaml
title: Slutrapport
rounding: half_up          # utan besked antas half_up, och fynden säger om en annan avrundning skulle räcka
incomplete: [municipality] # uppdelningar där bara några delar är tryckta
figures:
  - {id: all, label: Deltagare, value: 437}
  - {id: women, label: Kvinnor, value: 228, part_of: all, split: sex}
  - {id: men, label: Män, value: 209, part_of: all, split: sex}
  - {id: share_men, label: Andel män, value: 47, unit: percent, base: all, numerator: men}
  - {id: work, label: Till arbete, value: 40, unit: percent, base: 414}
  - {id: internship, label: Praktik, value: 12, unit: percent, base: 414}
claims:
  - id: goal
    text: Sextio procent går vidare
    goal: 60
    readings: [[work], [work, internship]]   # olika sätt att räkna samma mål
  - {id: others, text: Bättre än andra, compares: [work, internship]}
```
"""


def page() -> str:
    """The page in Markdown."""
    figure = "\n".join(f"| `{name}` | {must} | {text} |" for name, must, text in _FIGURE)
    heads = "\n".join(f"| `{name}` | {', '.join(words)} |" for name, words in HEADINGS.items())
    rules = "\n".join(f"| `{name}` | {words.sv} |" for name, words in RULES.items())
    return (
        "# Tryckta siffror\n\n"
        "`stegvis check-figures FIL` letar efter siffror i en rapport som inte kan stämma samtidigt. Svaret är 0 när\n"
        "inget hittas, 1 när något hittas och 2 när filen inte går att läsa. `--format json` ger fynden på två språk.\n"
        "Samma granskning finns på sidan Granska siffror.\n\n"
        f"Filen är YAML i UTF-8, högst {MOST_BYTES // 1000} kB och {MOST_FIGURES} siffror, utan ankare.\n"
        "Fel sägs med rad.\n\n"
        f"{_EXAMPLE}\n## En siffra\n\n| Ord | Måste finnas | Betydelse |\n| --- | --- | --- |\n{figure}\n\n"
        "## Ett påstående\n\n"
        "`id` och `text`. Antingen `goal` (procent som ska nås) med `readings`, listor av andelar som läggs ihop,\n"
        "eller `compares`, andelar som ställs mot varandra. Siffror med `claim` är var sitt sätt att nå målet.\n"
        "Är basen i sin tur del av en större grupp prövas målet också på den.\n\n"
        "## Tabell\n\n"
        "Filer som slutar på .csv, .tsv eller .txt läses som tabell med en rubrikrad. Bas, täljare och del av får\n"
        "vara id, orden i en annan rad eller ett antal. Procent som ska bli hundra tillsammans är del av 100.\n\n"
        f"| Ord | Rubriker som förstås |\n| --- | --- |\n{heads}\n\n"
        "## Regler\n\n"
        "En regel säger bara det som säkert följer: avrundade andelar jämförs med allt som avrundningen tillåter.\n\n"
        f"| Regel | Vad den hittar |\n| --- | --- |\n{rules}\n\n"
        "## Från siffror i grupper\n\n"
        "`stegvis check-figures FIL --convert` skriver ut filer där siffrorna står i grupper, med `label`, `value`,\n"
        "`unit` och i förekommande fall `breakdown`, `numerator`, `denominator` och `date`, i den här formen.\n"
        "Personer (`persons`) och procent (`%`) tas med. Delar, baser, mål och jämförelser läses ut ur täljare,\n"
        "nämnare och gruppernas namn; se efter att det blev rätt.\n\n"
        "## Jämföra med det som Stegvis räknar\n\n"
        "`stegvis project figures KOD FIL` sparar siffrorna i projektet. De visas på sidan Tryckt och räknat bredvid\n"
        "släppta resultat. `date` ska då vara en dag (ÅÅÅÅ-MM-DD) och `recount` säga vilken tabell som svarar:\n"
        "`{indicator: work_or_studies, base: ended, by: {sex: F}}`, vid fördelningar också `destinations: [work]`.\n\n"
        "Sidan skapas av `stegvis docs printed`.\n"
    )
