"""A worker in a process of its own: `python -m tests.integration.workqueue.worker_process '{json}'`.

Takes the test's database and the arguments of run_worker, and prints what it did as JSON.
"""

import json
import sys
from dataclasses import asdict


def main() -> None:
    """Work on the database of the test."""
    order = json.loads(sys.argv[1])

    from django.conf import settings

    settings.DATABASES["default"].update(order["database"])

    import django

    django.setup()

    from django.utils.module_loading import import_string

    from stegvis.workqueue.worker import run_worker

    if order["prepare"]:
        import_string(order["prepare"])()

    print(json.dumps(asdict(run_worker(**order["worker"]))))


if __name__ == "__main__":
    main()
