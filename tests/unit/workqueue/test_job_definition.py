"""What can be made a job."""

import pytest

from stegvis.workqueue.definition import job
from stegvis.workqueue.fence import Run


def positional(number: int) -> None: ...


def anything(**ids: int) -> None: ...


def reserved(*, unique_key: str) -> None: ...


async def coroutine(*, number: int) -> None: ...


def plain(*, number: int) -> None: ...


def stepwise(run: Run, *, number: int) -> None: ...


@pytest.mark.parametrize("function", [positional, anything, reserved, coroutine, stepwise])
def test_function_that_does_not_take_keyword_only_ids_is_refused(function):
    with pytest.raises(TypeError, match=function.__name__):
        job()(function)


def test_stepwise_job_takes_the_run_first():
    with pytest.raises(TypeError, match="plain"):
        job(stepwise=True)(plain)
    assert job(stepwise=True)(stepwise).name == "stepwise"


def test_job_without_a_try_is_refused():
    with pytest.raises(ValueError):
        job(attempts=0)


def test_job_does_not_run_outside_our_worker():
    with pytest.raises(RuntimeError):
        job()(plain).call(number=1)
