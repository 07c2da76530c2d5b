"""Who may, and who did: users, roles, memberships, the access matrix, the viewer's sight, the audit log, drafts.

It knows record classes by name (`participant`, `result`…) but none of their tables; rooms above ask it.
"""
