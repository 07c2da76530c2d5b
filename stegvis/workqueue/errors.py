"""What can go wrong with a job. No message here repeats a value it was given."""

from stegvis.base.vocabulary import Term


class JobFailed(Exception):
    """Raised by a job that gives up. `reason` is a fixed term of its room: words for a person, no fact about one."""

    def __init__(self, reason: Term):
        super().__init__(reason.code)
        self.reason = reason


class JobLost(Exception):
    """The job was taken over by another worker while this one was away; nothing this one wrote is kept."""


class JobInterrupted(Exception):
    """The worker was asked to stop between two steps; the job goes back to the queue and its done steps stay done."""


class JobNotFound(LookupError):
    """There is no job with that id (any longer)."""


class UnfencedWrite(Exception):
    """A stepwise job tried to write outside `run.once` and `run.finish`."""


class UnsafeArgument(ValueError):
    """An argument or key of a job is something else than an id, or could be a fact about a person."""


class WorkerLost(Exception):
    """Recorded as the failure of a job whose workers vanished each time; never raised."""
