"""One participant: where they are, how they got here, how to reach them."""
