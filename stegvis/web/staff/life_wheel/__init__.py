"""A person's life wheel: eight areas scored 1 to 10, drawn, done again and compared."""
