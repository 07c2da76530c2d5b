"""A thin wall around HiGHS, the solver behind scipy.optimize.milp.

The solver works in floating point within tolerances. Every answer is rounded and checked in whole numbers here,
so a solution that leaves this module satisfies its conditions exactly.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from stegvis.demo.synthesiser.cells import Row

INFEASIBLE = 2
TOLERANCE = 1e-4


class SolverFailed(RuntimeError):
    """The solver gave up, or gave an answer that does not satisfy the conditions it was given."""


@dataclass
class Programme:
    """Columns with upper bounds, conditions on them, and what is integer. Lower bounds are all zero."""

    upper: list[float]
    rows: list[Row]
    continuous: set[int] = field(default_factory=set)

    def add_column(self, upper: float, integer: bool = False) -> int:
        """Add a column and return its index."""
        self.upper.append(upper)
        if not integer:
            self.continuous.add(len(self.upper) - 1)
        return len(self.upper) - 1

    def minimise(self, objective: Sequence[tuple[int, float]]) -> list[int | float] | None:
        """Return the values of all columns at the least objective, or None if no solution exists.

        Raises SolverFailed if the solver neither solves the programme nor proves it impossible.
        """
        cost = np.zeros(len(self.upper))
        for column, factor in objective:
            cost[column] += factor
        answer = milp(
            cost,
            integrality=np.array([0 if c in self.continuous else 1 for c in range(len(self.upper))]),
            bounds=self._bounds(),
            constraints=self._constraints(),
            options={"mip_rel_gap": 0.0},
        )
        if answer.status == INFEASIBLE:
            return None
        if answer.x is None or answer.status != 0:
            raise SolverFailed(answer.message)
        return self._checked(answer.x)

    def ranges(self, sums: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
        """Return for each sum of columns the whole-number bounds (least, most) that it cannot leave.

        They come from the programme without the demand for whole numbers, so they may be wider than the truth.
        Raises SolverFailed if the programme has no solution at all.
        """
        bounds, constraints = self._bounds(), self._constraints()
        found = []
        for columns in sums:
            ends = []
            for sign in (1, -1):
                cost = np.zeros(len(self.upper))
                cost[list(columns)] = sign
                answer = milp(cost, bounds=bounds, constraints=constraints)
                if answer.x is None or answer.status != 0:
                    raise SolverFailed(answer.message)
                ends.append(sign * answer.fun)
            found.append((math.ceil(ends[0] - TOLERANCE), math.floor(ends[1] + TOLERANCE)))
        return found

    def _bounds(self) -> Bounds:
        return Bounds(np.zeros(len(self.upper)), np.array(self.upper, dtype=float))

    def _constraints(self) -> list[LinearConstraint]:
        if not self.rows:
            return []
        index, columns, factors, low, high = [], [], [], [], []
        for i, row in enumerate(self.rows):
            for column, factor in row.terms:
                index.append(i)
                columns.append(column)
                factors.append(float(factor))
            low.append(-np.inf if row.low is None else row.low)
            high.append(np.inf if row.high is None else row.high)
        matrix = csr_array((factors, (index, columns)), shape=(len(self.rows), len(self.upper)))
        return [LinearConstraint(matrix, np.array(low, dtype=float), np.array(high, dtype=float))]

    def _checked(self, values) -> list[int | float]:
        solution = [float(v) if c in self.continuous else round(float(v)) for c, v in enumerate(values)]
        for row in self.rows:
            whole = not any(column in self.continuous for column, _ in row.terms)
            if whole and not row.holds(solution):
                raise SolverFailed(f"the solver's answer breaks a condition: {row}")
        return solution
