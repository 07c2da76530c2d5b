"""Give a participant to another coach, and read what was handed over."""
