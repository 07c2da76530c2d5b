"""The indicators we have. To change a rule, change the definition here and raise its version."""

from stegvis.evaluation.codes import DESTINATIONS, REPORTING_GROUPS, STILL_ENROLLED
from stegvis.evaluation.definitions import Base, Cell, Dimension, IndicatorDefinition, Kind, Numerator, Reading, Words

DESTINATION_WORDS: dict[str, Words] = {
    "work": Words(sv="Arbete", en="Work"),
    "studies": Words(sv="Studier", en="Studies"),
    "internship": Words(sv="Praktik", en="Internship"),
    "job_seeking": Words(sv="Söker arbete", en="Seeking work"),
    "other_municipal": Words(sv="Annan kommunal verksamhet", en="Other municipal support"),
    "coordination_association": Words(sv="Samordningsförbundet", en="Coordination association"),
    "employment_service": Words(sv="Arbetsförmedlingen", en="Employment service"),
    "social_insurance": Words(sv="Försäkringskassan", en="Social insurance agency"),
    "correct_compensation": Words(sv="Rätt ersättning", en="The right benefit"),
    "daily_activity": Words(sv="Daglig verksamhet", en="Daily activity"),
    "care_or_illness": Words(sv="Vård eller sjukdom", en="Care or illness"),
    "parental_leave": Words(sv="Föräldraledig", en="Parental leave"),
    "pension": Words(sv="Pension", en="Pension"),
    "moved": Words(sv="Flyttat", en="Moved away"),
    "no_contact": Words(sv="Ingen kontakt", en="No contact"),
    "own_request": Words(sv="På egen begäran", en="At own request"),
    "transferred": Words(sv="Vidare i ordinarie verksamhet", en="Goes on in ordinary operation"),
    "deceased": Words(sv="Avliden", en="Deceased"),
    "other": Words(sv="Annat", en="Other"),
    STILL_ENROLLED: Words(sv="Fortfarande inskrivna", en="Still enrolled"),
}
"""Names of destinations and reporting groups in results."""

_SEX = Dimension.SEX
_PLACE_AND_SEX = ((), (Dimension.MUNICIPALITY,), (_SEX,), (Dimension.MUNICIPALITY, _SEX))
_BY_ONE = [one for one in Dimension if one not in (Dimension.MUNICIPALITY, Dimension.HALF_YEARS_IN, _SEX)]
_ALL_SPLITS = (*_PLACE_AND_SEX, *(split for one in _BY_ONE for split in ((one,), (one, _SEX))))
CROSSED_SPLITS = (
    (Dimension.MUNICIPALITY, Dimension.AGE_GROUP),
    (Dimension.MUNICIPALITY, Dimension.HALF_YEARS_IN),
    (Dimension.AGE_GROUP, Dimension.HALF_YEARS_IN),
)
"""Tables by two dimensions at once. They tell how many there are, and how many reached work or studies."""

_ALL_BASES = (Base.ENDED, Base.ENROLLED, Base.ENDED_NOT_TRANSFERRED)

_STARTED = Words(
    sv="Första starten senast på mätdagen. Senare starter och avslut finns inte.",
    en="First start no later than the measuring date. Later starts and ends do not exist.",
)
_ENDED = Words(
    sv="Läget på mätdagen: den senaste inskrivningen som har börjat avgör om, när och vart personen avslutades.",
    en="As things stood on the measuring date: the last enrolment started by then decides whether, when and where "
    "the person left.",
)
_PARTICIPATION = Words(
    sv="En deltagarpost per person och projekt, som i Europeiska socialfondens uppföljning: uppgifter vid start från "
    "första inskrivningen, uppgifter vid avslut från den sista (förordning (EU) 2021/1057, bilaga I).",
    en="One participation record per person and project, as in the follow-up of the European Social Fund: facts at "
    "entry from the first enrolment, facts at exit from the last (Regulation (EU) 2021/1057, Annex I).",
)
_FIGURE_SHARE = Words(
    sv="Delen med Wilsons intervall (Wilson 1927; Newcombe 1998). Deltagarpost som i ESF:s uppföljning "
    "(förordning (EU) 2021/1057, bilaga I).",
    en="The share with Wilson's interval (Wilson 1927; Newcombe 1998). Participation record as in ESF follow-up "
    "(Regulation (EU) 2021/1057, Annex I).",
)
_FIGURE_MEDIAN = Words(
    sv="Medianen med intervall ur ordnade värden, utan antagande om fördelning (Conover 1999, avsnitt 3.2).",
    en="The median with an interval from ordered values, without assuming a distribution (Conover 1999, section 3.2).",
)
_BY_BASE = Words(
    sv="Personerna i vald bas: alla avslutade, alla inskrivna eller avslutade utom överförda.",
    en="The people in the chosen base: everyone who ended, everyone enrolled, or ended but not transferred.",
)
_EVERYONE = Words(
    sv="Unika personer med minst en inskrivning i projektet, räknade på projektets pseudonym.",
    en="Unique people with at least one enrolment in the project, counted by the project's pseudonym.",
)
_EVERYONE_ENDED = Words(
    sv="Unika personer vars senaste inskrivning är avslutad. Den som har kommit tillbaka räknas inte som avslutad.",
    en="Unique people whose last enrolment has ended. Someone who has come back does not count as ended.",
)

