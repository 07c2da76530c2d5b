"""Where an import stands."""

from stegvis.base.vocabulary import Term, Vocabulary

IMPORT_STATES = Vocabulary(
    [
        Term("working", "Filen läses", "Reading the file"),
        Term("columns", "Väntar på kolumner", "Waiting for columns"),
        Term("words", "Väntar på ord", "Waiting for words"),
        Term("ready", "Klar att tas in", "Ready to be taken in"),
        Term("taking", "Tas in", "Being taken in"),
        Term("done", "Intagen", "Taken in"),
        Term("failed", "Gick inte att läsa", "Could not be read"),
        Term("cancelled", "Avbruten", "Cancelled"),
        Term("expired", "För gammal", "Expired"),
        Term("undoing", "Ångras", "Being undone"),
        Term("undone", "Ångrad", "Undone"),
        Term("partly_undone", "Delvis ångrad", "Partly undone"),
    ]
)

#: States in which somebody still chooses: the file is kept, and the choices may change.
OPEN_STATES = frozenset({"working", "columns", "words", "ready"})
#: States in which the queue is at work.
BUSY_STATES = frozenset({"working", "taking", "undoing"})
#: States in which an import has written rows that may be undone.
TAKEN_STATES = frozenset({"done", "undoing", "undone", "partly_undone"})
