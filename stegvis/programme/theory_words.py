"""Words of the theory of change, the evaluation plan and the learning loop."""

from stegvis.base.vocabulary import Term, Vocabulary

#: From what there is to what lasts; an arrow goes from a layer to a later one.
LAYERS = Vocabulary(
    [
        Term(
            "resource", "Resurser", "Resources",
            explanation_sv="Det vi har att arbeta med: människor, tid, pengar, samarbeten.",
            explanation_en="What we have to work with: people, time, money, partners.",
        ),
        Term(
            "activity_organisation", "Aktiviteter i organisationen", "Activities in the organisation",
            explanation_sv="Det vi gör med personal, chefer och samarbeten.",
            explanation_en="What we do with staff, managers and partners.",
        ),
        Term(
            "activity_participant", "Aktiviteter med deltagare", "Activities with participants",
            explanation_sv="Det vi gör tillsammans med dem som får stöd.",
            explanation_en="What we do together with those who get support.",
        ),
        Term(
            "output", "Prestationer", "Outputs",
            explanation_sv="Det som går att räkna när aktiviteterna är gjorda.",
            explanation_en="What can be counted when the activities are done.",
        ),
        Term(
            "effect_short", "Effekter på kort sikt", "Effects in the short term",
            explanation_sv="Det som är annorlunda när stödet slutar.",
            explanation_en="What is different when the support ends.",
        ),
        Term(
            "effect_medium", "Effekter på medellång sikt", "Effects in the medium term",
            explanation_sv="Det som håller ett halvår eller ett år senare.",
            explanation_en="What holds half a year or a year later.",
        ),
        Term(
            "effect_long", "Effekter på lång sikt", "Effects in the long term",
            explanation_sv="Det som är annorlunda i samhället.",
            explanation_en="What is different in society.",
        ),
    ]
)  # fmt: skip

VERDICTS = Vocabulary(
    [
        Term("held", "Håller", "Holds"),
        Term("doubtful", "Tveksamt", "Doubtful"),
        Term("fell", "Håller inte", "Does not hold"),
    ]
)

METHODS = Vocabulary(
    [
        Term("register", "Uppgifter ur Stegvis", "Figures from Stegvis"),
        Term("survey", "Enkät", "Survey"),
        Term("interviews", "Intervjuer", "Interviews"),
        Term("focus_group", "Fokusgrupp", "Focus group"),
        Term("self_rating", "Självskattning", "Self-rating"),
        Term("observation", "Observation", "Observation"),
        Term("documents", "Dokument", "Documents"),
        Term("other", "Annat sätt", "Another way"),
    ]
)

STATUSES = Vocabulary(
    [
        Term("planned", "Planerad", "Planned"),
        Term("going_on", "Pågår", "Going on"),
        Term("answered", "Besvarad", "Answered"),
        Term("dropped", "Struken", "Dropped"),
    ]
)

#: How far a finding has come on its way round.
STAGES = Vocabulary(
    [
        Term("observed", "Sett", "Seen"),
        Term("reflected", "Tänkt", "Thought over"),
        Term("decided", "Beslutat", "Decided"),
        Term("followed_up", "Uppföljt", "Followed up"),
        Term("dismissed", "Lagt åt sidan", "Set aside"),
    ]
)

#: What a new version of the theory began with.
CHANGES = Vocabulary(
    [
        Term("call_changed", "Ändrade utlysningen", "Changed the call"),
        Term("box_added", "La till en ruta", "Added a box"),
        Term("box_changed", "Ändrade en ruta", "Changed a box"),
        Term("box_moved", "Flyttade en ruta", "Moved a box"),
        Term("box_retired", "Tog bort en ruta", "Took away a box"),
        Term("box_restored", "Tog tillbaka en ruta", "Took back a box"),
        Term("assumption_added", "La till ett antagande", "Added an assumption"),
        Term("assumption_changed", "Ändrade ett antagande", "Changed an assumption"),
        Term("assumption_retired", "Tog bort ett antagande", "Took away an assumption"),
        Term("assumption_reviewed", "Prövade ett antagande", "Reviewed an assumption"),
    ]
)
