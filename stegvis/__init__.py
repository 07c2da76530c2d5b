"""Stegvis: follow every participant from first contact to job or studies, and show what worked."""
