"""Fill gaps and correct the facts of an enrolment."""
