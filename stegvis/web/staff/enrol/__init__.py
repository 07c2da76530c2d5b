"""Enrol: one short form, for somebody new or somebody who returns."""
