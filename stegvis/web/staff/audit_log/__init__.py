"""The whole log of an organisation, for the data protection officer."""
