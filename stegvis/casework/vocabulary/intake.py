"""Words of what is looked at when somebody comes in."""

from stegvis.base.vocabulary import Term, Vocabulary

#: Why somebody neither works nor studies (UVAS), as the person puts it.
UVAS_REASONS = Vocabulary(
    [
        Term("health", "Hälsan", "Health"),
        Term("left_school", "Avbröt skolan", "Left school"),
        Term("no_work", "Fick inget arbete", "Found no work"),
        Term("care_of_others", "Tar hand om någon annan", "Cares for somebody"),
        Term("moved", "Flytt eller ny i landet", "Moved or new in the country"),
        Term("other", "Annat", "Something else"),
        Term("unknown", "Vet inte än", "Not known yet"),
    ]
)

#: Groups for whom more care is taken. Seen only by those whose role reaches the person with a right of its own.
VULNERABLE_GROUPS = Vocabulary(
    [
        Term("new_youth", "Ung och ny i landet", "Young and new in the country"),
        Term("foreign_born_youth", "Ung och född utomlands", "Young and born abroad"),
        Term("disability", "Funktionsnedsättning", "Disability"),
        Term("mental_health", "Skör psykisk hälsa", "Fragile mental health"),
        Term("risk_use", "Riskbruk", "Risk use"),
    ]
)

#: What came of looking at a co-applicant of a household with income support.
CO_APPLICANT_RESULTS = Vocabulary(
    [
        Term("not_asked", "Inte tillfrågad än", "Not asked yet"),
        Term("referred", "Anmäld hit", "Referred here"),
        Term("elsewhere", "Har annan insats", "Has another intervention"),
        Term("works", "Arbetar eller studerar", "Works or studies"),
        Term("declined", "Vill inte nu", "Does not want to now"),
    ]
)

EXCEPTION_KINDS = Vocabulary(
    [
        Term("target_group", "Utanför enhetens målgrupper", "Outside the unit's target groups"),
        Term("delimitation", "Trots en avgränsning", "In spite of a delimitation"),
        Term("stop", "Trots intagsstopp", "In spite of a stop of new enrolments"),
    ]
)

EXCEPTION_STATES = Vocabulary(
    [
        Term("asked", "Väntar på beslut", "Waits for a decision"),
        Term("approved", "Godkänt", "Approved"),
        Term("refused", "Inte godkänt", "Not approved"),
    ]
)
