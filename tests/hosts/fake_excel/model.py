"""Workbooks as the fake Excel holds them: plain data that can be copied, loaded from a real file."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula

from .coercion import ERRORS, Value, coerced, error_code

Rect = tuple[int, int, int, int]
"""Left, top, right, bottom, from 1."""


@dataclass
class FakeCell:
    """One cell."""

    value: Value = None
    formula: str | None = None
    """In R1C1, so that it may move as it is."""
    number_format: str | None = None
    """None for that of the column."""
    look: str = ""
    """A colour that somebody gave it."""
    note: str = ""

    def clear(self) -> None:
        self.value, self.formula = None, None


@dataclass
class FakeTable:
    """A ListObject."""

    name: str
    rect: Rect
    headers: bool = True
    totals: bool = False
    filtered: bool = False


@dataclass
class FakeSheet:
    """A Worksheet."""

    title: str
    cells: dict[tuple[int, int], FakeCell] = field(default_factory=dict)
    """By row and column."""
    column_formats: dict[int, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    """Rows."""
    tables: list[FakeTable] = field(default_factory=list)
    protected: bool = False

    def at(self, row: int, column: int) -> FakeCell:
        return self.cells.setdefault((row, column), FakeCell())

    def format_at(self, row: int, column: int) -> str:
        own = self.cells[row, column].number_format if (row, column) in self.cells else None
        return own or self.column_formats.get(column, "General")

    def value_at(self, row: int, column: int) -> Value:
        return self.cells[row, column].value if (row, column) in self.cells else None

    def enter(self, row: int, column: int, value: Any) -> None:
        """Put a value in, interpreted."""
        cell = self.at(row, column)
        entered = coerced(value, self.format_at(row, column))
        cell.value = entered.value
        cell.formula = r1c1(entered.formula, row, column) if entered.formula else None

    def enter_formula(self, row: int, column: int, text: str) -> None:
        """Put a formula in R1C1 in; into a cell of text it goes as text."""
        if text.startswith("=") and self.format_at(row, column) != "@":
            if text.count('"') % 2 or re.search(r"\bRC\[0\]|\[\w*[a-z]\w*\]", re.sub(r'"[^"]*"', "", text)):
                raise ValueError(text)
            cell = self.at(row, column)
            cell.value, cell.formula = 0.0, text
        else:
            self.enter(row, column, text)

    def move(self, rect: Rect, where: Callable[[int], int | None]) -> None:
        """Cells of an area to other rows of it or beyond; None drops them."""
        left, top, right, bottom = rect
        taken = {at: self.cells.pop(at) for at in list(self.cells) if left <= at[1] <= right and top <= at[0] <= bottom}
        for (row, column), cell in taken.items():
            target = where(row)
            if target is not None:
                self.cells[target, column] = cell


@dataclass
class FakeBook:
    """A Workbook."""

    path: str
    sheets: list[FakeSheet]
    names: dict[str, tuple[str, Rect]]
    """Sheet title and cells of each name."""
    local_names: list[tuple[str, str, Rect]] = field(default_factory=list)
    """Names of a sheet's own: title, name, cells."""
    date1904: bool = False
    read_only: bool = False

    def sheet(self, title: str) -> FakeSheet:
        return next(sheet for sheet in self.sheets if sheet.title.casefold() == title.casefold())

    def named(self, name: str) -> FakeCell:
        title, (column, row, *_) = self.names[name]
        return self.sheet(title).at(row, column)

    def table(self, name: str) -> tuple[FakeSheet, FakeTable]:
        return next((sheet, table) for sheet in self.sheets for table in sheet.tables if table.name == name)


def rect_of(text: str) -> Rect:
    """``$A$1:B2``."""
    left, top, right, bottom = range_boundaries(text.replace("$", ""))
    assert left
    assert top
    assert right
    assert bottom
    return left, top, right, bottom


def meet(one: Rect, other: Rect) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def rows_of(rect: Rect) -> Iterator[list[tuple[int, int]]]:
    left, top, right, bottom = rect
    for row in range(top, bottom + 1):
        yield [(row, column) for column in range(left, right + 1)]


def address(rect: Rect) -> str:
    left, top, right, bottom = rect
    first = f"${get_column_letter(left)}${top}"
    return first if (left, top) == (right, bottom) else f"{first}:${get_column_letter(right)}${bottom}"


_REFERENCE = re.compile(r'"[^"]*"|\'[^\']*\'!?|(?<![\w.\[])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(\[])')


def r1c1(formula: str, row: int, column: int) -> str:
    """A formula of A1 addresses in those relative to its cell."""

    def one(found: re.Match[str]) -> str:
        if not found[2]:
            return found[0]
        down, across = int(found[4]) - row, column_index_from_string(found[2]) - column
        first = f"R{found[4]}" if found[3] else f"R[{down}]" if down else "R"
        return first + (f"C{across + column}" if found[1] else f"C[{across}]" if across else "C")

    return _REFERENCE.sub(one, formula)


def load(path: Path) -> FakeBook:
    """A workbook file as Excel opens it."""
    return _as_at(deepcopy(_loaded(path.read_bytes())), path)


def _as_at(book: FakeBook, path: Path) -> FakeBook:
    book.path = str(path.resolve())
    return book


@lru_cache(maxsize=40)
def _loaded(content: bytes) -> FakeBook:
    formulas = load_workbook(BytesIO(content), rich_text=False)
    results = load_workbook(BytesIO(content), data_only=True)
    names = {}
    for name, defined in formulas.defined_names.items():
        for title, area in defined.destinations:
            names[name] = (title, rect_of(area))
    sheets = [_sheet(formulas, results, title) for title in formulas.sheetnames]
    return FakeBook("", sheets, names, date1904=formulas.epoch.year == 1904)


def _sheet(formulas: Any, results: Any, title: str) -> FakeSheet:
    source = formulas[title]
    sheet = FakeSheet(title, protected=source.protection.sheet)
    for letters, dimension in source.column_dimensions.items():
        first = column_index_from_string(letters)
        for column in range(dimension.min or first, (dimension.max or first) + 1):
            sheet.column_formats[column] = dimension.number_format
    for row in source.iter_rows():
        for cell in row:
            sheet.cells[cell.row, cell.column] = FakeCell(
                _value(results[title].cell(cell.row, cell.column), formulas.epoch),
                _formula(cell),
                cell.number_format if cell.has_style else None,
                note=cell.comment.text if cell.comment else "",
            )
    sheet.hidden = {number for number, row in source.row_dimensions.items() if row.hidden}
    for table in source.tables.values():
        rect = rect_of(table.ref)
        sheet.tables.append(FakeTable(table.displayName, rect, table.headerRowCount != 0, bool(table.totalsRowCount)))
    return sheet


def _formula(cell: Any) -> str | None:
    if cell.data_type != "f":
        return None
    text = str(cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value)
    return r1c1(text if text.startswith("=") else f"={text}", cell.row, cell.column)


def _value(cell: Any, epoch: Any) -> Value:
    value = cell.value
    if value is None or isinstance(value, bool):
        return value
    if cell.data_type == "e" or (isinstance(value, str) and cell.data_type != "s" and value in ERRORS):
        return error_code(value)
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return float(value)
    return float(to_excel(value, epoch))  # type: ignore[no-untyped-call]
