"""Indicators that people compose themselves from declared parts, without code.

definition  the parts, the sentence they read back as, and what is refused
numbers     the numbers that gated tables of a release tell, and the sums a composed indicator makes of them
example     invented people for the definition, with what it says of each: its own test
"""
