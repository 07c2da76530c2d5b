"""Keys for other systems: make one, see what one has, end it. Whoever manages users sees and ends everybody's."""
