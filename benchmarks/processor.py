"""Processor time of this process, and of the PostgreSQL process that serves it: what other programs disturb least."""

import time
from pathlib import Path


def seconds() -> float:
    """Used so far by both. SQLite works inside this process. Linux only for PostgreSQL on this machine."""
    return time.process_time() + _of_server()


def _of_server() -> float:
    from django.db import connection

    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return int(told.split()[0]) / 1e9  # nanoseconds on a processor
