"""Jobs for the tests: each leaves effects, and some meet the test in the middle over a pair of pipes."""

import os
from functools import partial
from uuid import UUID

from django.db import OperationalError

from stegvis.base.vocabulary import Term
from stegvis.workqueue.definition import job
from stegvis.workqueue.errors import JobFailed
from stegvis.workqueue.fence import Run
from tests.integration.workqueue import effects

NO_PAPER = Term("no_paper", sv="Papperet är slut.", en="Out of paper.")
SECRET = "Amina Testsson"
stop_events = []
busy_times = []


def meet() -> None:
    """Tell the test that the job has come here, and wait for its word. Without pipes, go on."""
    if pipes := os.environ.get("PROBE_PIPES"):
        reached, go_on = map(int, pipes.split(","))
        os.write(reached, b"x")
        os.read(go_on, 1)


@job()
def leave_one(*, number: int) -> None:
    effects.add(f"one-{number}")


@job()
def leave_other(*, number: int) -> None:
    effects.add(f"other-{number}")


@job()
def tell_kinds(*, number: int, mark: UUID, word: str) -> None:
    effects.add(f"{type(number).__name__} {type(mark).__name__} {type(word).__name__}")


@job()
def stop_inside(*, number: int) -> None:
    effects.add(f"before-{number}")
    meet()
    effects.add(f"after-{number}")


@job(stepwise=True)
def two_steps(run: Run, *, number: int) -> None:
    run.once("first", partial(effects.add, f"first-{number}"))
    meet()
    run.finish(partial(effects.add, f"last-{number}"))


@job(stepwise=True)
def count_to_three(run: Run, *, number: int) -> None:
    for step in (1, 2, 3):
        run.once(f"step-{step}", partial(effects.add, f"step-{number}-{step}"))
        run.progress(step, 3)
        if stop_events and step == 2:
            stop_events.pop().set()


@job(stepwise=True)
def halfway(run: Run, *, number: int) -> None:
    run.progress(1, 2)
    raise JobFailed(NO_PAPER)


@job(stepwise=True)
def write_outside(run: Run, *, number: int) -> None:
    effects.add(f"outside-{number}")


@job()
def break_with_a_name(*, number: int) -> None:
    effects.add(f"broken-{number}")
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(f"no coach for {SECRET}") from error


@job()
def busy_at_first(*, number: int) -> None:
    effects.add(f"patient-{number}")
    if busy_times:
        busy_times.pop()
        raise OperationalError("database is locked")
