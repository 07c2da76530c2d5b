"""What a unit plans with: its templates, and what it asks for before a placement."""
