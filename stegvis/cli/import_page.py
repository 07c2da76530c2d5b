"""docs/reference/import.md: the columns and words of the import, in Swedish, made from the program's own lists."""

from stegvis.casework.importing.columns import COLUMNS
from stegvis.casework.importing.files import MOST_ROWS
from stegvis.casework.vocabulary import DESTINATIONS, INFLOW_CHANNELS, REASONS, TARGET_GROUPS

_BROWSER = """## I webbläsaren

Under Import läser man in en fil, säger vilken kolumn som är vilken och vad filens egna ord betyder, ser vad som kommer
att hända och tar in de rader som går bra. Resten kommer tillbaka som en fil. Hur man gör står i
[Importera deltagare](../manual/sv/importera-deltagare.md).

- Det man har valt för rubriker och ord gäller nästa fil från samma organisation. Under Ihågkomna ord går det att se
  och ta bort.
- Filen ligger krypterad medan man väljer, högst ett dygn, och tas bort när raderna är intagna. Rader som inte togs in
  sparas i sju dagar.
- Raderna tas in i bakgrunden. Stannar servern går arbetet vidare där det var. Ingen rad tas in två gånger.

## Från ett annat system

Ett annat system skickar en fil till `POST /api/imports` med en nyckel som får importera deltagare. Det frågar efter
importen tills den är klar att ta in, läser vilka rader som inte går och varför, och tar in resten. Hur man gör står i
[beskrivningen av API:t](api.md). Importen når aldrig längre än nyckeln. Den som har skyddad identitet finns inte för
någon nyckel: en sådan rad tas om hand för hand. Är rubriker eller ord okända väljer man för dem på sidan, eller rättar
filen.

## Ångra en import

Allt som en import skrev om en person tas tillbaka, eller inget alls om något annat har rört personen sedan dess: en
ändring, ett avslut, en återöppning, en senare import. Att någon har läst om personen räknas inte. Personer som
importen lade in tas bort ur registret. Loggen behåller att det hände. Släppta resultat ändras inte.

`stegvis imports list` visar alla importer, även de som gjordes här på servern. `stegvis imports undo ID --reason SKÄL`
ångrar en.

"""

_RULES = """## Så fungerar importen

- En rad är en persons tid i projektet. Nyckeln är personnummer, projekt och startdatum.
- Finns raden inte skapas den. Har den redan skapats och raden nu har ett slutdatum avslutas den. Allt annat som skiljer
  sig är en konflikt som står i rapporten. Importen skriver aldrig över något.
- Tomt inflöde, tom målgrupp, orsak eller mottagare betyder att filen inget säger. Det som saknas visas som en lucka att
  fylla i.
- Samma fil två gånger ändrar ingenting. Avbryts importen finns bara hela rader kvar, och samma fil gör resten.
- En person kan ha flera rader i samma fil, bara tiderna inte överlappar. Den som kommer tillbaka behåller den väg in
  som var den första.
- Skiljer sig namnet från det i registret skrivs ingenting på raden: det kan vara fel personnummer.
- Utfall kan vara flera, med semikolon mellan. Orsak och mottagare skrivs då i samma ordning, också med semikolon.
- För utfallet Annat är orsaken den förklaring som krävs.
- Har en person bytt nummer skrivs det förra i kolumnen `tidigare nummer`. Raden hittar då samma person, som får det nya
  numret. Står båda numren i registret som två personer är det en konflikt.
- En nolla först i numret som kalkylbladet har tagit bort läggs tillbaka när cellen är ett tal. Har kalkylbladet skrivit
  numret som en potens av tio och tappat siffror avvisas raden.
- Den som är utanför projektets åldrar avvisas om inte kolumnen `åldersundantag` säger varför personen deltar.
- Har enheten valt målgrupper avvisas den som inte tillhör någon av dem, om inte kolumnen `målgruppsundantag` säger
  varför personen deltar. Den som leder enheten tar ställning till undantaget, precis som vid inskrivning på skärmen.
- Tar enheten inte emot nya i projektet den dag personen börjar avvisas raden, om inte kolumnen `stoppundantag` säger
  varför personen skrivs in. Också det undantaget tar den som leder enheten ställning till.
- Datum skrivs ÅÅÅÅ-MM-DD. Även datumceller, ÅÅÅÅMMDD och d/m/åååå går bra.
- Rader vars första cell börjar med # hoppas över. Filer får vara Excel (.xlsx, .xls), OpenDocument (.ods) eller CSV.
  Formler läses som sina värden.
"""


def page() -> str:
    """The page in Markdown."""
    columns = "\n".join(
        f"| `{c.name}` | `{c.english}` | {'ja' if c.required else 'nej'} | {c.explanation_sv} |" for c in COLUMNS
    )
    lists = (("Inflöde", INFLOW_CHANNELS), ("Målgrupper", TARGET_GROUPS), ("Utfall", DESTINATIONS), ("Orsak", REASONS))
    words = "\n".join(_words(title, terms) for title, terms in lists)
    return (
        "# Importera deltagare\n\n"
        "`stegvis import-template FIL.xlsx` ger en tom lista. "
        "`stegvis import-participants FIL --project KOD --dry-run`\n"
        "visar vad som skulle hända. Med `--rejects UT.xlsx` skrivs avvisade rader till en fil som kan rättas och\n"
        "importeras igen. Med `--remembered ORGANISATION` läses rubriker och ord som organisationen har valt i\n"
        f"webbläsaren. En fil får ha högst {MOST_ROWS} rader.\n\n{_BROWSER}"
        f"{_RULES}\n## Kolumner\n\n"
        "Rubrikerna får skrivas på svenska eller engelska, med stora eller små bokstäver.\n\n"
        f"| Kolumn | Engelska | Måste finnas | Betydelse |\n| --- | --- | --- | --- |\n{columns}\n\n"
        f"## Ord\n\nKoden eller ordet på svenska eller engelska går lika bra.\n\n{words}\n"
        "Sidan skapas av `stegvis docs import`.\n"
    )


def _words(title: str, terms) -> str:
    rows = "\n".join(f"| `{term.code}` | {term.sv} | {term.en} | {', '.join(term.synonyms)} |" for term in terms)
    return f"### {title}\n\n| Kod | Svenska | Engelska | Förstås också |\n| --- | --- | --- | --- |\n{rows}\n"
