"""Theory of change of a project: the chart and its builder, assumptions, evaluation plan, findings."""
