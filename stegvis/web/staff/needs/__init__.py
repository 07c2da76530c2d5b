"""What a participant needs and what comes first, from the mapping or shown later."""
