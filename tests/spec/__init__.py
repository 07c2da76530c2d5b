"""The readable specifications of the manual, run."""
