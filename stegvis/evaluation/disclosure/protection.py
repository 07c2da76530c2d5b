"""Hides cells of the linked tables until every secret has a witness.

Order of work: the coarse tables by municipality and sex first, since they carry the message; then each other
dimension, and last the destinations one by one, each taking what is already decided as given. So a page that shows
the five groups is the same whether or not anybody asks for detail, and any two questions agree.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from stegvis.evaluation.catalogue import CROSSED_SPLITS
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.definitions import Dimension
from stegvis.evaluation.disclosure import cells
from stegvis.evaluation.disclosure.blocks import Block
from stegvis.evaluation.disclosure.cells import Cell
from stegvis.evaluation.disclosure.lattice import Lattice, Past, build
from stegvis.evaluation.disclosure.published import PublishedSet
from stegvis.evaluation.disclosure.secrets import Secret, find, rows_of
from stegvis.evaluation.disclosure.witness import Search

OTHER_DIMENSIONS = (
    Dimension.INFLOW_CHANNEL,
    Dimension.TARGET_GROUP,
    Dimension.AGE_GROUP,
    Dimension.START_HALF_YEAR,
    Dimension.MONTH,
    Dimension.TIME_IN,
)
CROSSED = tuple(map(cells.crossed, CROSSED_SPLITS))
DETAIL, _ONE_GO = "detail", "one go"
STAGES: tuple[str, ...] = (Dimension.MUNICIPALITY, *OTHER_DIMENSIONS, *CROSSED, DETAIL)
"""The order in which tables are decided."""

_TIMES = (Dimension.START_HALF_YEAR, Dimension.MONTH, Dimension.TIME_IN)
_BESIDE: dict[str, tuple[str, ...]] = {
    Dimension.MONTH: (Dimension.START_HALF_YEAR,),
    Dimension.TIME_IN: _TIMES[:2],
}
"""What is tied to a dimension by more than the totals, and stands in its sums whatever the totals hide."""
LEAST_CELLS_IN_A_ROW = 2
"""A distribution with fewer filled cells left than this is hidden as a whole: what remained would mislead."""

WORTH_A_SEARCH = 5.0
"""From this worth on (see `cells.worth`) it pays to look for new worlds before leaving a cell hidden."""


@dataclass
class Sheet:
    """One lattice being protected: which cells are hidden, and the worlds found so far."""

    lattice: Lattice
    secrets: Sequence[Secret]
    decided: Mapping[Cell, bool]
    earlier: Sequence[PublishedSet]
    fine: bool
    old_secrets: Sequence[tuple[Lattice, Sequence[Secret]]] = ()

    def __post_init__(self):
        self.values = np.rint(self.lattice.values).astype(int)
        self.hidden = np.zeros(len(self.lattice.cells), dtype=bool)
        rows = [rows_of(self.secrets, self.lattice), *(rows_of(old, then) for then, old in self.old_secrets)]
        self.own = len(self.secrets)
        self.secrets = [*self.secrets, *(secret for _, old in self.old_secrets for secret in old)]
        self.rows = np.vstack(rows)
        self.worlds: list[np.ndarray] = []
        self.is_decided = np.array([cell in self.decided for cell in self.lattice.cells], dtype=bool)
        self.known = self._known_from_before()
        self.hide(cell for cell, shown in self.decided.items() if not shown)
        self.hide(cell for secret in self.secrets for cell in secret.hides if cell not in self.decided)
        self.hide(cell for cell in self._still_behind_the_curtain() if cell not in self.decided)
        self.hide(cell for cell in self.lattice.cells if not _is_told(cell, self.fine))
        self.follow()
        self.must_stay = self.hidden.copy()

    def hide(self, which: Collection[Cell]) -> None:
        """Hide these cells; those of other lattices are left alone."""
        for cell in which:
            if cell in self.lattice.place:
                self.hidden[self.lattice.place[cell]] = True

    def _known_from_before(self) -> np.ndarray:
        """Cells an earlier release showed with today's value: hiding them now hides nothing."""
        return np.array(
            [
                any(release.shown.get(cell) == value for release in self.earlier)
                for cell, value in zip(self.lattice.cells, self.values, strict=True)
            ],
            dtype=bool,
        )

    def _still_behind_the_curtain(self) -> list[Cell]:
        """Cells the last release hid and that have not changed: showing them now would undo that release."""
        if not self.earlier:
            return []
        last = self.earlier[-1].withheld
        return [
            cell for cell, value in zip(self.lattice.cells, self.values, strict=True) if last.get(cell, -1) == value
        ]

    def follow(self) -> None:
        """What falls with what is hidden: shares without their base, and rows with too little left."""
        for cell, row in self.lattice.place.items():
            if cell.number == cells.ENDED:
                self._follow_in_group(cell, row)

    def _follow_in_group(self, ended: Cell, row: int) -> None:
        def hide(numbers):
            self.hide(cell for cell in map(ended.in_group, numbers) if cell not in self.decided)

        if cells.is_crossed(ended.dimension):
            if self.hidden[row]:
                hide((cells.ANY,))
            return
        if self.hidden[row]:
            hide(number for number in cells.numbers_of(self.fine) if number not in cells.SIZES)
        elif self.values[row] and self._filled_and_shown(ended) < LEAST_CELLS_IN_A_ROW:
            hide((*cells.FIVE_GROUPS, cells.OTHER_STAYED_OUT, *(cells.DETAIL_NUMBERS if self.fine else ())))
            hide((cells.TRANSFERRED,))
        if self.hidden[self.lattice.place[ended.in_group(cells.ENDED_STAYED_OUT)]]:
            hide((cells.OTHER_STAYED_OUT, cells.ANY_STAYED_OUT))

    def _filled_and_shown(self, group: Cell) -> int:
        at = [self.lattice.place[group.in_group(number)] for number in cells.FIVE_GROUPS]
        return int(np.sum(~self.hidden[at] & (self.values[at] > 0)))

    def protect(self) -> bool:
        """Give every secret a witness, hiding what stands in the way; then show again what turned out needless.

        False when some secret has none, whatever is hidden here.
        """
        price = np.array([cells.worth(cell) * np.log2(value + 2) for cell, value in self._cell_values()])
        search = Search(self.lattice, price)
        lost: list[int] = []
        for number, secret in enumerate(self.secrets):
            if any(secret.is_open_at(float(self.rows[number] @ world)) for world in self.worlds):
                continue
            world = self._witness(search, secret, self.rows[number])
            if world is not None:
                self.worlds.append(world)
            elif number < self.own:
                self._hide_all_undecided()
                return False
            else:
                lost.append(number)
        self._forget(lost)
        if self.secrets:
            self._show_again(search)
        self.follow()
        return not lost

    def _cell_values(self):
        return zip(self.lattice.cells, self.values, strict=True)

    def _hide_all_undecided(self) -> None:
        """No world keeps a secret of this release open, whatever is hidden here: then nothing more is told here."""
        self.hidden |= ~self.is_decided

    def _forget(self, lost: Sequence[int]) -> None:
        """Old secrets that earlier releases gave away together: nothing that is hidden now brings them back."""
        self.secrets = [secret for number, secret in enumerate(self.secrets) if number not in lost]
        self.rows = np.delete(self.rows, lost, axis=0)

    def _witness(self, search: Search, secret: Secret, row: np.ndarray) -> np.ndarray | None:
        for known in (self.known, np.zeros_like(self.known)):
            fixed = known | (self.is_decided & ~self.hidden)
            found = [search.cheapest(row, escape, self.hidden & ~fixed, fixed) for escape in secret.escapes]
            found = [one for one in found if one is not None]
            if found:
                _, world = min(found, key=lambda one: one[0])
                self.hidden |= np.rint(self.lattice.sums @ world).astype(int) != self.values
                self.follow()
                return world
        return None

    def _show_again(self, search: Search) -> None:
        """Show what was hidden needlessly: cells without which every secret keeps, or finds, a witness."""
        curtain = _Curtain(self, search)
        for at in sorted(np.flatnonzero(self.hidden & ~self.must_stay), key=lambda at: self._worth_key(int(at))):
            worth_a_search = cells.worth(self.lattice.cells[at]) >= WORTH_A_SEARCH
            if curtain.can_show(at, search_further=worth_a_search):
                self.hidden[at] = False

    def _worth_key(self, at: int) -> tuple:
        cell = self.lattice.cells[at]
        return (-cells.worth(cell), cell)


