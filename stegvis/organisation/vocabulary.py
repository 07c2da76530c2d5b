"""Kinds of organisation, and the municipalities known by name and code."""

from stegvis.base.vocabulary import Term, Vocabulary

KINDS = Vocabulary(
    [
        Term("municipality", "Kommun", "Municipality"),
        Term("regional_office", "Regionalt kansli", "Regional office", ("kommunförbund", "regionförbund")),
        Term("agency", "Myndighet", "Agency"),
        Term("coordination_association", "Samordningsförbund", "Coordination association"),
        Term("evaluator", "Utvärderare", "Evaluator"),
        Term("other", "Annan organisation", "Other organisation"),
    ]
)

#: Who in a unit may see the unit's participants (design: by assignment, the unit's by the unit's setting).
SIGHT = Vocabulary(
    [
        Term(
            "unit",
            "Alla i enhetens team ser enhetens deltagare",
            "Everyone in the unit's team sees the unit's participants",
        ),
        Term("own", "Var och en ser bara sina egna deltagare", "Each sees only their own participants"),
    ]
)
