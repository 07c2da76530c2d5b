"""The words of what a participant does and gets on the way: applications, courses, trials, driving practice."""

from dataclasses import dataclass

from stegvis.base.vocabulary import Term, Vocabulary

ATTAINMENT_RESULTS = Vocabulary(
    [
        Term("done", "Klart", "Done"),
        Term("waiting", "Väntar på svar", "Waiting for an answer"),
        Term("interview", "Intervju", "Interview"),
        Term("yes", "Ja", "Yes"),
        Term("no", "Nej", "No"),
        Term("admitted", "Antagen", "Admitted"),
        Term("going_on", "Pågår", "Going on"),
        Term("completed", "Genomförd", "Completed"),
        Term("left_early", "Slutade i förtid", "Left early"),
        Term("wants_more", "Vill fortsätta", "Wants to go on"),
        Term("not_now", "Inte nu", "Not now"),
        Term("other_way", "Vill något annat", "Wants something else"),
        Term("passed", "Godkänd", "Passed"),
        Term("not_yet", "Inte än", "Not yet"),
    ]
)

#: From these one goes on to another result; the others are where it ended.
OPEN_RESULTS = ("waiting", "interview", "admitted", "going_on", "not_yet")


@dataclass(frozen=True)
class AttainmentKind(Term):
    """`results`: what it can come to, the first being what a form suggests. `timed`: minutes are noted, and summed.

    `learnt`: what was learnt must be told once it is over.
    """

    results: tuple[str, ...] = ("done",)
    timed: bool = False
    learnt: bool = False


_COURSE = ("going_on", "admitted", "completed", "left_early")
_TRIED = ("wants_more", "not_now", "other_way")

ATTAINMENT_KINDS = Vocabulary(
    [
        AttainmentKind("cv", "Cv", "CV"),
        AttainmentKind("letter", "Personligt brev", "Letter of application"),
        AttainmentKind("interview_practice", "Övat på intervju", "Practised an interview"),
        AttainmentKind(
            "job_application", "Sökt jobb", "Applied for a job", results=("waiting", "interview", "yes", "no")
        ),
        AttainmentKind(
            "study_application", "Sökt utbildning", "Applied for an education", results=("waiting", "admitted", "no")
        ),
        AttainmentKind(
            "compulsory_school", "Grundskola, behörighet", "Compulsory school, eligibility", results=_COURSE
        ),
        AttainmentKind("upper_secondary", "Gymnasieutbildning", "Upper-secondary education", results=_COURSE),
        AttainmentKind("preparatory_course", "Preparandkurs", "Preparatory course", results=_COURSE),
        AttainmentKind("vocational_training", "Kort yrkesutbildning", "Short vocational training", results=_COURSE),
        AttainmentKind("trial_studies", "Provat på studier", "Tried studies", results=("going_on", *_TRIED)),
        AttainmentKind("study_visit", "Studiebesök", "Study visit", results=_TRIED),
        AttainmentKind("driving_practice", "Övningskörning", "Driving practice", results=("done",), timed=True),
        AttainmentKind("driving_theory", "Teoriprov för körkort", "Driving theory test", results=("passed", "not_yet")),
        AttainmentKind("driving_test", "Uppkörning", "Driving test", results=("passed", "not_yet")),
        AttainmentKind(
            "abroad",
            "Praktik utomlands",
            "Internship abroad",
            results=("going_on", "completed", "left_early"),
            learnt=True,
        ),
    ]
)
