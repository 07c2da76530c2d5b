"""Close an enrolment, undo the closing, undo a wrong registration."""
