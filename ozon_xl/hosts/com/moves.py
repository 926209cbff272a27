"""Which old row of a table comes to stand where, when its rows are replaced."""

from collections import defaultdict, deque
from collections.abc import Sequence
from typing import NamedTuple

from ozon_xl.hosts.base import Key


class Moves(NamedTuple):
    """How rows that carry the staff's cells get to the places of their keys."""

    ranks: list[int]
    """For every row of the table, first the old ones, then those to be added: its place in the new order, from 0.
    From ``stay`` up for rows that go."""
    stay: int
    """Rows that stay."""
    added: int
    """Rows to be added at the bottom."""
    doubles: list[tuple[int, int]]
    """Old rows that go because their key has fewer rows now, each with the old row that takes over its entries."""


def moves(old: Sequence[Key | None], new: Sequence[Key | None]) -> Moves:
    """How the ``old`` rows, None for an empty one, become the ``new``.

    Several old rows of one key go to the new rows of that key in order. What is new takes an empty row or an added
    one, never one that goes: colours and notes of another key may hang on that.
    """
    wanted: defaultdict[Key | None, deque[int]] = defaultdict(deque)
    for index, key in enumerate(new):
        wanted[key].append(index)
    empty = deque(index for index, key in enumerate(old) if key is None)
    ranks = [-1] * len(old)
    heirs: dict[Key, int] = {}
    doubles: list[tuple[int, int]] = []
    for index, key in enumerate(old):
        if key is None:
            continue
        if wanted[key]:
            ranks[index] = wanted[key].popleft()
            heirs[key] = index
        elif key in heirs:
            doubles.append((index, heirs[key]))
    fresh = sorted(index for indexes in wanted.values() for index in indexes)
    added = []
    for index in fresh:
        if empty:
            ranks[empty.popleft()] = index
        else:
            added.append(index)
    ranks += added
    going = len(new)
    for index, rank in enumerate(ranks):
        if rank < 0:
            ranks[index] = going
            going += 1
    return Moves(ranks, len(new), len(added), doubles)
