"""Faces: pages for staff, and what all pages share. No tables, no rules."""
