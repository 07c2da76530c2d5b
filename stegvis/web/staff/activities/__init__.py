"""Activities: the week's sessions, the catalogue, planning, booking and attendance."""
