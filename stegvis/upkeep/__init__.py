"""Upkeep: is this installation healthy, and what should be done? Looks at everything and changes nothing in it.

Makes, verifies and lays out backups too (`backups`).

For whoever runs Stegvis, by command and on the administrator's page. It counts; it never names a person.
"""
