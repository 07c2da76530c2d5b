"""How the gate keeps small groups out of what is shown. Read `docs/reference/disclosure.md` first.

    cells       every number the catalogue can show, as a sum of the smallest boxes of people
    lattice     those sums as matrices, for one extract at one date
    secrets     what must not be learnt: small numbers, small remainders, everybody alike, small changes
    witness     another possible world that agrees with everything shown; each secret needs one
    protection  hides cells until every secret has its witness
    published   what earlier releases have told
    carry_over  municipalities with 1–4 changed people keep their earlier rows

Nothing here is for faces: use `stegvis.evaluation.gate`.
"""
