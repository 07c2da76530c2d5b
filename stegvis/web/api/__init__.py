"""The face for other systems: the same rooms, policy and log as the pages, over HTTP with JSON.

Whoever asks shows a token that a user has made. Every operation stands in routes.csv like a page.
"""
