"""Plans to start from that the program brings. A unit makes its own beside them; whoever starts from one changes it."""

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class StartStep:
    """A step to start from. `after_weeks`: due so long after the start."""

    track: str
    sv: str
    en: str
    responsible: str = "coach"
    after_weeks: int | None = None

    @property
    def text(self) -> str:
        """The words in the reader's language."""
        return self.en if (get_language() or "sv").startswith("en") else self.sv


@dataclass(frozen=True)
class Start:
    """A plan to start from."""

    code: str
    sv: str
    en: str
    explanation_sv: str
    explanation_en: str
    steps: tuple[StartStep, ...]

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.en if (get_language() or "sv").startswith("en") else self.sv

    @property
    def explanation(self) -> str:
        """When it fits, in the reader's language."""
        return self.explanation_en if (get_language() or "sv").startswith("en") else self.explanation_sv


STARTS = (
    Start(
        "inside_first",
        "Först egen verksamhet, sedan extern praktik",
        "Own operations first, then external",
        "För den som vill pröva arbete i lugn takt innan en arbetsgivare utanför.",
        "For who wants to try work calmly before an employer outside.",
        (
            StartStep("internal", "Berätta om våra verksamheter och visa dem", "Show our own operations", "coach", 1),
            StartStep(
                "internal", "Prova på i vår egen verksamhet", "Try out in our own operations", "participant", 4
            ),
            StartStep("health", "Vad behövs för att må bra på jobbet?", "What is needed to feel well at work?",
                      "participant", 4),
            StartStep("work", "Följ upp: vad fungerar, vad vill du pröva ute?", "Follow up: what works, what next?",
                      "coach", 10),
            StartStep("work", "Hitta en praktikplats hos en arbetsgivare", "Find a placement with an employer",
                      "coach", 12),
            StartStep("work", "Praktik hos en arbetsgivare", "Placement with an employer", "participant", 14),
        ),
    ),
    Start(
        "parallel",
        "Hälsa, studier och arbete samtidigt",
        "Health, studies and work side by side",
        "Tre spår från första veckan, med var sin ansvarig.",
        "Three tracks from the first week, each with its owner.",
        (
            StartStep("health", "Välj en hälsoaktivitet att börja med", "Choose a health activity", "participant", 2),
            StartStep("study", "Boka studie- och yrkesvägledning", "Book study guidance", "coach", 2),
            StartStep("work", "Besök två arbetsplatser", "Visit two workplaces", "coach", 4),
            StartStep("internal", "Första gemensamma uppföljningen", "First joint follow-up", "coach", 6),
        ),
    ),
    Start(
        "half_half",
        "Halva tiden studier, halva praktik",
        "Half study, half placement",
        "När ersättningen får behållas under studierna. Skriv beslutet som en ram.",
        "When the benefit is kept while studying. Note the decision as a frame.",
        (
            StartStep("internal", "Få beslutet om bibehållen ersättning", "Get the decision on kept benefit",
                      "partner", 2),
            StartStep("study", "Sök kursen och börja läsa på halvtid", "Apply and begin at half time",
                      "participant", 4),
            StartStep("work", "Praktik på halvtid", "Placement at half time", "participant", 6),
        ),
    ),
    Start(
        "waiting",
        "Medan vi väntar på utredning",
        "While an investigation is awaited",
        "Så att väntetiden används.",
        "So that the waiting time is used.",
        (
            StartStep("internal", "Ring och fråga hur länge väntan blir", "Ask how long the wait will be", "coach", 1),
            StartStep("health", "Något som ger ork under tiden", "Something that gives strength meanwhile",
                      "participant", 2),
            StartStep("study", "Prova en kort kurs eller språkcafé", "Try a short course or language café",
                      "participant", 3),
        ),
    ),
)  # fmt: skip
