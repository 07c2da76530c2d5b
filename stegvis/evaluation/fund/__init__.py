"""The common indicators of the European Social Fund, as rule tables over dated facts: an internal shadow.

The fund's official figures come from Statistics Sweden's registers. What is computed here shows early how they are
likely to look, and which facts are missing.

    tables    the rules of each programme period, as data
    records   one person's facts in one project: entry from the first enrolment, exit from the last
    counting  who counts for which code; `twin` says the same, written out by hand
    checks    what a record or the figures break, and how to mend it
    shown     which of the numbers may be shown
"""
