"""Contacts and notes about a participant: write one in seconds, read the latest, correct with the former words kept."""
