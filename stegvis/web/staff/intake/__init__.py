"""The intake: facts about one person, and what the unit has decided."""
