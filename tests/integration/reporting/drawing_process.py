"""A draw that is killed when its pieces are written, in a process of its own: takes the test's database as JSON."""

import datetime as dt
import json
import os
import signal
import sys


def main() -> None:
    """Draw in the database of the test, until killed."""
    order = json.loads(sys.argv[1])

    from django.conf import settings

    settings.DATABASES["default"].update(order["database"])

    import django

    django.setup()

    from stegvis.access.rules import operator
    from stegvis.evaluation import contracts, pieces
    from stegvis.organisation.models import Project
    from stegvis.reporting.actions import extracts, kept_pieces

    contracts.IN_PIECES_FROM, pieces.MOST = 1, 2
    kept_pieces.leave = lambda *_told: os.kill(os.getpid(), signal.SIGKILL)
    project = Project.objects.get(code=order["project"])
    extracts.draw(project=project, at=dt.date.fromisoformat(order["at"]), by=operator("ingrid"))


if __name__ == "__main__":
    main()
