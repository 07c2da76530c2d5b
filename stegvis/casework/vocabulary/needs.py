"""Words of a participant's needs: what comes first, and how each stands."""

from stegvis.base.vocabulary import Term, Vocabulary

NEED_PRIORITIES = Vocabulary(
    [
        Term("now", "Först", "First"),
        Term("next", "Därefter", "Next"),
        Term("later", "Längre fram", "Later on"),
    ]
)

NEED_STATES = Vocabulary(
    [
        Term("open", "Kvar", "Open"),
        Term("met", "Tillgodosett", "Met"),
        Term("dropped", "Inte aktuellt", "Not relevant"),
    ]
)