PARTICIPANTS = IndicatorDefinition(
    id="participants",
    version=1,
    kind=Kind.COUNT,
    population=Base.ENROLLED,
    numerator=Numerator(counts="persons"),
    breakdowns=(*_ALL_SPLITS, *CROSSED_SPLITS),
    reading=Reading(
        title=Words(sv="Deltagare", en="Participants"),
        sentence=Words(
            sv="Så många har varit inskrivna i projektet; var och en räknas en gång.",
            en="This many people have been enrolled in the project; each is counted once.",
        ),
        who=_EVERYONE,
        what=Words(sv="Varje person räknas en gång.", en="Each person counts once."),
        when=_STARTED,
        source=_PARTICIPATION,
    ),
)

ENDED = IndicatorDefinition(
    id="ended",
    version=1,
    kind=Kind.COUNT,
    population=Base.ENDED,
    numerator=Numerator(counts="persons"),
    breakdowns=(*_ALL_SPLITS, *CROSSED_SPLITS),
    reading=Reading(
        title=Words(sv="Avslutade", en="Ended"),
        sentence=Words(
            sv="Så många av deltagarna hade avslutats på mätdagen.",
            en="This many of the participants had ended by the measuring date.",
        ),
        who=_EVERYONE_ENDED,
        what=Words(sv="Varje person räknas en gång.", en="Each person counts once."),
        when=_ENDED,
        source=_PARTICIPATION,
    ),
)

EXIT_DESTINATION = IndicatorDefinition(
    id="exit_destination",
    version=1,
    kind=Kind.DISTRIBUTION,
    population=Base.ENDED,
    bases=_ALL_BASES,
    numerator=Numerator(
        counts="headline_exit",
        cells=tuple(
            Cell(code=code, destinations=gathered, words=DESTINATION_WORDS[code])
            for code, gathered in REPORTING_GROUPS.items()
        ),
    ),
    breakdowns=_ALL_SPLITS,
    reading=Reading(
        title=Words(sv="Vart deltagarna gick", en="Where participants went"),
        sentence=Words(
            sv="Så fördelar sig personerna på vart de gick vidare.",
            en="This is how people spread over where they went next.",
        ),
        who=_BY_BASE,
        what=Words(
            sv="Huvudutfallet: ett per person. Fem grupper: arbete, studier, praktik, söker arbete och annat. "
            "Med alla inskrivna som bas tillkommer gruppen fortfarande inskrivna.",
            en="The headline destination: one per person. Five groups: work, studies, internship, seeking work and "
            "other. With everyone enrolled as base there is also the group still enrolled.",
        ),
        when=_ENDED,
        source=_FIGURE_SHARE,
    ),
)

EXIT_DESTINATION_DETAILED = IndicatorDefinition(
    id="exit_destination_detailed",
    version=1,
    kind=Kind.DISTRIBUTION,
    population=Base.ENDED,
    bases=_ALL_BASES[:2],
    numerator=Numerator(
        counts="headline_exit",
        cells=tuple(Cell(code=code, destinations=(code,), words=DESTINATION_WORDS[code]) for code in DESTINATIONS),
    ),
    breakdowns=_PLACE_AND_SEX,
    reading=Reading(
        title=Words(sv="Vart deltagarna gick, i detalj", en="Where participants went, in detail"),
        sentence=Words(
            sv="Så fördelar sig personerna på vart de gick vidare, med varje utfall för sig.",
            en="This is how people spread over where they went next, each destination by itself.",
        ),
        who=_BY_BASE,
        what=Words(
            sv="Huvudutfallet: ett per person, i alla utfall som ett underlag får innehålla. Misskötsamhet och "
            "frihetsberövande räknas som annan kommunal verksamhet.",
            en="The headline destination: one per person, over every destination an extract may hold. Misconduct and "
            "imprisonment count as other municipal support.",
        ),
        when=_ENDED,
        source=_FIGURE_SHARE,
    ),
)

