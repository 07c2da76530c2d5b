"""What a person's final report can hold, and to whom it is given."""

from stegvis.base.vocabulary import Term, Vocabulary

REPORT_PARTS = Vocabulary(
    [
        Term("number", "Personnummer", "Identity number"),
        Term("goal", "Målet med egna ord", "The goal in own words"),
        Term("tried", "Vad som provats och vad som fungerat", "What was tried and what worked"),
        Term("steps", "Steg som är klara och vad vi lärt oss", "Steps done and what we learnt"),
        Term("activities", "Aktiviteter med timmar", "Activities with hours"),
        Term("support", "Stöd: kontakter och timmar", "Support: contacts and hours"),
        Term("readiness", "Redo för nästa steg", "Ready for the next step"),
        Term("outcome", "Vart personen gick och vem som tog emot", "Where the person went and who took over"),
        Term("remains", "Vad som återstår", "What remains"),
    ]
)
#: Ticked from the beginning: everything but the identity number.
USUAL_PARTS = tuple(code for code in REPORT_PARTS.codes if code != "number")

REPORT_RECEIVERS = Vocabulary(
    [
        Term("participant", "Deltagaren", "The participant"),
        Term("agency", "En myndighet eller annan part", "An agency or another party"),
    ]
)
