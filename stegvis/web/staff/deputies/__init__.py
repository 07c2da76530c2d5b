"""Deputies: who works with whose participants, and until when."""
