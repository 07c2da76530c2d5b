"""Protected identity of one participant: what is decided, who sees the person, what one may and may not do."""
