"""What we keep about a job beside the library's row, which has its state, its arguments and its history of workers."""

from django.db import models
from django.db.models import F, Q

from stegvis.workqueue.models.worker_lease import WorkerLease


class JobRecord(models.Model):
    """One job. Its id is the id of the library's row; it goes when that row is cleared away."""

    task = models.OneToOneField(
        "django_tasks_database.DBTaskResult", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=255, blank=True, default="")  # path of the job and its unique key, or empty
    waiting = models.BooleanField(default=True)  # true only while no worker has the job: see one_waiting_job_per_key
    worker = models.ForeignKey(WorkerLease, null=True, on_delete=models.SET_NULL, related_name="+")
    attempts_allowed = models.PositiveSmallIntegerField()
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=60, blank=True, default="")
    failure_sv = models.CharField(max_length=300, blank=True, default="")
    failure_en = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(waiting=True) & ~Q(key=""), name="workqueue_one_waiting_job_per_key"
            ),
            models.CheckConstraint(
                condition=Q(progress_done__lte=F("progress_total")), name="workqueue_progress_within_total"
            ),
        ]

    class Privacy:
        personal = set()
        sensitive = set()
        kept = {
            "task",
            "key",
            "waiting",
            "worker",
            "attempts_allowed",
            "progress_done",
            "progress_total",
            "failure",
            "failure_sv",
            "failure_en",
        }

    def __str__(self) -> str:
        return str(self.pk)


class StepMark(models.Model):
    """A step of a job that is done: written in the same transaction as its effect."""

    job = models.ForeignKey(JobRecord, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "key"], name="workqueue_step_once_per_job")]

    class Privacy:
        personal = set()
        sensitive = set()
        kept = {"id", "job", "key", "done_at"}

    def __str__(self) -> str:
        return self.key
