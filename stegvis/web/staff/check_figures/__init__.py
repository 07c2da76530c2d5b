"""Check figures: do the numbers of a report agree with each other? Nothing is kept but the draft."""
