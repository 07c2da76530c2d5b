"""Find a person by name or identity number. Nothing of the search stands in the address."""