class _Curtain:
    """The worlds that still agree with everything shown, and whether one more cell can be shown without losing all."""

    def __init__(self, sheet: Sheet, search: Search):
        self.sheet = sheet
        self.search = search
        self.worlds = np.array(sheet.worlds)
        self.left = self._agreeing(~sheet.hidden | sheet.known).all(axis=0)

    def _agreeing(self, which: np.ndarray) -> np.ndarray:
        """Cell × world: whether the world gives the cell its true value."""
        told = np.rint(self.sheet.lattice.sums[which] @ self.worlds.T).astype(int)
        return told == self.sheet.values[which][:, None]

    def can_show(self, at: int, *, search_further: bool) -> bool:
        """Whether the hidden cell can be shown. New worlds are looked for only when that is worth the time."""
        only = np.zeros_like(self.sheet.hidden)
        only[at] = True
        kept = self.left & self._agreeing(only)[0]
        added: list[np.ndarray] = []
        for secret, row in zip(self.sheet.secrets, self.sheet.rows, strict=True):
            told = [float(value) for value in row @ self.worlds[kept].T] + [float(row @ world) for world in added]
            if any(secret.is_open_at(value) for value in told):
                continue
            world = self._another(secret, row, at) if search_further else None
            if world is None:
                return False
            added.append(world)
        if added:
            self.worlds = np.vstack([self.worlds, added])
            kept = np.append(kept, np.ones(len(added), dtype=bool))
        self.left = kept
        return True

    def _another(self, secret: Secret, row: np.ndarray, at: int) -> np.ndarray | None:
        fixed = ~self.sheet.hidden | self.sheet.known
        fixed[at] = True
        for escape in secret.escapes:
            if (found := self.search.cheapest(row, escape, ~fixed, fixed)) is not None:
                return found[1]
        return None


