"""Design the parts of the mapping form in the browser: sections, questions, conditions, words; publish."""
