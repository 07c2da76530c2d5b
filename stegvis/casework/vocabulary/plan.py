"""The words of the plan, and the moves of a step. No step ever "fails": it is done, changed, paused or learnt from."""

from stegvis.base.vocabulary import Term, Vocabulary

#: The three tracks of the method, and what the unit itself must do.
TRACKS = Vocabulary(
    [
        Term("health", "Hälsa", "Health"),
        Term("study", "Studier", "Studies"),
        Term("work", "Arbete", "Work"),
        Term("internal", "Internt", "Internal"),
    ]
)

RESPONSIBLE = Vocabulary(
    [
        Term("participant", "Deltagaren", "The participant"),
        Term("coach", "Handledaren", "The coach"),
        Term("partner", "Annan part", "Another party"),
    ]
)

STEP_STATES = Vocabulary(
    [
        Term("planned", "Planerat", "Planned"),
        Term("under_way", "Pågår", "Under way"),
        Term("paused", "Pausat", "Paused"),
        Term("done", "Klart", "Done"),
        Term("changed", "Ändrat", "Changed"),
        Term("learnt", "Lärdom", "Learnt from"),
    ]
)
#: A step that somebody is to take: it counts as a next step.
NEXT_STATES = ("planned", "under_way")
#: Not settled yet. A paused step is open, but nobody's next.
OPEN_STEP_STATES = (*NEXT_STATES, "paused")
SETTLED_STEP_STATES = ("done", "changed", "learnt")

#: From which state a step may come to which. A settled step can be taken up again; what was learnt stays with it.
STEP_MOVES: dict[str, tuple[str, ...]] = {
    "planned": ("under_way", "done", "paused", "changed", "learnt"),
    "under_way": ("done", "paused", "changed", "learnt", "planned"),
    "paused": ("planned", "under_way", "done", "changed", "learnt"),
    "done": ("under_way",),
    "changed": ("planned", "under_way"),
    "learnt": ("planned", "under_way"),
}

#: Why a step moved along with something else: the time in the project was closed, or the closing was undone.
STEP_MOVE_CAUSES = ("closing", "reopening")

#: What becomes of the steps that go on when the time in the project is closed.
STEPS_AT_CLOSING = Vocabulary(
    [
        Term("pause", "Pausa dem från sista dagen", "Pause them from the last day"),
        Term("keep", "Låt dem stå öppna", "Leave them open"),
    ]
)

#: How the participant agreed to the plan.
AGREED_HOW = Vocabulary(
    [
        Term("together", "Tillsammans vid ett möte", "Together at a meeting"),
        Term("paper", "På papper", "On paper"),
        Term("phone", "Per telefon", "By phone"),
    ]
)

#: What others have decided, inside which the person makes the plan.
FRAME_KINDS = Vocabulary(
    [
        Term("income_support", "Krav från försörjningsstödet", "Demand from income support"),
        Term("course_with_benefit", "Får läsa med bibehållen ersättning", "May study with kept benefit"),
        Term("temporary_job", "Tidsbegränsat jobb som slutar", "Temporary job that ends"),
        Term("agency_decision", "Beslut från myndighet", "Decision of an agency"),
        Term("health", "Läkarens råd eller intyg", "A doctor's advice or certificate"),
        Term("other", "Annan ram", "Another frame"),
    ]
)

#: Frames that always have a last day.
FRAMES_THAT_END = ("course_with_benefit", "temporary_job")

#: What the plan's dated statements are about. Each has its own short list of answers.
STATEMENTS = Vocabulary(
    [
        Term("pace", "Takt", "Pace"),
        Term("support", "Önskat stöd", "Support wished for"),
        Term("influence", "Önskat inflytande", "Influence wished for"),
    ]
)

PACES = Vocabulary(
    [
        Term("push", "Skynda på", "Push on"),
        Term("steady", "Håll takten", "Keep the pace"),
        Term("back_off", "Ta det lugnare", "Back off"),
    ]
)

SUPPORT_LEVELS = Vocabulary(
    [
        Term("close", "Mycket stöd", "Much support"),
        Term("regular", "Stöd ibland", "Support now and then"),
        Term("light", "Vill klara det mesta själv", "Wants to manage most things alone"),
        Term("on_call", "Hör av sig vid behov", "Gets in touch when needed"),
    ]
)

INFLUENCE_LEVELS = Vocabulary(
    [
        Term("decide", "Vill bestämma själv", "Wants to decide"),
        Term("together", "Vill bestämma tillsammans", "Wants to decide together"),
        Term("be_asked", "Vill bli tillfrågad", "Wants to be asked"),
        Term("not_now", "Vill inte ta ställning nu", "Does not want to say now"),
    ]
)

ANSWERS = {"pace": PACES, "support": SUPPORT_LEVELS, "influence": INFLUENCE_LEVELS}

#: Ways to a wished occupation.
ROUTE_KINDS = Vocabulary(
    [
        Term("study", "Studier", "Studies"),
        Term("internship", "Praktik", "Internship"),
        Term("apprentice", "Lärling", "Apprenticeship"),
        Term("job", "Jobb direkt", "Straight to a job"),
        Term("other", "Annan väg", "Another way"),
    ]
)

#: What became of something that was tried. There is no word for failure.
TRIED_RESULTS = Vocabulary(
    [
        Term("worked", "Fungerade", "Worked"),
        Term("partly", "Fungerade delvis", "Worked in part"),
        Term("not_now", "Passade inte just då", "Did not fit at the time"),
        Term("going_on", "Pågår", "Going on"),
    ]
)
