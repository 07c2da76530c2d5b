"""Change what is known about a person: names, language, ways to reach them, legal sex."""
