"""Config: settings and root URLs. It wires every room together; nobody imports it."""
