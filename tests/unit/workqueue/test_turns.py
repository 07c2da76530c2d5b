"""Long transactions let others in between, where only one may write at a time."""

from types import SimpleNamespace

import pytest

from stegvis.workqueue import patience


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still unless told to move, and a database of a named kind."""
    clock = SimpleNamespace(now=100.0, paused=[])
    monkeypatch.setattr(patience, "time", SimpleNamespace(monotonic=lambda: clock.now))
    clock.on = lambda vendor: monkeypatch.setattr(patience, "connection", SimpleNamespace(vendor=vendor))
    clock.on("sqlite")
    return clock


def write(turns, clock, seconds: float) -> None:
    with turns.mine():
        clock.now += seconds


def test_after_a_long_transaction_the_next_waits_until_others_have_looked(clock):
    turns = patience.Turns(pause=clock.paused.append)
    write(turns, clock, 1.0)
    write(turns, clock, 1.0)
    assert clock.paused == [pytest.approx(patience.BREATH_SECONDS)]


def test_time_that_passes_between_them_counts(clock):
    turns = patience.Turns(pause=clock.paused.append)
    write(turns, clock, 1.0)
    clock.now += 0.1
    write(turns, clock, 0.01)
    clock.now += 0.1
    write(turns, clock, 0.01)
    assert clock.paused == [pytest.approx(patience.BREATH_SECONDS - 0.1)]


def test_short_transactions_follow_each_other(clock):
    turns = patience.Turns(pause=clock.paused.append)
    for _step in range(3):
        write(turns, clock, 0.01)
    assert clock.paused == []


def test_a_transaction_that_failed_was_as_long(clock):
    turns = patience.Turns(pause=clock.paused.append)
    with pytest.raises(ValueError, match="x"), turns.mine():
        clock.now += 1
        raise ValueError("x")
    write(turns, clock, 0.01)
    assert len(clock.paused) == 1


def test_where_many_may_write_nobody_waits(clock):
    clock.on("postgresql")
    turns = patience.Turns(pause=clock.paused.append)
    for _step in range(2):
        write(turns, clock, 1.0)
    assert clock.paused == []
