"""Shares of other projects to compare with: what is compared today, what was, and who decided it."""