def _is_told(cell: Cell, fine: bool) -> bool:
    """Whether a table has the number: how many were transferred stands in the detailed ones only."""
    return cell.number != cells.TRANSFERRED or (fine and cell.dimension in ("", Dimension.MUNICIPALITY))


def _block_then(release: PublishedSet, block: Block, number: int) -> Block:
    """The same dimension in an earlier release, each value in a state of its own."""
    boxes = release.leaves(block.dimension, fine=block.fine)
    return Block(block.dimension, boxes, block.fine, {value: number for value, _ in boxes}, number)


def _sharing(older: Sequence[Block], newer: Sequence[Block]) -> tuple[list[Block], bool]:
    """The older blocks with the states of the newer where nothing has changed, and whether there is such a value.

    Municipalities are told to be held one by one, with all that is crossed with them. The values of other dimensions
    change and stay together.
    """
    shared, held = [], set()
    for old, new in zip(older, newer, strict=True):
        same = {value for value in old.values if _as_before(old, new, value)}
        if old.dimension == Dimension.MUNICIPALITY:
            held = same
        elif old.crossed and cells.parts_of(old.dimension)[0] == Dimension.MUNICIPALITY:
            same = {value for value in same if cells.parts_of(value)[0] in held}
        elif len(same) < len(old.values) or old.moves:
            same = set()
        states = {value: new.states.get(value, 0) if value in same else old.states[value] for value in old.values}
        shared.append(replace(old, states=states))
    return shared, bool(held)


def _as_before(old: Block, new: Block, value: str) -> bool:
    without = (cells.STILL,) if old.moves else ()
    then, now = (
        {sex: _filled(block.boxes.get((value, sex), {}), without) for sex in old.sexes} for block in (old, new)
    )
    return then == now


def _filled(inside: Mapping[str, int], without: Collection[str]) -> dict[str, int]:
    return {leaf: people for leaf, people in inside.items() if people and leaf not in without}


