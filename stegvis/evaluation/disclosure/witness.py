"""Witnesses: other possible worlds, which agree with everything shown and in which a secret is different.

A secret is safe when such a world exists, because then nobody can tell it from the true one. Where none exists,
the search finds the world that disagrees with the fewest and least valuable shown cells; hiding those cells makes
that world a witness. The idea of moving along the cheapest alternative is that of linear cell suppression
(M. Fischetti and J. J. Salazar-González, Management Science 47 (2001) 1008–1027); worlds are whole numbers of
people, so that the proof holds for people and not only for fractions of them.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from stegvis.evaluation.disclosure.lattice import Lattice

_UNTOUCHABLE_PRICE = 1e6


@dataclass
class Search:
    """Finds worlds over one lattice. `price` is what changing a shown cell costs; `free` and `fixed` mark the others.

    A cell that is neither free nor fixed may change at its price. Change = another world minus the true one.
    """

    lattice: Lattice
    price: np.ndarray
    _cached: tuple | None = field(default=None, init=False)

    def cheapest(
        self, row: np.ndarray, escape: tuple[float, float], free: np.ndarray, fixed: np.ndarray
    ) -> tuple[float, np.ndarray] | None:
        """The cheapest world in which `row @ world` lies in `escape`, with its price; None when there is none."""
        problem = self._problem(free, fixed)
        now = float(row @ self.lattice.boxes)
        found = _solve(problem, row, escape[0] - now, escape[1] - now, whole=False)
        if found is not None and not _is_whole(found[1][: len(row)]):
            found = _solve(problem, row, escape[0] - now, escape[1] - now, whole=True)
        if found is None:
            return None
        cost, solution = found
        return cost, np.rint(self.lattice.boxes + solution[: len(row)])

    def _problem(self, free: np.ndarray, fixed: np.ndarray) -> "_Problem":
        key = (free.tobytes(), fixed.tobytes())
        if self._cached is None or self._cached[0] != key:
            self._cached = (key, _Problem.over(self.lattice, self.price, free, fixed))
        return self._cached[1]


@dataclass(frozen=True)
class _Problem:
    objective: np.ndarray
    matrix: sparse.csr_matrix
    low: np.ndarray
    high: np.ndarray
    floor: np.ndarray
    boxes: int

    @classmethod
    def over(cls, lattice: Lattice, price: np.ndarray, free: np.ndarray, fixed: np.ndarray) -> "_Problem":
        boxes = lattice.boxes
        priced = ~free & ~fixed
        sums = lattice.sums[priced]
        count = sums.shape[0]
        eye = sparse.identity(count, format="csr")
        blank = sparse.csr_matrix
        equal = sparse.vstack([lattice.sums[fixed], lattice.links], format="csr")
        matrix = sparse.bmat(
            [
                [sums, -eye, eye],
                [equal, blank((equal.shape[0], count)), blank((equal.shape[0], count))],
                [lattice.laws, blank((lattice.laws.shape[0], count)), blank((lattice.laws.shape[0], count))],
            ],
            format="csr",
        )
        same = np.zeros(count + equal.shape[0])
        slack = -(lattice.laws @ boxes)
        costs = price[priced]
        return cls(
            objective=np.concatenate([np.zeros(len(boxes)), costs, costs]),
            matrix=matrix,
            low=np.concatenate([same, slack]),
            high=np.concatenate([same, np.full(len(slack), np.inf)]),
            floor=np.concatenate([-boxes, np.zeros(2 * count)]),
            boxes=len(boxes),
        )


def _solve(problem: _Problem, row: np.ndarray, low: float, high: float, *, whole: bool):
    from scipy.optimize import Bounds, LinearConstraint, milp

    width = len(problem.objective)
    wide = sparse.csr_matrix(np.concatenate([row, np.zeros(width - len(row))]))
    matrix = sparse.vstack([problem.matrix, wide], format="csc")
    constraint = LinearConstraint(matrix, np.append(problem.low, low), np.append(problem.high, high))
    integrality = np.zeros(width)
    if whole:
        integrality[: problem.boxes] = 1
    result = milp(
        problem.objective, constraints=constraint, bounds=Bounds(problem.floor, np.inf), integrality=integrality
    )
    return None if result.x is None else (float(result.fun), result.x)


def _is_whole(solution: np.ndarray) -> bool:
    return bool(np.all(np.abs(solution - np.rint(solution)) < 1e-6))
