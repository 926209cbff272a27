"""Putting values into cells so that what is read back is identical, whatever Excel makes of them at first.

Excel interprets what is put into a cell as if it were typed: ``00123`` becomes 123, ``1E5`` a number, ``12-05`` a day,
``=1+1`` a formula. In a cell of text format it does none of that, so the format comes first; and every block is read
back, because the format of a cell is the user's to change and an apostrophe in front is still taken for a mark.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ozon_xl.errors import ProgramRefusedError
from ozon_xl.hosts.com.book import GENERAL, parts, ranges, read_block
from ozon_xl.hosts.com.patience import PROGRAM, Com
from ozon_xl.hosts.xlsx.areas import Area
from ozon_xl.sheets import Cell


class Block(NamedTuple):
    """Values for an area."""

    area: Area
    rows: Sequence[tuple[Cell, ...]]


def block_of(area: Area, rows: Iterable[Iterable[Cell]]) -> Block:
    """The values as Excel will hold them."""
    return Block(area, [tuple(map(_held, row)) for row in rows])


def _held(cell: Cell) -> Cell:
    """Numbers are floats, an empty text is an empty cell."""
    if isinstance(cell, int):
        return float(cell)
    return None if cell == "" else cell


def set_format(sheet: Com, areas: Iterable[Area], number_format: str) -> None:
    """Give areas a number format."""
    for cells in ranges(sheet, areas):
        cells.NumberFormat = number_format


def put_blocks(sheet: Com, blocks: Sequence[Block]) -> None:
    """Put values into cells and make sure that they arrived.

    Raises:
        ProgramRefusedError: something else stands there now.
    """
    for block in blocks:
        put(sheet, block)
    mend(sheet, blocks, standing(sheet, [block.area for block in blocks]))


def put(sheet: Com, block: Block) -> None:
    """Put values into cells, come what may."""
    start = block.area.top
    for part in parts(block.area):
        sheet.Range(str(part)).Value2 = tuple(block.rows[part.top - start : part.bottom - start + 1])


def standing(sheet: Com, areas: Sequence[Area]) -> list[list[tuple[Com, ...]]]:
    """What stands in each area now: read at once, with what lies between them."""
    if not areas:
        return []
    sides = zip((min, min, max, max), zip(*areas, strict=True), strict=True)
    box = Area(*(outermost(side) for outermost, side in sides))
    rows = read_block(sheet, box)
    return [
        [row[left - box.left : right + 1 - box.left] for row in rows[top - box.top : bottom + 1 - box.top]]
        for left, top, right, bottom in areas
    ]


def mend(sheet: Com, blocks: Sequence[Block], found: Sequence[Sequence[tuple[Com, ...]]]) -> None:
    """The columns that did not arrive once more: numbers without a format of text, texts behind the mark of one.

    Raises:
        ProgramRefusedError: they do not arrive.
    """
    for block, rows in zip(blocks, found, strict=True):
        if rows != block.rows:
            for at in range(block.area.right - block.area.left + 1):
                _mend_column(sheet, block, rows, at)


def refuse_formulas(sheet: Com, areas: Iterable[Area]) -> None:
    """Make sure that no text became a formula that shows that very text. Raises ProgramRefusedError."""
    for cells in ranges(sheet, areas):
        if cells.HasFormula is not False:
            raise ProgramRefusedError(program=PROGRAM, what=cells.Address)


def _mend_column(sheet: Com, block: Block, found: Sequence[tuple[Com, ...]], at: int) -> None:
    cells = [row[at] for row in block.rows]
    across = block.area.left + at
    area = block.area._replace(left=across, right=across)
    wrong = [cell for cell, row in zip(cells, found, strict=True) if not _same(cell, row[at])]
    if not wrong:
        return
    if any(isinstance(cell, float) for cell in wrong):
        set_format(sheet, [area], GENERAL)
    put(sheet, Block(area, [(f"'{cell}" if isinstance(cell, str) else cell,) for cell in cells]))
    for down, (there,) in enumerate(read_block(sheet, area), area.top):
        if not _same(cells[down - area.top], there):
            raise ProgramRefusedError(program=PROGRAM, what=str(Area(across, down, across, down)))


def _same(cell: Cell, there: Com) -> bool:
    """Ends of lines may differ."""
    if isinstance(cell, str) and isinstance(there, str):
        return cell == there or cell.splitlines() == there.splitlines()
    return type(cell) is type(there) and bool(cell == there)
