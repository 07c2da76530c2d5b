"""What a rule finds, and what the rules are called."""

from dataclasses import dataclass

from stegvis.evaluation.definitions import Words

#: Every rule with what it looks for.
RULES: dict[str, Words] = {
    "count_exceeds_base": Words(sv="Delen är större än det hela", en="The part is larger than the whole"),
    "share_recounted": Words(sv="Andelen stämmer inte med sina egna antal", en="The share does not fit its own counts"),
    "share_impossible": Words(sv="Inget helt antal ger andelen", en="No whole number gives the share"),
    "parts_do_not_sum": Words(sv="Delarna blir inte summan", en="The parts do not make the sum"),
    "percentages_not_100": Words(sv="Procenten blir inte hundra", en="The percentages do not make a hundred"),
    "two_values": Words(sv="Två tal för samma sak", en="Two values for one quantity"),
    "bases_differ": Words(sv="Andelar av olika grupper jämförs", en="Shares of different groups are compared"),
    "goal_depends_on_reading": Words(
        sv="Målet nås bara med ett sätt att räkna", en="The goal holds only with one way to count"
    ),
}


@dataclass(frozen=True)
class Finding:
    """One contradiction: the rule, its figures, why, and what could be done. `id` is the same every time."""

    rule: str
    figures: tuple[str, ...]
    explanation: Words
    suggestion: Words
    about: str = ""

    @property
    def id(self) -> str:
        """Rule and figures, as one word without spaces."""
        return ":".join(filter(None, (self.rule, self.about, *self.figures)))

    @property
    def title(self) -> Words:
        """What the rule looks for."""
        return RULES[self.rule]

    def to_json(self) -> dict:
        """As `stegvis check-figures --format json` prints it."""
        return {
            "id": self.id,
            "rule": self.rule,
            "figures": list(self.figures),
            "explanation": {"sv": self.explanation.sv, "en": self.explanation.en},
            "suggestion": {"sv": self.suggestion.sv, "en": self.suggestion.en},
        }
