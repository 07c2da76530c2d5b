"""One participant's plan on one page: goal, steps, agreement, frames, talks, ways, readiness, what was tried."""
