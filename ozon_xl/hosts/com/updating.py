"""Changing single cells of a table in Excel: the changed cells of a column go in together."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final

from ozon_xl.hosts.base import Key
from ozon_xl.hosts.com.book import TEXT_FORMAT, Place, ranges, read_block
from ozon_xl.hosts.com.putting import Block, block_of, put_blocks, refuse_formulas, set_format
from ozon_xl.hosts.com.reading import Body
from ozon_xl.hosts.com.writing import refuse_protected
from ozon_xl.hosts.xlsx.areas import Area
from ozon_xl.sheets import Cell, Owner, Table

_MOST_SPANS: Final = 8
"""Changed cells of a column of ours that lie further scattered go in with those between them."""


def update_cells(table: Table, place: Place, changes: Mapping[Key, Mapping[str, Cell]]) -> None:
    """Change the cells; the staff's columns first: an edit that still stands beside a new base would count as typed
    anew and be sent again.
    """
    refuse_protected(place)
    numbers = {row.number: row.key for row in Body(table, place).rows() if row.key in changes}
    ordered = sorted(table.columns, key=lambda column: column.owner is Owner.US)
    for column in ordered:
        cells = {number: changes[key][column.attr] for number, key in numbers.items() if column.attr in changes[key]}
        if cells:
            across = place.across(column.attr)
            blocks = list(_spans(across, cells))
            if column.owner is Owner.US and len(blocks) > _MOST_SPANS:
                blocks = _with_those_between(place, across, cells) or blocks
            _put(place, blocks)


def _spans(across: int, cells: Mapping[int, Cell]) -> Iterable[Block]:
    """Changed cells right below each other, empty ones apart, as blocks."""
    ordered = enumerate(sorted(cells))
    for _, group in groupby(ordered, key=lambda entry: (entry[1] - entry[0], cells[entry[1]] in {None, ""})):
        span = [number for _, number in group]
        yield block_of(Area(across, span[0], across, span[-1]), [(cells[number],) for number in span])


def _with_those_between(place: Place, across: int, cells: Mapping[int, Cell]) -> list[Block]:
    """None where somebody put an error or a truth value between them: those could not be put back."""
    area = Area(across, min(cells), across, max(cells))
    old = read_block(place.sheet, area)
    if any(isinstance(cell, int) for (cell,) in old):
        return []
    return [block_of(area, [(cells.get(number, cell),) for number, (cell,) in enumerate(old, area.top)])]


def _put(place: Place, blocks: Iterable[Block]) -> None:
    """Texts into cells of text format; empty cells all at once."""
    blocks = list(blocks)
    emptied = [block.area for block in blocks if all(cell is None for (cell,) in block.rows)]
    for cells in ranges(place.sheet, emptied):
        cells.ClearContents()
    filled = [block for block in blocks if block.area not in emptied]
    worded = [block.area for block in filled if any(isinstance(cell, str) for (cell,) in block.rows)]
    set_format(place.sheet, worded, TEXT_FORMAT)
    put_blocks(place.sheet, filled)
    refuse_formulas(place.sheet, worded)
