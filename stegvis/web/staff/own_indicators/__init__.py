"""Indicators that people compose themselves: the list, one with its numbers, composing and revising."""
