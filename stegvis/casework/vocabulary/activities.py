"""The lists of activities: what they are, how they are held, and why somebody was away."""

from dataclasses import dataclass

from stegvis.base.vocabulary import Term, Vocabulary

ACTIVITY_MODES = Vocabulary(
    [
        Term("on_site", "På plats", "On site", ("fysiskt",)),
        Term("digital", "Digitalt", "Digital"),
        Term("outdoors", "Utomhus", "Outdoors", ("ute",)),
        Term("home_visit", "Hembesök", "Home visit"),
    ]
)


@dataclass(frozen=True)
class ActivityKind(Term):
    """A kind of activity. `track` is what a form suggests; `task_area`: participants take turns there (ACT-10)."""

    track: str = "internal"
    task_area: bool = False


ACTIVITY_KINDS = Vocabulary(
    [
        ActivityKind("wellness", "Friskvård", "Wellness", track="health"),
        ActivityKind("nada", "NADA", "NADA", track="health"),
        ActivityKind("joint_wellness", "Gemensam friskvård", "Joint wellness", track="health"),
        ActivityKind("walk_and_talk", "Promenad och prat", "Walk and talk", track="health"),
        ActivityKind("health_school", "Hälsoskola", "Health school", track="health"),
        ActivityKind("mini_lecture", "Miniföreläsning", "Mini lecture", track="study"),
        ActivityKind("course", "Kurs", "Course", track="study"),
        ActivityKind("preparatory_course", "Preparandkurs", "Preparatory course", track="study"),
        ActivityKind("trial_studies", "Prova på studier", "Trial studies", track="study"),
        ActivityKind("driving_theory", "Körkortsteori", "Driving-licence theory", track="work"),
        ActivityKind("orientation", "Orienteringskurs Arbetsliv", "Orientation course Working life", track="study"),
        ActivityKind("study_visit", "Studiebesök", "Study visit", track="work"),
        ActivityKind("job_search_support", "Stöd att söka jobb", "Job-search support", track="work"),
        ActivityKind("job_search_time", "Tid att söka jobb", "Time to apply for jobs", track="work"),
        ActivityKind("labour_market", "Arbetsmarknadskunskap", "Labour-market knowledge", track="work"),
        ActivityKind("vocational_training", "Kort yrkesutbildning", "Short vocational training", track="work"),
        ActivityKind("abroad", "Praktik utomlands", "Internship abroad", track="work"),
        ActivityKind("task_area", "Arbetsuppgifter att prova", "Tasks to try", track="work", task_area=True),
        ActivityKind("shop", "Butik eller återbruk", "Shop or reuse", track="work", task_area=True),
        ActivityKind("meeting", "Möte", "Meeting"),
        ActivityKind("home_visit", "Hembesök", "Home visit"),
        ActivityKind("communication", "Kommunikationsträning", "Communication training"),
        ActivityKind("social_training", "Social träning", "Social training"),
        ActivityKind("equality_training", "Jämställdhet och lika rättigheter", "Equality and equal rights"),
        ActivityKind("closing_event", "Gemensam avslutning", "Closing event"),
        ActivityKind("joint_day", "Gemensam dag med andra kommuner", "Joint day with other municipalities"),
        ActivityKind("other", "Annat", "Other"),
    ]
)

SESSION_STATES = Vocabulary([Term("planned", "Planerat", "Planned"), Term("cancelled", "Inställt", "Cancelled")])

BOOKING_STATES = Vocabulary(
    [
        Term("booked", "Bokad", "Booked"),
        Term("waiting", "På väntelista", "On the waiting list"),
        Term("cancelled", "Avbokad", "Cancelled"),
    ]
)

#: Why a booking came to an end. `left`: the enrolment that gave the right to book is over.
BOOKING_ENDS = Vocabulary(
    [
        Term("asked", "Avbokad", "Cancelled"),
        Term("left", "Enheten kan inte längre boka här", "The unit can no longer book here"),
    ]
)

ATTENDANCE_STATES = Vocabulary([Term("present", "Närvarande", "Present"), Term("absent", "Borta", "Absent")])

#: Why somebody was away. Words may be changed by an installation; the codes stay.
ABSENCE_REASONS = Vocabulary(
    [
        Term("ill", "Sjuk", "Ill", ("sjukdom",)),
        Term("child_ill", "Vård av barn", "Care of a child", ("vab",)),
        Term("appointment", "Annat möte eller vårdbesök", "Another appointment"),
        Term("work_or_studies", "Arbetade eller studerade", "Was at work or studying"),
        Term("travel", "Kunde inte ta sig hit", "Could not get here", ("resa",)),
        Term("not_well", "Orkade inte", "Did not feel up to it"),
        Term("leave", "Ledig efter överenskommelse", "Leave as agreed", ("ledighet",)),
        Term("unknown", "Hörde inte av sig", "No word", ("okänd", "ogiltig frånvaro")),
        Term("other", "Annan orsak", "Another reason"),
    ],
    live="absence_reasons",
)

INTERPRETER_KINDS = Vocabulary(
    [
        Term("interpreter", "Tolk", "Interpreter"),
        Term("peer", "Flerspråkig deltagare", "Bilingual participant"),
    ]
)

INTERPRETER_STATES = Vocabulary(
    [
        Term("wanted", "Behöver bokas", "To be booked"),
        Term("booked", "Bokad", "Booked"),
        Term("cancelled", "Avbokad", "Cancelled"),
    ]
)

ACTIVITY_NOTICES = Vocabulary(
    [
        Term("moved", "Flyttat", "Moved"),
        Term("cancelled", "Inställt", "Cancelled"),
        Term("mode", "Nytt sätt att träffas", "New way to meet"),
        Term("place", "Ny plats", "New place"),
        Term("place_free", "Plats från väntelistan", "A place from the waiting list"),
    ]
)

WISH_KINDS = Vocabulary(
    [
        Term("topic", "Ämne att höra om", "Topic to hear about"),
        Term("visit", "Plats att besöka", "Place to visit"),
        Term("tasks", "Arbetsuppgifter att prova", "Tasks to try"),
    ]
)

WISH_STATES = Vocabulary(
    [
        Term("open", "Önskad", "Wished for"),
        Term("planned", "Planerad", "Planned"),
        Term("done", "Genomförd", "Held"),
        Term("declined", "Blir inte av", "Will not be held"),
    ]
)
