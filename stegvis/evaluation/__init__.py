"""Numbers about groups: from a pseudonymised extract to results that may be shown.

This room turns a frozen extract into indicators, intervals and gated results. It is plain Python: it knows no
database, no user and no screen, so that every number can be recomputed on any machine from the extract alone.
It is not the place where extracts are drawn or results are stored; that is `reporting`.

The way through the room:
    contracts    what an extract must look like
    definitions  what an indicator is; `catalogue` holds the ones we have
    stays        what is counted, as expressions for any engine; `preparing` makes the same once for each extract
    kept         an extract that lies in a folder instead of in memory, with what was prepared beside it
    engine       computes fast; `twin` computes slowly and obviously, and must agree
    engines      where the extract lies when it is asked: DuckDB in this process, PostgreSQL, Apache Spark
    fund         the European Social Fund's common indicators, as rules over dated facts: an internal shadow
    composed     indicators that people put together of declared parts, read from what releases show
    gate         decides what may be shown; only what has passed it can be rendered
"""
