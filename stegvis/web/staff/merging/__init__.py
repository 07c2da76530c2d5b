"""The same person registered twice: compare two records, make them one, and undo it."""
