"""Words of mapping: kinds of question, who was present, areas of life, needs and barriers."""

from stegvis.base.vocabulary import Term, Vocabulary

#: `notice` asks nothing: words (and perhaps a link or a proposed step) that show when an answer calls for them.
QUESTION_KINDS = Vocabulary(
    [
        Term("short_text", "Kort text", "Short text"),
        Term("long_text", "Lång text", "Long text"),
        Term("one_choice", "Ett val", "One choice"),
        Term("several_choices", "Flera val", "Several choices"),
        Term("scale", "Skala 1–5", "Scale 1–5"),
        Term("yes_no", "Ja eller nej", "Yes or no"),
        Term("date", "Datum", "Date"),
        Term("notice", "Upplysning (ingen fråga)", "Notice (no question)"),
    ]
)

#: What a section is about. A consent to share with others names these, never single questions (MAP-02).
INFORMATION_KINDS = Vocabulary(
    [
        Term("strengths", "Styrkor och intressen", "Strengths and interests"),
        Term("influence", "Inflytande", "Influence"),
        Term("work", "Arbete och studier", "Work and studies"),
        Term("schooling", "Skolgång", "Schooling"),
        Term("language", "Språk och sfi", "Language and Swedish for immigrants"),
        Term("mobility", "Körkort och resor", "Driving licence and travel"),
        Term("digital", "Digital vana", "Digital skills"),
        Term("home", "Boende och omsorg", "Home and care"),
        Term("economy", "Ekonomi och skulder", "Economy and debts"),
        Term("surroundings", "Hinder i omgivningen", "Barriers in the surroundings"),
        Term("health", "Hälsa", "Health"),
        Term("other", "Annat", "Other"),
    ]
)

FORM_STATES = Vocabulary(
    [Term("draft", "Utkast", "Draft"), Term("published", "Publicerad", "Published")],
)

MAPPING_STATES = Vocabulary([Term("open", "Pågår", "Going on"), Term("done", "Klar", "Done")])

#: Who took part in a sitting, beside the one who wrote (MAP-02).
PRESENT = Vocabulary(
    [
        Term("participant", "Deltagaren", "The participant"),
        Term("unit", "Kollega på enheten", "Colleague at the unit"),
        Term("income_support", "Försörjningsstöd", "Income support"),
        Term("social_insurance", "Försäkringskassan", "Social Insurance Agency"),
        Term("employment_service", "Arbetsförmedlingen", "Employment Service"),
        Term("health_care", "Vården", "Health care"),
        Term("interpreter", "Tolk", "Interpreter"),
        Term("relative", "Närstående", "Somebody close"),
        Term("other", "Någon annan", "Somebody else"),
    ]
)

#: The eight areas of the life wheel, in the order in which they are drawn, clockwise from the top (MAP-04).
LIFE_AREAS = Vocabulary(
    [
        Term("work_study", "Arbete och studier", "Work and studies"),
        Term("economy", "Ekonomi", "Economy"),
        Term("home", "Boende", "Home"),
        Term("body", "Kropp och sömn", "Body and sleep"),
        Term("mind", "Tankar och känslor", "Thoughts and feelings"),
        Term("close", "Familj och nära", "Family and close ones"),
        Term("friends", "Vänner och sammanhang", "Friends and belonging"),
        Term("leisure", "Fritid och glädje", "Leisure and joy"),
    ]
)
