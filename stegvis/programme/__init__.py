"""The programme around the casework: targets in their versions, and shares of other projects to compare with.

It holds no participant and is safe to show widely.
"""
