"""The tests of Stegvis; docs/testing.md says which kind stands where."""
