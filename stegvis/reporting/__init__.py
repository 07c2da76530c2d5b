"""From casework to numbers that may be shown: pseudonymised extracts, runs, frozen releases, reports, exports.

It computes no shares itself (that is `evaluation`) and shows no unreleased number to anybody outside the unit.
"""
