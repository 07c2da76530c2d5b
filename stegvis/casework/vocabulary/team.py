"""The words of the team around a participant: parties, parts, consents that lift secrecy, and what is handed out."""

from stegvis.base.vocabulary import Term, Vocabulary

#: What kind of party a contact belongs to.
PARTIES = Vocabulary(
    [
        Term("employment_service", "Arbetsförmedlingen", "Employment service", ("AF",)),
        Term("insurance_agency", "Försäkringskassan", "Social insurance agency", ("FK",)),
        Term("income_support", "Försörjningsstöd", "Income support"),
        Term("social_services", "Socialtjänst", "Social services", ("IFO",)),
        Term("health_care", "Hälso- och sjukvård", "Health care"),
        Term("school", "Skola och vuxenutbildning", "School and adult education"),
        Term("kaa", "Kommunens aktivitetsansvar", "Municipal responsibility for youth", ("KAA",)),
        Term("debt_counsellor", "Budget- och skuldrådgivning", "Budget and debt counselling"),
        Term("association", "Förening", "Association"),
        Term("employer", "Arbetsgivare", "Employer"),
        Term("other", "Annan", "Other"),
    ]
)

#: What somebody in the team answers for.
PARTS = Vocabulary(
    [
        Term("economy", "Ekonomi", "Economy"),
        Term("care", "Vård och hälsa", "Care and health"),
        Term("work", "Arbete", "Work"),
        Term("study", "Studier", "Studies"),
        Term("other", "Annat", "Other"),
    ]
)

#: The kinds of information a consent names, one by one.
INFORMATION = Vocabulary(
    [
        Term("plan", "Planen", "The plan"),
        Term("attendance", "Närvaro", "Attendance"),
        Term("contact_ways", "Kontaktuppgifter", "Contact details"),
        Term("economy", "Ekonomi och ersättning", "Economy and benefits"),
        Term("work", "Arbete och praktik", "Work and placement"),
        Term("study", "Studier", "Studies"),
        Term("health", "Hälsa", "Health"),
        Term("report", "Slutrapport", "Final report"),
    ]
)

#: How a consent was given.
GIVEN_HOW = Vocabulary(
    [
        Term("in_person", "Muntligt vid ett möte", "In person at a meeting"),
        Term("paper", "På papper", "On paper"),
        Term("phone", "Per telefon", "By phone"),
    ]
)

#: How it was taken back. A mistake never held.
WITHDRAWN_HOW = Vocabulary([*GIVEN_HOW, Term("mistake", "Den noterades av misstag", "It was noted by mistake")])

CONSENT_STATES = Vocabulary(
    [
        Term("coming", "Gäller senare", "Holds later"),
        Term("valid", "Gäller", "Holds"),
        Term("ended", "Har gått ut", "Has run out"),
        Term("withdrawn", "Återkallat", "Taken back"),
    ]
)

#: On what ground secrecy was broken: Offentlighets- och sekretesslagen (2009:400), 10 kap.
GROUNDS = Vocabulary(
    [
        Term("consent", "Samtycke (10 kap. 1 §)", "Consent (chapter 10, section 1)"),
        Term("duty", "Skyldighet i lag (10 kap. 28 §)", "Duty by law (chapter 10, section 28)"),
        Term("necessity", "Nödvändigt för arbetet (10 kap. 2 §)", "Necessary for the work (chapter 10, section 2)"),
        Term("general_clause", "Generalklausulen (10 kap. 27 §)", "The general clause (chapter 10, section 27)"),
        Term("other", "Annan laglig grund", "Another legal ground"),
    ]
)

#: The way something was handed out.
WAYS = Vocabulary(
    [
        Term("meeting", "Vid ett möte", "At a meeting"),
        Term("phone", "Per telefon", "By phone"),
        Term("secure_mail", "Säker e-post", "Secure e-mail"),
        Term("post", "Brev", "Letter"),
        Term("by_hand", "Lämnades i handen", "Handed over"),
    ]
)

MEETING_KINDS = Vocabulary(
    [
        Term("sip", "Samordnad individuell plan (SIP)", "Coordinated individual plan (SIP)"),
        Term("joint", "Gemensam uppföljning", "Joint follow-up"),
    ]
)

#: Who can have the overall responsibility for a coordinated plan.
PRINCIPALS = Vocabulary(
    [Term("municipality", "Kommunen", "The municipality"), Term("region", "Regionen", "The region")]
)
