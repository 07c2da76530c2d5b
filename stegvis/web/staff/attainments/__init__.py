"""What a participant does and gets on the way: noted in one line, answered in place."""