class Family:
    """The linked tables of one extract at one date, protected together. Stages are worked out when first asked for.

    Should a stage find that those before it have told too much, beside what earlier releases told, then all are worked
    out once more, in one go. That takes longer and always finds what there is to find.

    `threshold`: counts below it (and above 0) are small. `earlier`: what earlier releases have told, oldest first.
    """

    def __init__(self, extract: Extract, at: date, threshold: int, earlier: Sequence[PublishedSet] = ()):
        from stegvis.evaluation.disclosure import rows
        from stegvis.evaluation.engine import census

        self.threshold = threshold
        self.at = at
        self.earlier = tuple(earlier)
        self._census = lambda dimension: census(extract, at, *map(Dimension, cells.parts_of(dimension)))
        self._blocks: dict[tuple[str, bool], Block] = {}
        self._stages: dict[str, dict[Cell, tuple[bool, int]]] = {}
        self._rows_with = lambda table: rows.rows_with(table, extract, at)
        self._rows_there = rows.there(extract)
        self._in_one_go = self._all_decided = False

    def is_shown(self, cell: Cell) -> bool:
        """Whether the cell may be shown. Groups nobody is in are shown (as zero) when their total is."""
        fine = cell.number in cells.DETAIL_NUMBERS or cell.number == cells.TRANSFERRED
        if self.earlier and not self._all_decided:
            for name in STAGES:  # a late one may change what the early ones decided
                self.stage(name)
            self._all_decided = True
        stage = DETAIL if fine else cell.dimension or Dimension.MUNICIPALITY
        found = self.stage(stage).get(cell)
        return found[0] if found is not None else True

    def stage(self, name: str) -> dict[Cell, tuple[bool, int]]:
        """Cell → (shown, value) of one stage, see STAGES."""
        if self._in_one_go and name != DETAIL:
            name = _ONE_GO
        if name not in self._stages:
            found, complete = self._work_out(name)
            if not complete and self.earlier and not self._in_one_go and name != Dimension.MUNICIPALITY:
                self._in_one_go = True
                self._stages.clear()
                return self.stage(name)
            self._stages[name] = found
        return self._stages[name]

    def one_row(self, table: str) -> dict[Cell, tuple[bool, int]]:
        """Cell → (shown, value) of a table of one row, by the name that a release gives it.

        Raises DefinitionError when the extract does not hold what it counts.
        """
        from stegvis.evaluation.disclosure.one_row import together

        if table not in self._stages:
            rows = self._rows_with(table)
            for place, row in enumerate(rows):
                if not all([self.is_shown(cell) for cell in row.shown_with]):
                    rows[place] = replace(row, withheld=True)
            self._stages |= together(rows, threshold=self.threshold, earlier=self.earlier)
        return self._stages[table]

    def published(self) -> PublishedSet:
        """Everything this release tells, in all stages."""
        told: dict[Cell, tuple[bool, int]] = {}
        for name in STAGES:
            told |= self.stage(name)
        for table in self._rows_there:
            told |= self.one_row(table)
        return PublishedSet(
            self.at,
            self.threshold,
            {cell: value for cell, (shown, value) in told.items() if shown},
            {cell: value for cell, (shown, value) in told.items() if not shown},
        )

    def _block(self, dimension: str, fine: bool = False) -> Block:
        key = (dimension, fine)
        if key not in self._blocks:
            self._blocks[key] = Block.counted(str(dimension), self._census(dimension), fine)
        return self._blocks[key]

    def _beside(self, name: str) -> tuple[str, ...]:
        """The stages that stand in the sums of one: its margins, what they hang together with, and, where a total is
        hidden, all that was decided before."""
        if name == _ONE_GO:
            return STAGES[1:-1]
        before = STAGES[1 : STAGES.index(name)]
        if name != Dimension.MUNICIPALITY and (self._in_one_go or self._totals_hide_something()):
            return before
        needed = set(_BESIDE.get(name, ()))
        if name in CROSSED or name == DETAIL:
            crossed = [other for other in (*before, name) if other in CROSSED]
            needed.update(crossed)
            for dimension in (part for one in crossed for part in cells.parts_of(one)):
                needed.update(_TIMES if dimension == Dimension.HALF_YEARS_IN else (dimension,))
        return tuple(stage for stage in before if stage in needed)

    def _work_out(self, name: str) -> tuple[dict[Cell, tuple[bool, int]], bool]:
        """Cell → (shown, value), and whether every secret is kept."""
        fine = name == DETAIL
        decided: dict[Cell, tuple[bool, int]] = {}
        blocks = [self._block(Dimension.MUNICIPALITY, fine)]
        blocks += [self._block(stage) for stage in self._beside(name)]
        if name not in (Dimension.MUNICIPALITY, _ONE_GO):
            for stage in (Dimension.MUNICIPALITY, *self._beside(name)):
                decided |= self.stage(stage)
            if not fine:
                blocks.append(self._block(name))
        lattice = build(blocks, self.at, self._past(blocks))
        if not len(lattice.boxes):
            return {}, True
        secrets = find(lattice, self.threshold, self.earlier, fine=fine)
        statuses = {cell: shown for cell, (shown, _) in decided.items()}
        sheet = Sheet(lattice, secrets, statuses, self.earlier, fine, self._old_secrets(lattice, fine))
        complete = sheet.protect()
        told = {
            cell: (not sheet.hidden[at], int(sheet.values[at]))
            for at, cell in enumerate(lattice.cells)
            if cell not in decided and _is_told(cell, fine)
        }
        return told, complete

    def _past(self, blocks: Sequence[Block]) -> list[Past]:
        """Earlier releases, newest first, back to where no municipality connects them with what is told now."""
        newer, found = blocks, []
        for number in range(len(self.earlier), 0, -1):
            release = self.earlier[number - 1]
            older = [_block_then(release, block, number) for block in blocks]
            if not older[0].boxes:
                break
            older, connected = _sharing(older, newer)
            found.append(Past(older, release.at, release.shown))
            newer = older
            if not connected:
                break
        return found

    def _old_secrets(self, lattice: Lattice, fine: bool) -> list[tuple[Lattice, list[Secret]]]:
        found = []
        for back, then in enumerate(lattice.past, start=1):
            release, before = self.earlier[-back], self.earlier[:-back]
            secrets = [
                replace(secret, hides=())
                for secret in find(then, release.threshold, before, fine=fine)
                if any(cell in release.withheld for cell, _ in secret.coefficients)
            ]
            found.append((then, secrets))
        return found

    def _totals_hide_something(self) -> bool:
        """Whether a total is hidden. If none is, the other dimensions say nothing about each other."""
        return any(not shown for cell, (shown, _) in self.stage(Dimension.MUNICIPALITY).items() if not cell.value)
