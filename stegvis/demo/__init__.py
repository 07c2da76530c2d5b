"""Demo: demonstration projects with invented people, made from figures that a real project printed.

Not for production: nothing here is about anybody.
"""
