"""Leases of workers, and what we keep about a job beside the row of the library."""

from stegvis.workqueue.models.job_record import JobRecord, StepMark
from stegvis.workqueue.models.worker_lease import WorkerLease

__all__ = ["JobRecord", "StepMark", "WorkerLease"]
