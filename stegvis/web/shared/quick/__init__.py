"""Django's own tags, remembering what is the same on every page.

A page holds a hundred translated words and links; looking each of them up anew took a fifth of its time. The tags are
written as before: settings.py names these libraries in the place of Django's (`OPTIONS` of TEMPLATES).
"""
