"""How to reach somebody with a protected identity: a step of its own, with its own line in the log."""
