"""A closer look at a release: municipalities and chance, and the way from inflow to outcome.

Everything is read from the published cells of the release and stands on pages of its own beside the story.
"""
