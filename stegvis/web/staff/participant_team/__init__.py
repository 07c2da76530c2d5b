"""The team around one participant; consents that lift secrecy and what was handed out."""
