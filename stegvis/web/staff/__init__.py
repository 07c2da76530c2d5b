"""The pages of the staff: one folder per screen."""