WORK_OR_STUDIES = IndicatorDefinition(
    id="work_or_studies",
    version=1,
    kind=Kind.SHARE,
    population=Base.ENDED,
    bases=_ALL_BASES,
    numerator=Numerator(counts="any_exit", destinations=("work", "studies")),
    breakdowns=_ALL_SPLITS,
    reading=Reading(
        title=Words(sv="Till arbete eller studier", en="To work or studies"),
        sentence=Words(
            sv="Så stor del gick till arbete, studier eller båda.",
            en="This share went to work, studies or both.",
        ),
        who=_BY_BASE,
        what=Words(
            sv="Minst ett av utfallen i den senaste inskrivningen är arbete eller studier, även om huvudutfallet är "
            "ett annat. Talet kan därför vara högre än arbete och studier i fördelningen tillsammans.",
            en="At least one exit of the last enrolment is work or studies, even when the headline is another. The "
            "number can therefore be higher than work and studies together in the distribution.",
        ),
        when=_ENDED,
        source=_FIGURE_SHARE,
    ),
)

WORK_OR_STUDIES_CROSSED = IndicatorDefinition(
    id="work_or_studies_crossed",
    version=1,
    kind=Kind.SHARE,
    population=Base.ENDED,
    bases=_ALL_BASES[:2],
    numerator=Numerator(counts="any_exit", destinations=("work", "studies")),
    breakdowns=((), *CROSSED_SPLITS),
    reading=Reading(
        title=Words(
            sv="Till arbete eller studier, i grupper av två slag", en="To work or studies, in groups of two kinds"
        ),
        sentence=Words(
            sv="Så stor del gick till arbete, studier eller båda, uppdelat på två saker på en gång.",
            en="This share went to work, studies or both, split by two things at once.",
        ),
        who=_BY_BASE,
        what=Words(
            sv="Räknas som Till arbete eller studier. Den här uppdelningen används för att jämföra kommuner som om "
            "deltagarna var lika gamla, och för att visa hur lång tid det tar.",
            en="Counted as To work or studies. This split serves to compare municipalities as if participants were of "
            "the same age, and to show how long it takes.",
        ),
        when=_ENDED,
        source=_FIGURE_SHARE,
    ),
)

DURATION = IndicatorDefinition(
    id="duration",
    version=1,
    kind=Kind.MEDIAN_DURATION,
    population=Base.ENDED,
    numerator=Numerator(counts="days_first_start_to_last_end"),
    breakdowns=_ALL_SPLITS,
    reading=Reading(
        title=Words(sv="Tid i projektet", en="Time in the project"),
        sentence=Words(
            sv="Hälften av de avslutade var i projektet kortare tid än så här, hälften längre.",
            en="Half of those who ended were in the project for less time than this, half for more.",
        ),
        who=_EVERYONE_ENDED,
        what=Words(
            sv="Dagar från första start till sista avslut, uppehåll inräknade. Medianen.",
            en="Days from first start to last end, breaks included. The median.",
        ),
        when=_ENDED,
        source=_FIGURE_MEDIAN,
    ),
)

INDICATORS: dict[str, IndicatorDefinition] = {
    definition.id: definition
    for definition in (
        PARTICIPANTS,
        ENDED,
        EXIT_DESTINATION,
        EXIT_DESTINATION_DETAILED,
        WORK_OR_STUDIES,
        WORK_OR_STUDIES_CROSSED,
        DURATION,
    )
}
"""Every indicator by its id, in the order in which they are listed."""

DIMENSION_WORDS: dict[Dimension, Words] = {
    Dimension.MUNICIPALITY: Words(sv="Kommun", en="Municipality"),
    Dimension.TARGET_GROUP: Words(sv="Målgrupp", en="Target group"),
    Dimension.INFLOW_CHANNEL: Words(sv="Inflöde", en="Inflow channel"),
    Dimension.MONTH: Words(sv="Startmånad", en="Month of start"),
    Dimension.AGE_GROUP: Words(sv="Ålder vid start", en="Age at start"),
    Dimension.START_HALF_YEAR: Words(sv="Halvår för start", en="Half-year of start"),
    Dimension.TIME_IN: Words(sv="Tid i projektet", en="Time in the project"),
    Dimension.HALF_YEARS_IN: Words(sv="Tid i projektet, halvår", en="Time in the project, half-years"),
    Dimension.SEX: Words(sv="Kön", en="Sex"),
}
"""Names of the columns. A person can be in several target groups, so those rows do not sum to the whole."""

NOT_ADDITIVE: frozenset[Dimension] = frozenset({Dimension.TARGET_GROUP})
"""Dimensions whose rows overlap: a person can stand in several of them, or in none."""
