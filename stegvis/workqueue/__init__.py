"""Work queue: jobs that run outside the page, on SQLite and PostgreSQL, survive kills and never take effect twice.

It knows no words of the trade: a job is a function of another room and a few ids. django-tasks and django-tasks-db give
the interface, the table and the claim. This room adds what they lack: leases (a job whose worker was killed goes back
to the queue), a fence (the effect of a job and the mark that it is done are one transaction, which only the present
holder of the job can commit), progress, and failures that can be read without showing anybody's facts.

How to write a job (in the `jobs.py` of a room above)
-----------------------------------------------------
A short job, some seconds at most: the whole body is one fenced transaction. This is the normal kind::

    from stegvis.workqueue.definition import job

    @job()
    def remind_coach(*, enrolment_id: UUID) -> None:
        enrolment = enrolments.for_system(enrolment_id)
        reminders.send(enrolment=enrolment, by=SYSTEM)

A long job computes first, outside any transaction (a write transaction would stop everybody else on SQLite), and
writes only inside `run.once` and `run.finish`. A write outside them is refused with UnfencedWrite::

    @job(stepwise=True)
    def freeze_release(run: Run, *, release_id: UUID) -> None:
        for number, part in enumerate(parts, start=1):
            table = compute(part)
            run.once(f"part-{part.id}", partial(results.store, part=part, table=table, by=SYSTEM))
            run.progress(number, len(parts))
        run.finish(partial(releases.freeze, release_id=release_id, by=SYSTEM))

- `run.once(key, effect)`: the effect and the mark of the step commit together; a repeated job skips marked steps.
- `run.finish(effect)`: the last effect and the mark that the job is done commit together. Without it the job is marked
  done when the body returns.
- Arguments are keyword-only ids: whole numbers, UUIDs or short slugs. Never a name, a number of a person, a text.
- A job returns nothing; its results are rows that pages read.
- `raise JobFailed(TERM)` gives up with words of the room's vocabulary that a person can read. Any other exception also
  ends the job; of it only the class and the places in the program are kept, never its text.
- A body may start several times: what it does outside the database must bear that. Write files under a name made
  from their content and commit the row that points to them in `finish`. Nothing can send a message to another system
  exactly once: write an outbox row inside the fence and give the receiver `run.job_id` as the key of the message.
- The job of a killed worker is repeated at most `attempts` times (3), then it is failed.

How to put a job in the queue::

    from stegvis.workqueue.actions import enqueue

    enqueue(freeze_release, release_id=release.id, unique_key=f"release:{release.id}")

In a transaction the job becomes visible on commit and vanishes on rollback. While the same job with the same
`unique_key` waits, a second one collapses into it, and the waiting one does not start before the second caller has
committed. The key must say everything the arguments say.

Pages read `queries.job_state(job_id)`; the room that shows it decides who may see it. `worker.run_worker()` does the
work. Never run the library's `db_worker`: it has no fence (jobs refuse to run there).
"""
