"""Base: periods, identity numbers, words, keys. What every room may stand on.

It holds no tables and no words of the trade (participant, enrolment…); those belong to the rooms above.
"""
