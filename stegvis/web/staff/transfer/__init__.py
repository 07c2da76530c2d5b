"""Everybody left in a project that ends, moved into the next one together."""
