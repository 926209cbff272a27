"""Putting values into cells so that what is read back is identical, whatever Excel makes of them at first.

Excel interprets what is put into a cell as if it were typed: ``00123`` becomes 123, ``1E5`` a number, ``12-05`` a day,
``=1+1`` a formula. In a cell of text format it does none of that, so the format comes first; and every block is read
back, because the format of a cell is the user's to change and an apostrophe in front is still taken for a mark.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ozon_xl.errors import ProgramRefusedError
from ozon_xl.hosts.com.book import parts, ranges, read_block
from ozon_xl.hosts.com.patience import PROGRAM, Com
from ozon_xl.hosts.xlsx.areas import Area
from ozon_xl.sheets import Cell

TEXT_FORMAT = "@"
GENERAL = "General"


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
        _put(sheet, block)
    for block in blocks:
        found = read_block(sheet, block.area)
        if found != block.rows:
            _mend(sheet, block, found)


def refuse_formulas(sheet: Com, areas: Iterable[Area]) -> None:
    """Make sure that no text became a formula that shows that very text. Raises ProgramRefusedError."""
    for cells in ranges(sheet, areas):
        if cells.HasFormula is not False:
            raise ProgramRefusedError(program=PROGRAM, what=cells.Address)


def _put(sheet: Com, block: Block) -> None:
    start = block.area.top
    for part in parts(block.area):
        sheet.Range(str(part)).Value2 = tuple(block.rows[part.top - start : part.bottom - start + 1])


def _mend(sheet: Com, block: Block, found: Sequence[tuple[Com, ...]]) -> None:
    """The columns that did not arrive once more: numbers without a format of text, texts behind the mark of one."""
    for at, across in enumerate(range(block.area.left, block.area.right + 1)):
        cells = [row[at] for row in block.rows]
        area = block.area._replace(left=across, right=across)
        wrong = [cell for cell, row in zip(cells, found, strict=True) if not _same(cell, row[at])]
        if not wrong:
            continue
        if any(isinstance(cell, float) for cell in wrong):
            set_format(sheet, [area], GENERAL)
        _put(sheet, Block(area, [(f"'{cell}" if isinstance(cell, str) else cell,) for cell in cells]))
        for down, (there,) in enumerate(read_block(sheet, area), area.top):
            if not _same(cells[down - area.top], there):
                raise ProgramRefusedError(program=PROGRAM, what=str(Area(across, down, across, down)))


def _same(cell: Cell, there: Com) -> bool:
    """Ends of lines may differ."""
    if isinstance(cell, str) and isinstance(there, str):
        return cell == there or cell.splitlines() == there.splitlines()
    return type(cell) is type(there) and bool(cell == there)
