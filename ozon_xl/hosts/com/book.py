"""The workbook in Excel: its named cells, and where its tables lie. Looked up anew each time: people move things."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from ozon_xl.errors import CellNameMissingError, ProgramRefusedError, TableBlockedError, TableMissingError
from ozon_xl.hosts.com.patience import Com
from ozon_xl.hosts.headings import attrs_of
from ozon_xl.hosts.xlsx.areas import Area, area_of
from ozon_xl.sheets import Table
from ozon_xl.texts import Lang
from ozon_xl.texts import hosts as texts

MOST_CELLS: Final = 100_000
"""In one call: more at once strains Excel's memory, fewer make more calls."""
GENERAL: Final = "General"
TEXT_FORMAT: Final = "@"
_MOST_ADDRESS: Final = 255
"""Characters of an address that ``Worksheet.Range`` takes."""


class Place(NamedTuple):
    """Where a declared table lies."""

    sheet: Com
    """The Worksheet."""
    table: Com
    """The ListObject."""
    title: str
    """The sheet's, for the user."""
    area: Area
    """With its header."""
    attrs: tuple[str | None, ...]
    """What each column is, from the left; None for one of the staff's own."""
    headings: tuple[str, ...]
    values: list[tuple[Com, ...]]
    """``Value2`` of its cells when it was looked up, by row and column from 0, without the header."""

    @property
    def top(self) -> int:
        """The sheet's row of the first row of cells."""
        return self.area.top + 1

    @property
    def height(self) -> int:
        """Rows of cells, empty ones too."""
        return self.area.bottom - self.area.top

    def across(self, attr: str) -> int:
        """The sheet's column of an attr, 1 for A."""
        return self.area.left + self.attrs.index(attr)

    def body(self, count: int, *, start: int = 0) -> Area:
        """Rows of cells, counted from 0, over the table's whole width."""
        return Area(self.area.left, self.top + start, self.area.right, self.top + start + count - 1)

    def column(self, across: int, count: int, *, start: int = 0) -> Area:
        """Some of the cells of a column."""
        return Area(across, self.top + start, across, self.top + start + count - 1)


class Book:
    """An open workbook."""

    def __init__(self, com: Com) -> None:
        self.com = com
        self._sheets: dict[str, Com] = {}
        """Where tables were found last."""

    def cell(self, name: str) -> Com:
        """The Range of a named cell. Raises CellNameMissingError."""
        try:
            found = self.com.Names.Item(name)
            if found.Name.casefold() != name.casefold():  # of a copied sheet: it has names of its own
                found = next(other for other in self.com.Names.members() if other.Name.casefold() == name.casefold())
            cell = found.RefersToRange
        except (ProgramRefusedError, StopIteration) as error:
            raise CellNameMissingError(name=name) from error
        if cell.Count != 1:
            raise CellNameMissingError(name=name)
        return cell

    def place(self, table: Table, lang: Lang) -> Place:
        """Where a table lies, and its cells.

        Raises:
            TableMissingError, ColumnMissingError, ColumnTwiceError, TableBlockedError.
        """
        sheet, found = self._find(table)
        title = sheet.Name
        if not found.ShowHeaders:
            raise TableBlockedError(sheet=title, what=texts.NO_HEADER)
        if found.ShowTotals:
            raise TableBlockedError(sheet=title, what=texts.TOTALS_ROW)
        area = area_of(found.Range.Address)
        headings, *values = read_block(sheet, area)
        names = tuple(map(str, headings))
        return Place(sheet, found, title, area, attrs_of(table, names, title, lang), names, values)

    def _find(self, table: Table) -> tuple[Com, Com]:
        """The sheet and the table on it: where it was last, on the sheet that bears its name, or anywhere."""
        for sheet in self._candidates(table):
            try:
                found = sheet.ListObjects.Item(table.name)
            except ProgramRefusedError:
                continue
            self._sheets[table.name] = sheet
            return sheet, found
        raise TableMissingError(table=table.name)

    def _candidates(self, table: Table) -> Iterator[Com]:
        if table.name in self._sheets:
            yield self._sheets[table.name]
        sheets = self.com.Worksheets
        for title in dict.fromkeys(table.sheet):
            try:
                yield sheets.Item(title)
            except ProgramRefusedError:
                continue
        yield from sheets.members()


def read_block(sheet: Com, area: Area, what: str = "Value2") -> list[tuple[Com, ...]]:
    """What all cells of an area hold, row by row: ``Value2``, ``FormulaR1C1``."""
    rows: list[tuple[Com, ...]] = []
    for part in parts(area):
        found = getattr(sheet.Range(str(part)), what)
        rows += found if isinstance(found, tuple) else [(found,)]
    return rows


def parts(area: Area) -> Iterator[Area]:
    """The area cut into blocks of rows that one call can carry."""
    step = max(MOST_CELLS // (area.right - area.left + 1), 1)
    for top in range(area.top, area.bottom + 1, step):
        yield area._replace(top=top, bottom=min(top + step - 1, area.bottom))


def ranges(sheet: Com, areas: Iterable[Area | str]) -> Iterator[Com]:
    """The areas, or cells by their names, as few Ranges of many areas each."""
    address = ""
    for area in areas:
        longer = f"{address},{area}" if address else str(area)
        if len(longer) > _MOST_ADDRESS:
            yield sheet.Range(address)
            longer = str(area)
        address = longer
    if address:
        yield sheet.Range(address)


def column_runs(columns: Iterable[int], top: int, bottom: int) -> list[Area]:
    """Columns side by side as one area."""
    ordered = sorted(set(columns))
    edges = [0, *(at for at, (left, right) in enumerate(pairwise(ordered), 1) if right != left + 1), len(ordered)]
    return [Area(ordered[first], top, ordered[last - 1], bottom) for first, last in pairwise(edges) if first < last]
