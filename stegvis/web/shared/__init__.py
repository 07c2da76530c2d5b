"""What every face shares: layout, components, sign-in, gatekeeping."""
