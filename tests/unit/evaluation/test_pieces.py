"""An extract in pieces: however it came to be, it is the same as one cut whole, and only touched pieces are read."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stegvis.evaluation import contracts, pieces
from stegvis.evaluation.contracts import Extract, ExtractError
from stegvis.evaluation.pieces import ExtractInPieces, PieceList
from tests.unit.evaluation.people import DAY, SPRING

MOST = 3
#: Pseudonyms that begin alike for long, and some that are wholly alike in the letters that decide.
NAMES = [f"{number * 0x1357:04x}{'0' * 12}{number:x}" for number in range(12)] + ["åäö", "ab", "ab0"] + [
    f"{'f' * 16}{number}" for number in range(5)
]  # fmt: skip
#: One step: to whom something happens (not there any more, there, ended), and how many days pass.
STEPS = st.lists(
    st.tuples(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 4), max_size=6), st.integers(0, 2)), max_size=6
)


def rows_of(state: dict[str, int]) -> dict[str, list[dict]]:
    """Tables in which the number says what there is to tell of an enrolment: 0 nothing, from 2 on it has ended."""
    there = {name: what for name, what in state.items() if what}
    ended = {name: what for name, what in there.items() if what > 1}
    return {
        "enrolments": [
            {
                "person": f"person of {name[:3]}",
                "enrolment": name,
                "municipality": '"Mönster, ås\n' if what == 3 else "",
                "sex": "F",
                "age": 20 + what,
                "inflow_channel": "school",
                "start_on": SPRING,
                "end_on": SPRING + timedelta(what) if name in ended else None,
            }
            for name, what in there.items()
        ],
        "exits": [
            {"enrolment": name, "destination": way, "headline": way == "work"}
            for name, what in ended.items()
            for way in (("work",), ("work", "studies"), ("work",))[what - 2]
        ],
        "target_groups": [{"enrolment": name, "target_group": "youth"} for name, what in there.items() if what % 2],
        "follow_ups": [
            {
                "enrolment": name,
                "kind": "weeks_4",
                "asked_on": SPRING + timedelta(30),
                "reached": what == 4,
                "destination": "work" if what == 4 else None,
            }
            for name, what in ended.items()
        ],
    }


class Store(dict):
    """Contents by digest; remembers what was asked for."""

    def __init__(self):
        self.asked = []

    def __call__(self, digests):
        self.asked += digests
        return {digest: self[digest] for digest in digests if digest in self}

    def kept(self, extract: ExtractInPieces) -> ExtractInPieces:
        """The extract as it is found again."""
        self.update(extract.fresh)
        return ExtractInPieces(PieceList.from_bytes(extract.listed.to_bytes(), extract.digest), self)


def whole(state: dict[str, int], at: date = DAY) -> Extract:
    return Extract.from_rows("demo", at, **rows_of(state))


@settings(max_examples=60)
@given(STEPS)
@example([(dict.fromkeys(NAMES, 1), 0), (dict.fromkeys(NAMES[:-1], 0), 0)])
@example([(dict.fromkeys(NAMES[:3], 3), 0), ({NAMES[3]: 2}, 0), ({NAMES[3]: 0}, 1)])
def test_changed_bit_by_bit_it_is_what_it_is_cut_whole(steps):
    with patch.object(pieces, "MOST", MOST):
        store, state, at = Store(), {}, DAY
        standing = store.kept(pieces.cut(whole(state)))
        for changes, days in steps:
            state, at = state | changes, at + timedelta(days)
            told = rows_of({name: state[name] for name in changes})
            standing = store.kept(pieces.spliced(standing, at, changed=changes, rows=told))
            expected = whole(state, at)
            assert standing.listed == pieces.cut(expected).listed
            assert all(standing.tables[name].equals(table) for name, table in expected.tables.items())
            assert standing.listed.rows == expected.enrolments.num_rows


def test_only_the_pieces_where_something_changed_are_read_and_made_anew():
    state = {f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}": 1 for number in range(2000)}
    store = Store()
    standing = store.kept(pieces.cut(whole(state)))
    one, other = sorted(state)[3], sorted(state)[-3]
    told = rows_of({one: 2})
    after = pieces.spliced(standing, DAY, changed=[one, other], rows=told)
    assert len(store.asked) <= 2 and len(after.fresh) == 2
    assert len(set(after.listed.pieces) & set(standing.listed.pieces)) == len(standing.listed.pieces) - 2
    assert max(piece.rows for piece in after.listed.pieces) <= pieces.MOST


@pytest.mark.parametrize("damage", [lambda text: text.replace(b"school", b"street"), lambda text: None])
def test_a_piece_that_is_missing_or_was_changed_is_refused(damage):
    store = Store()
    standing = store.kept(pieces.cut(whole({"a": 1})))
    store.update({digest: damage(text) for digest, text in store.items()})
    with pytest.raises(ExtractError, match="missing or was changed"):
        _ = standing.enrolments


def test_a_list_that_was_changed_or_is_newer_is_refused():
    listed = pieces.cut(whole({"a": 1})).listed
    content = listed.to_bytes()
    with pytest.raises(ExtractError, match="digest"):
        PieceList.from_bytes(content.replace(b"demo", b"dome"), listed.digest)
    with patch.object(pieces, "CONTRACT_VERSION", 9):
        newer = listed.to_bytes(), listed.digest
    with pytest.raises(ExtractError, match="reads 3 and earlier"):
        PieceList.from_bytes(*newer)


def test_rows_that_break_the_contract_are_refused_where_they_are_spliced_in():
    standing = pieces.cut(whole({"a": 1, "b": 2}))
    told = rows_of({"a": 2}) | {"exits": []}
    with pytest.raises(ExtractError, match="no headline exit"):
        pieces.spliced(standing, DAY, changed=["a"], rows=told)
    with pytest.raises(ValueError, match="follow_ups"):
        pieces.spliced(standing, DAY, changed=[], rows={name: [] for name in contracts.COLUMNS})


def test_a_large_extract_written_before_there_were_pieces_keeps_its_digest():
    before = whole({"a": 1, "b": 2})
    content, digest = before.to_bytes(), before.digest
    with patch.object(contracts, "IN_PIECES_FROM", 2):
        now, read = whole({"a": 1, "b": 2}), Extract.from_bytes(content)
        assert (read.digest, read.to_bytes()) == (digest, content)
        assert now.digest == pieces.cut(now).digest != digest
        assert Extract.from_bytes(now.to_bytes()).digest == now.digest
