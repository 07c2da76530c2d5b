"""The test broker's pages: a provider of electronic identification for the demonstration, on this machine only."""
