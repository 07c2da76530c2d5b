"""The words of the lists: other labels, order, synonyms, retired with a day; words of one's own in some lists."""
