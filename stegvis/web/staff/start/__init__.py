"""The first screen: what needs me now."""
