"""Organisations (each its own controller of personal data), their units, and the identity of projects.

It holds no people: users and roles live in `access`, participants in `casework`, goals and targets in `programme`.
"""
