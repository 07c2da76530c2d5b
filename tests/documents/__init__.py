"""Readers of finished documents: what a screen reader, or an archive, would find in a PDF, a Word file, a page."""
