"""Guards: the shape of the house. Each test has one reason to fail."""
