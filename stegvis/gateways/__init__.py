"""Doors to systems outside the house: what they say in our words, and fakes that behave like them.

No tables, no HTTP pages. Each fake passes the contract that the real thing is held to.
"""
