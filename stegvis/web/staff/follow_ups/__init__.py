"""After an exit: who is to be asked how it went, what they answered, what colleagues think of the reason."""
