"""A meeting with a participant: booked, moved, held or not."""
