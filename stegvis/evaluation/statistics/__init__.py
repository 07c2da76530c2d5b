"""Statistics over numbers that have passed the gate: how far chance goes, and what is left when the mix is made equal.

Everything here takes published counts and gives shares and limits. It reads no extract, so that it can show nothing
that the gate has hidden. Libraries are imported inside the functions that need them: no page starts slower for it.
"""
