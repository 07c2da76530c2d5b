"""States of a job, and the reasons this room itself gives when a job fails."""

from stegvis.base.vocabulary import Term, Vocabulary

WAITING = Term("waiting", sv="Väntar", en="Waiting")
RUNNING = Term("running", sv="Pågår", en="Running")
DONE = Term("done", sv="Klart", en="Done")
FAILED = Term("failed", sv="Misslyckades", en="Failed")

JOB_STATES = Vocabulary([WAITING, RUNNING, DONE, FAILED])

WORKER_LOST = Term(
    "worker_lost",
    sv="Arbetet avbröts gång på gång innan det blev klart. Inget är halvfärdigt. Säg till den som sköter systemet.",
    en="The work was cut off again and again before it was done. Nothing is half done. Ask whoever runs the system.",
)
PROGRAM_ERROR = Term(
    "program_error",
    sv="Ett fel i programmet stoppade arbetet. Inget är halvfärdigt. Felet är antecknat för den som sköter systemet.",
    en="A fault in the program stopped the work. Nothing is half done. It is noted for whoever runs the system.",
)
DATABASE_BUSY = Term(
    "database_busy",
    sv="Databasen var upptagen eller gick inte att nå. Inget är halvfärdigt. Försök igen om en stund.",
    en="The database was busy or out of reach. Nothing is half done. Try again in a while.",
)
UNKNOWN_JOB = Term(
    "unknown_job",
    sv="Arbetet beställdes av en annan version av programmet och finns inte i den här. Beställ det på nytt.",
    en="The work was ordered by another version of the program and is not in this one. Order it again.",
)

FAILURE_REASONS = Vocabulary([WORKER_LOST, PROGRAM_ERROR, DATABASE_BUSY, UNKNOWN_JOB])
