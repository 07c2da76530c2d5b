"""What a job is: a function of ids, wrapped as a task of django-tasks."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django_tasks.base import DEFAULT_TASK_PRIORITY, Task

from stegvis.workqueue.rules import Argument, stored_argument

_RESERVED = {"unique_key", "run_after"}  # parameters of enqueue


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Task):
    """A task of the library that only our worker runs. `attempts` counts starts, also those cut off by a kill."""

    attempts: int = 3
    stepwise: bool = False

    def enqueue(self, *args: Any, **ids: Argument) -> UUID:
        """As `actions.enqueue`: the library's way in leads through the same checks."""
        from stegvis.workqueue.actions import enqueue

        return enqueue(self, *args, **ids)

    def call(self, *args: Any, **kwargs: Any) -> None:
        """Refuse: the library's own worker would run the body without the fence."""
        raise RuntimeError("Jobs run in the worker of stegvis.workqueue only.")

    def stored_arguments(self, ids: dict[str, Argument]) -> dict[str, int | str]:
        """The arguments as stored. Raises UnsafeArgument for anything but ids, TypeError if they do not fit the job."""
        inspect.signature(self.func).bind(*([None] if self.stepwise else []), **ids)
        return {name: stored_argument(name, value) for name, value in ids.items()}


def job(
    *, attempts: int = 3, stepwise: bool = False, priority: int = DEFAULT_TASK_PRIORITY
) -> Callable[[Callable[..., None]], Job]:
    """Make a function of a module a job.

    `stepwise=False`: the whole body is one fenced transaction. `stepwise=True`: the body gets a `Run` as its first
    argument and writes only inside `run.once` and `run.finish`. `priority` from -100 to 100, higher first.
    Raises TypeError if the function does not take exactly that and keyword-only ids.
    """
    if attempts < 1:
        raise ValueError("A job is tried at least once.")

    def wrap(function: Callable[..., None]) -> Job:
        _check_signature(function, stepwise=stepwise)
        return Job(func=function, attempts=attempts, stepwise=stepwise, priority=priority)

    return wrap


def _check_signature(function: Callable[..., None], *, stepwise: bool) -> None:
    parameters = list(inspect.signature(function).parameters.values())
    if inspect.iscoroutinefunction(function):
        raise TypeError(f"{function.__name__}: a job is a plain function, not a coroutine.")
    if stepwise and (not parameters or parameters.pop(0).kind is not inspect.Parameter.POSITIONAL_OR_KEYWORD):
        raise TypeError(f"{function.__name__}: a stepwise job takes the run as its first argument.")
    if any(parameter.kind is not inspect.Parameter.KEYWORD_ONLY for parameter in parameters):
        raise TypeError(f"{function.__name__}: a job takes keyword-only ids.")
    if clash := _RESERVED & {parameter.name for parameter in parameters}:
        raise TypeError(f"{function.__name__}: {', '.join(sorted(clash))} belongs to enqueue.")
