"""A model of shares by group and kind of people: what the groups would have if they met the same people.

Where direct standardisation stands still because a kind of people is missing in a group, the model takes the
difference between kinds to be alike in all groups (on the scale of odds) and goes on. It says more and assumes more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from stegvis.evaluation.intervals import Z_95


@dataclass(frozen=True)
class Observed:
    """A shown cell: its group, its kind of people, how many reached the outcome, and how many they are."""

    group: str
    kind: str
    reached: int
    people: int


@dataclass(frozen=True)
class Modelled:
    """A group's share (0–1) with the mix of the whole, its 95 % interval, and on how many shown people it rests."""

    group: str
    share: float
    interval: tuple[float, float]
    people: int


def modelled(cells: Sequence[Observed], mix: Mapping[str, int]) -> tuple[Modelled, ...]:
    """Logistic regression of the outcome on group and kind, read at the mix of the whole; empty when it cannot be made.

    It cannot with fewer than two groups or two kinds, when everybody or nobody reached the outcome in some group or
    kind, or when the cells do not connect the groups. The interval comes from the delta method on the log-odds scale.
    P. McCullagh and J. A. Nelder, Generalized Linear Models, 2nd ed. (1989), chapter 4; standardisation over the mix:
    P. W. Lane and J. A. Nelder, Biometrics 38 (1982) 613–621.
    """
    cells = [cell for cell in cells if cell.people]
    groups, kinds = (sorted({getattr(cell, name) for cell in cells}) for name in ("group", "kind"))
    if len(groups) < 2 or len(kinds) < 2 or not set(kinds) >= {kind for kind, people in mix.items() if people}:
        return ()
    named = [*(("group", group) for group in groups), *(("kind", kind) for kind in kinds)]
    if any(_without_spread(cells, name, value) for name, value in named):
        return ()
    fitted = _fit(cells, groups, kinds)
    if fitted is None:
        return ()
    import numpy as np

    effects, covariance = fitted
    whole = sum(mix.get(kind, 0) for kind in kinds)
    found = []
    for place, group in enumerate(groups):
        share, slope = 0.0, np.zeros(len(effects))
        for kind in kinds:
            row = _row(place, kinds.index(kind), len(groups), len(kinds))
            likely, weight = _share(float(row @ effects)), mix.get(kind, 0) / whole
            share += weight * likely
            slope += weight * likely * (1 - likely) * row
        reach = Z_95 * sqrt(float(slope @ covariance @ slope)) / (share * (1 - share))
        odds = log(share / (1 - share))
        people = sum(cell.people for cell in cells if cell.group == group)
        found.append(Modelled(group, share, (_share(odds - reach), _share(odds + reach)), people))
    return tuple(found)


def _without_spread(cells: Sequence[Observed], name: str, value: str) -> bool:
    inside = [cell for cell in cells if getattr(cell, name) == value]
    reached, people = sum(cell.reached for cell in inside), sum(cell.people for cell in inside)
    return reached in (0, people)


def _share(odds: float) -> float:
    return 1 / (1 + exp(-odds))


def _row(group: int, kind: int, groups: int, kinds: int):
    import numpy as np

    row = np.zeros(groups + kinds - 1)
    row[group] = 1
    if kind:
        row[groups + kind - 1] = 1
    return row


def _fit(cells: Sequence[Observed], groups: Sequence[str], kinds: Sequence[str]):
    """Effects and their covariance by iteratively reweighted least squares; None when it does not settle."""
    import numpy as np

    rows = np.array([_row(groups.index(cell.group), kinds.index(cell.kind), len(groups), len(kinds)) for cell in cells])
    if np.linalg.matrix_rank(rows) < rows.shape[1]:
        return None
    people = np.array([cell.people for cell in cells], dtype=float)
    reached = np.array([cell.reached for cell in cells], dtype=float)
    effects = np.zeros(rows.shape[1])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-(rows @ effects)))
        weights = people * likely * (1 - likely)
        information = rows.T @ (weights[:, None] * rows)
        if not np.all(np.isfinite(information)) or np.linalg.cond(information) > 1e10:
            return None
        step = np.linalg.solve(information, rows.T @ (reached - people * likely))
        effects = effects + step
        if np.abs(step).max() < 1e-9:
            return effects, np.linalg.inv(information)
    return None
