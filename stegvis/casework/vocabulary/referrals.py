"""Words of what comes in before anybody is enrolled."""

from stegvis.base.vocabulary import Term, Vocabulary

REFERRAL_STATES = Vocabulary(
    [
        Term("waiting", "Väntar på kontakt", "Waiting for contact"),
        Term("start_booked", "Startmöte bokat", "Start meeting booked"),
        Term("waiting_list", "Står i kö", "On the waiting list"),
        Term("enrolled", "Ledde till inskrivning", "Led to enrolment"),
        Term("advised", "Fick råd utan inskrivning", "Got advice without enrolment"),
        Term("declined", "Ledde inte till inskrivning", "Did not lead to enrolment"),
        Term("unreachable", "Gick inte att nå", "Could not be reached"),
    ]
)

#: Somebody still has to do something.
OPEN_REFERRALS = ("waiting", "start_booked", "waiting_list")
#: It came to something else than an enrolment.
NO_ENROLMENT = ("advised", "declined", "unreachable")

WAIT_REASONS = Vocabulary(
    [
        Term("no_place", "Ingen ledig plats", "No free place"),
        Term("permit", "Väntar på uppehållstillstånd", "Waits for a residence permit"),
        Term("treatment", "Vård eller behandling pågår", "In care or treatment"),
        Term("childcare", "Väntar på barnomsorg", "Waits for childcare"),
        Term("own_wish", "Vill själv vänta", "Wishes to wait"),
        Term("other", "Annat", "Something else"),
    ]
)

#: What somebody got who is not to be enrolled.
ADVICE_KINDS = Vocabulary(
    [
        Term("guidance", "Vägledning till rätt ställe", "Guidance to the right place"),
        Term("job_search", "Jobbsökarhjälp", "Help with looking for work"),
        Term("instead_of_office", "Hjälp i stället för ett kontor som stängt", "Help instead of an office that closed"),
        Term("studies", "Råd om studier", "Advice about studies"),
        Term("money", "Råd om ersättning och ekonomi", "Advice about benefits and money"),
        Term("other", "Annat råd", "Other advice"),
    ]
)

OUTSIDE_REASONS = Vocabulary(
    [
        Term("age", "Fel ålder", "Outside the age range"),
        Term("elsewhere", "Bor i en annan kommun", "Lives in another municipality"),
        Term("group", "Hör inte till målgrupperna", "Not in the target groups"),
        Term("delimited", "Hindras av en avgränsning", "Kept out by a delimitation"),
        Term("works_or_studies", "Arbetar eller studerar redan", "Works or studies already"),
        Term("other_help", "Behöver annan hjälp först", "Needs other help first"),
        Term("not_outside", "Inom målgruppen, ville bara ha råd", "In the target group, wanted advice only"),
    ]
)
