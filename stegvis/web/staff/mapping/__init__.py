"""Mapping of a person's situation: begin, fill in together or at a distance, read, open what is kept apart."""
