"""The list of participants: mine, or all I may see."""
