"""The plans of everybody the viewer follows: who lacks one, who lacks a next step, what is late."""
