"""Which printed figures cannot hold together, and which few to set aside so that the rest can.

First the fewest figures are set aside, the least trusted first (an elastic programme: each figure may be broken at
a price). Then, for each of them, the smallest group of kept figures that it contradicts is found (an irreducible
inconsistent subset), by QuickXplain: U. Junker, "QUICKXPLAIN: Preferred Explanations and Relaxations for
Over-Constrained Problems", AAAI 2004.
"""

from stegvis.demo.synthesiser.cells import Cells, Row, combine, plus
from stegvis.demo.synthesiser.figures import Figure, Figures
from stegvis.demo.synthesiser.solver import Programme

# Larger than any sum of priorities, so that fewer figures set aside always wins over more trusted ones kept.
ONE_FIGURE = 10_000


def contradictions(figures: Figures) -> dict[str, tuple[str, ...]]:
    """Return the figures to set aside, each with the ids of the kept figures it contradicts, in file order."""
    cells = Cells(figures)
    if _possible(cells, figures.figures):
        return {}
    broken = _fewest_broken(cells, figures.figures)
    kept = [figure for figure in figures.figures if figure not in broken]
    return {figure.id: _contradicted(cells, figure, kept) for figure in broken}


def programme_of(cells: Cells, figures) -> Programme:
    """The integer programme in which all the given figures hold."""
    rows = cells.standing_rows() + [row for figure in figures for row in cells.rows(figure)]
    return Programme(upper=[cells.cap] * cells.width, rows=rows)


def _possible(cells: Cells, figures) -> bool:
    return programme_of(cells, figures).minimise([]) is not None


def _fewest_broken(cells: Cells, figures: tuple[Figure, ...]) -> list[Figure]:
    """Set aside as few as possible; then the least trusted; then, figure by figure, keep the earlier printed."""
    programme, switches = _elastic(cells, figures)
    price = [(switch, ONE_FIGURE + figure.priority) for figure, switch in zip(figures, switches, strict=True)]
    solution = programme.minimise(price)
    total = sum(cost * solution[switch] for switch, cost in price)
    programme.rows.append(Row(tuple(price), None, total))
    for switch in switches:
        if solution[switch]:
            solution = programme.minimise([(switch, 1)])
        programme.rows.append(Row(((switch, 1),), solution[switch], solution[switch]))
    return [figure for figure, switch in zip(figures, switches, strict=True) if solution[switch]]


def _elastic(cells: Cells, figures) -> tuple[Programme, list[int]]:
    """The programme in which a figure's conditions are lifted when its switch is 1."""
    programme = Programme(upper=[cells.cap] * cells.width, rows=cells.standing_rows())
    switches = []
    for figure in figures:
        switch = programme.add_column(1, integer=True)
        switches.append(switch)
        for row in cells.rows(figure):
            programme.rows += _lifted(row, switch, cells.cap)
    programme.rows.append(Row(plus(cells.of()), None, cells.cap))
    return programme, switches


def _lifted(row: Row, switch: int, cap: int) -> list[Row]:
    """The condition, with each side given all the slack it could ever need when the switch is 1."""
    most = cap * max((factor for _, factor in row.terms if factor > 0), default=0)
    least = cap * min((factor for _, factor in row.terms if factor < 0), default=0)
    lifted = []
    if row.low is not None:
        lifted.append(Row(combine(row.terms, ((switch, row.low - least),)), row.low, None))
    if row.high is not None:
        lifted.append(Row(combine(row.terms, ((switch, row.high - most),)), None, row.high))
    return lifted


def _contradicted(cells: Cells, figure: Figure, kept: list[Figure]) -> tuple[str, ...]:
    """The smallest preferred group of kept figures that cannot hold together with this one."""
    # The group explains more if the number of persons comes from another figure than from this one.
    bare = figure.model_copy(update={"numerator": None})
    accused = figure if _possible(cells, [bare, *kept]) else bare
    if not _possible(cells, [accused]):
        return ()
    # A contradiction is best explained by figures about the same people, and by such as do not rest on other figures.
    same = (figure.count, figure.base)
    candidates = sorted(kept, key=lambda other: (other.count not in same, -other.priority))
    found = _quick_explain(cells, [accused], [accused], candidates)
    return tuple(other.id for other in kept if other in found)


def _quick_explain(cells: Cells, background: list[Figure], added: list[Figure], candidates: list[Figure]):
    if added and not _possible(cells, background):
        return []
    if len(candidates) == 1:
        return candidates
    middle = len(candidates) // 2
    preferred, rest = candidates[:middle], candidates[middle:]
    from_rest = _quick_explain(cells, background + preferred, preferred, rest)
    from_preferred = _quick_explain(cells, background + from_rest, from_rest, preferred)
    return from_preferred + from_rest
