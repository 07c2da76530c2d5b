"""Who has looked at a person, and who has changed what."""
