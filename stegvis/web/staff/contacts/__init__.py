"""The directory of contacts at other parties."""
